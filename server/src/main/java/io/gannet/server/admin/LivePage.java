package io.gannet.server.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * What a browser is shown at the root: a page that asks this admin for all that it tells, once a
 * second, and nobody else for anything. Its files say nothing of the server, so that they are given
 * before the token that the page then asks for.
 */
final class LivePage {
  private static final String ROOT = "/";
  private static final String HTML = "text/html";
  private static final String FOLDER = "/page/";
  private static final Set<String> READING = Set.of("GET", "HEAD");

  /** In the folder "page" beside this class; those of uPlot are put there when it is built. */
  private static final Map<String, String> TYPES =
      Map.of(
          "live.js", "text/javascript; charset=utf-8",
          "live.css", "text/css; charset=utf-8",
          "uPlot.iife.min.js", "text/javascript; charset=utf-8",
          "uPlot.min.css", "text/css; charset=utf-8");

  /** Whatever comes to stand in the page, it runs nothing and asks nobody else. */
  private static final String POLICY =
      "Content-Security-Policy: default-src 'none'; script-src 'self'; connect-src 'self';"
          + " style-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private LivePage() {}

  /** The file that is asked for, or null if none is: a browser wants HTML, a shell any text. */
  static Page of(RequestHead head) {
    if (!READING.contains(head.method())) {
      return null;
    }
    if (head.path().equals(ROOT)) {
      boolean browses = head.accept() != null && head.accept().contains(HTML);
      return browses ? file("index.html", HTML + "; charset=utf-8") : null;
    }
    if (!head.path().startsWith(FOLDER)) {
      return null;
    }
    String name = head.path().substring(FOLDER.length());
    String type = TYPES.get(name);
    return type == null ? null : file(name, type);
  }

  private static Page file(String name, String type) {
    try (InputStream in = LivePage.class.getResourceAsStream("page/" + name)) {
      return new Page(200, type, in.readAllBytes(), POLICY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.gannet.server.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * The head of an HTTP request, RFC 9112, as far as the admin looks at it: a body is never read.
 *
 * @param method as it was written
 * @param path without the query
 * @param query what is behind the question mark, "" if nothing is
 * @param host what the client calls us, or null: only HTTP/1.0 may leave it out
 * @param origin of the page that asks, or null: only a browser says it
 * @param authorization what shows that the client may ask, or null
 * @param accept what the client would like, or null
 */
record RequestHead(
    String method, String path, String query, String host, String origin, String authorization,
    String accept) {
  /** More than any client of an admin has to say. */
  static final int BYTES_MAX = 8192;

  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  /** A head that is none, and what its sender is told. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    /** HTTP's status for it. */
    final int status;

    Malformed(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  /** Reads up to the empty line; null if the client closes before its first byte. */
  static RequestHead read(InputStream in) throws IOException, Malformed {
    byte[] bytes = new byte[BYTES_MAX];
    int length = 0;
    while (true) {
      int count = in.read(bytes, length, BYTES_MAX - length);
      if (count < 0 && length == 0) {
        return null;
      }
      int end = endOf(bytes, length, length + Math.max(count, 0));
      if (end >= 0) {
        return of(new String(bytes, 0, end, ISO_8859_1));
      }
      length += Math.max(count, 0);
      if (count < 0) {
        throw new Malformed(400, "the request ends within its head");
      }
      if (length == BYTES_MAX) {
        throw new Malformed(431, "a head has " + BYTES_MAX + " bytes at most");
      }
    }
  }

  /** Where the empty line begins, of which some has come between {@code from} and {@code to}. */
  private static int endOf(byte[] bytes, int from, int to) {
    for (int last = Math.max(from, END.length - 1); last < to; last++) {
      int first = last - END.length + 1;
      if (Arrays.equals(bytes, first, last + 1, END, 0, END.length)) {
        return first;
      }
    }
    return -1;
  }

  private static RequestHead of(String text) throws Malformed {
    String[] lines = text.split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || !words[1].startsWith("/") || !words[2].matches("HTTP/1\\.[01]")) {
      throw new Malformed(400, "no request line of HTTP/1: METHOD /PATH HTTP/1.1");
    }
    String host = field(lines, "host");
    if (host == null && words[2].endsWith("1")) {
      throw new Malformed(400, "HTTP/1.1 wants a Host");
    }
    int query = words[1].indexOf('?');
    String path = query < 0 ? words[1] : words[1].substring(0, query);
    String asked = query < 0 ? "" : words[1].substring(query + 1);
    return new RequestHead(
        words[0], path, asked, host, field(lines, "origin"), field(lines, "authorization"),
        field(lines, "accept"));
  }

  /** The value of a field that may be there once, or null. */
  private static String field(String[] lines, String name) throws Malformed {
    String found = null;
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0) {
        throw new Malformed(400, "a header field has no name");
      }
      if (lines[i].substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
        if (found != null) {
          throw new Malformed(400, "a second " + name);
        }
        found = lines[i].substring(colon + 1).strip();
      }
    }
    return found;
  }
}

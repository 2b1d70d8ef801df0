package io.gannet.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who is given which file of the admin's page. */
class LivePageTest {
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

  /** What the page refers to. */
  private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  private static Page asked(String method, String path, String accept) {
    return LivePage.of(new RequestHead(method, path, "", "localhost", null, null, accept));
  }

  @Test
  void browserIsShownThePageAndAShellTheIndex() {
    Page page = asked("GET", "/", BROWSER);
    assertEquals(200, page.status());
    assertEquals("text/html; charset=utf-8", page.contentType());
    assertNull(asked("GET", "/", "*/*"));
    assertNull(asked("GET", "/", null));
  }

  @Test
  void whatThePageRefersToIsThereAndIsNowhereElse() {
    Matcher reference = REFERENCE.matcher(new String(asked("GET", "/", BROWSER).body(), UTF_8));
    int files = 0;
    while (reference.find()) {
      String path = reference.group(1);
      if (!path.equals("data:,")) { // no icon
        assertTrue(asked("GET", path, "*/*").body().length > 1_000, path);
        files++;
      }
    }
    assertEquals(4, files);
  }

  @Test
  void pagesRunNothingAndAskNobodyElse() {
    for (String path : new String[] {"/", "/page/live.js", "/page/uPlot.min.css"}) {
      String policy = asked("GET", path, BROWSER).field();
      assertTrue(policy.startsWith("Content-Security-Policy: default-src 'none';"), path);
      assertFalse(policy.contains("unsafe"), policy);
      assertFalse(policy.contains("http"), policy);
    }
  }

  @Test
  void otherPathsAndMethodsAreNotItsOwn() {
    assertNull(asked("GET", "/page/", BROWSER));
    assertNull(asked("GET", "/page/../LivePage.class", BROWSER));
    assertNull(asked("GET", "/page/index.html", BROWSER));
    assertNull(asked("GET", "/metrics", BROWSER));
    assertNull(asked("POST", "/", BROWSER));
  }
}

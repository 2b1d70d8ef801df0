package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gannet.server.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin's page in a browser, which finds no host but this one, beside a client that asks. */
class LivePageWireTest {
  private static final String BROWSER = "chromium";

  /** What a page writes to its console, errors of its scripts and refused requests among it. */
  private static final String CONSOLE = "CONSOLE";

  /** Of the browser's clock, which runs ahead while nothing is awaited: some turns of the page. */
  private static final int PAGE_MS = 8_000;

  private static final Pattern REQUESTS =
      Pattern.compile("<span>requests/s</span><b>([0-9,]+)</b>");

  private static AskedServer server;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    server = new AskedServer("<b>hot</b>");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.close();
  }

  /** What is in the page after a while, and what the browser says about it. */
  private String browse(String page) throws IOException, InterruptedException {
    assumeTrue(Programs.isInstalled(BROWSER), BROWSER + " is not installed");
    List<String> command = new ArrayList<>(List.of(BROWSER, "--headless=new", "--no-sandbox"));
    command.addAll(List.of("--disable-gpu", "--disable-dev-shm-usage"));
    command.add("--user-data-dir=" + folder.resolve("profile"));
    command.add("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
    command.add("--enable-logging=stderr");
    command.add("--virtual-time-budget=" + PAGE_MS);
    command.addAll(List.of("--dump-dom", page));
    Programs.Ran ran = Programs.run(folder, command.toArray(String[]::new));
    assertEquals(0, ran.exit(), ran.output());
    return ran.output();
  }

  @Test
  void thePageShowsWhatIsAskedAsItHappens() throws Exception {
    String page = browse("http://" + server.admin() + "/");
    assertFalse(page.contains(CONSOLE), page);
    assertTrue(page.contains(" class=\"well\">answers<"), page);
    Matcher requests = REQUESTS.matcher(page);
    assertTrue(requests.find(), page);
    assertTrue(Integer.parseInt(requests.group(1).replace(",", "")) > 0, page);
    assertTrue(page.contains("<span>hits</span><b>100.0 %</b>"), page);
    assertTrue(page.contains("<td>&lt;b&gt;hot&lt;/b&gt;</td><td>100.0 %</td>"), page);
    assertTrue(page.contains("<h2 id=\"memory-by\">Memory by TTL</h2>"), page);
    assertTrue(page.contains("<td>never seen</td><td>0</td><td>–</td>"), page);
    assertEquals(9, page.split("<canvas ", -1).length - 1, page);
  }

  /** Else the other test could not see that nothing was written there. */
  @Test
  void whatAPageWritesToItsConsoleIsSeen() throws Exception {
    assertTrue(browse("data:text/html,<script>nothing.there</script>").contains(CONSOLE));
  }
}

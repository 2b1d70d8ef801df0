package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that clients ask for most, told on the wire and by the admin. */
class HotKeysWireTest {
  private static final int POLLS_MAX = 1500;
  private static final long POLL_MS = 10;

  /** Every third asks for one key, every sixth for another, the rest for any. */
  private static String gets() {
    StringBuilder gets = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      String key = i % 3 == 0 ? "hottest" : i % 6 == 1 ? "warm er" : "cold" + i;
      boolean word = key.indexOf(' ') < 0;
      gets.append("mg ").append(word ? key : "d2FybSBlcg==").append(word ? " q" : " q b");
      gets.append("\r\n");
    }
    return gets + "mn\r\n";
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void heavyHittersAreTold(int workers) throws IOException, InterruptedException {
    try (RunningServer server =
            RunningServer.start(
                "segcache", "--workers", Integer.toString(workers), "--hotkeys-sample", "10");
        Client one = server.connect();
        Client other = server.connect()) {
      one.send(gets()).expect("MN\r\n");
      other.send(gets()).expect("MN\r\n");
      String page = InsideWireTest.ask(server, "GET", "/hotkeys");
      int first = page.indexOf("\"hottest\"");
      int second = page.indexOf("\"warm%20er\"");
      assertTrue(first > 0 && second > first, page);
      Map<String, String> stats = stats(one);
      assertEquals("hottest", stats.get("1:key"));
      assertEquals("warm%20er", stats.get("2:key"));
      assertEquals(33.3, Double.parseDouble(stats.get("1:percent")), 5);
      long requests = Long.parseLong(stats.get("1:requests"));
      assertTrue(requests > 0 && requests < 22_500, "as long as it took: " + requests);
    }
  }

  /** The debug thread looks once a second. */
  private static Map<String, String> stats(Client client) throws InterruptedException {
    for (int polls = 0; polls < POLLS_MAX; polls++) {
      Map<String, String> stats = InsideWireTest.stats(client, "stats hotkeys");
      if ("warm%20er".equals(stats.get("2:key"))) {
        return stats;
      }
      Thread.sleep(POLL_MS);
    }
    throw new AssertionError("it is not told");
  }
}

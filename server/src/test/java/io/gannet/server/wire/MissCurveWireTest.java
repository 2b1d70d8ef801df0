package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What other memory would bring is told of what all workers are asked, by each way that tells. */
class MissCurveWireTest {
  private static final int KEYS = 600;
  private static final String VALUE = "x".repeat(8000);

  /** Of all memory a twelfth or so is asked for again and again, and a half once. */
  private static void talk(Client client) {
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < KEYS; i++) {
        String key = "k" + (1000 + i);
        if (round == 0) {
          client.send("get " + key + "\r\n").expect("END\r\n");
          client.send("set " + key + " 0 0 8000\r\n" + VALUE + "\r\n").expect("STORED\r\n");
        } else {
          client.send("get " + key + "\r\n")
              .expect("VALUE " + key + " 0 8000\r\n" + VALUE + "\r\nEND\r\n");
        }
      }
    }
  }

  private static long misses(Map<String, String> stats, String memory) {
    return Long.parseLong(stats.get(memory + ":misses"));
  }

  @ParameterizedTest
  @CsvSource({"segcache,1", "segcache,2", "twemcache,1", "twemcache,2"})
  void theCurveIsToldOfAllWorkers(String product, int workers) throws IOException {
    String memory = workers == 1 ? "16MiB" : "8MiB";
    try (RunningServer server =
            RunningServer.start(
                product, "--workers", Integer.toString(workers), "--memory", memory);
        Client bystander = server.connect();
        Client client = server.connect()) {
      talk(client);
      bystander.send("set a 0 0 1\r\nx\r\n").expect("STORED\r\n");
      Map<String, String> stats = InsideWireTest.stats(client, "stats mrc");
      assertEquals(Integer.toString(3 * KEYS), stats.get("gets"), stats.toString());
      assertEquals(3 * KEYS, misses(stats, "0.125"), stats.toString());
      assertEquals(3 * KEYS, misses(stats, "0.25"), stats.toString());
      for (String enough : List.of("0.5", "1", "2", "4", "8")) {
        assertEquals(KEYS, misses(stats, enough), stats.toString());
      }
      assertEquals("0.333", stats.get("double:miss_ratio"), stats.toString());
      String page = InsideWireTest.ask(server, "GET", "/stats/mrc");
      assertTrue(page.contains("\"2:misses\" : " + KEYS), page);
      assertTrue(page.contains("\"2:bytes\" : " + stats.get("2:bytes")), page);
      String curve = InsideWireTest.ask(server, "GET", "/mrc");
      assertEquals(7, curve.split("\"miss_ratio\" : ", -1).length - 1, curve);
      assertTrue(curve.contains("\"bytes\" : " + stats.get("8:bytes")), curve);
      assertTrue(curve.contains("\"miss_ratio\" : 1.0"), curve);
      assertTrue(curve.contains("\"miss_ratio\" : 0.3333"), curve);
    }
  }
}

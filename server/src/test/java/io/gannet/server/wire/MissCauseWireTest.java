package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.MissCause;
import java.io.IOException;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why keys were not there, whoever of the workers owns them, by each way that tells it. */
class MissCauseWireTest {
  private static final int KEYS = 12;
  private static final int TOO_LARGE = 5_000_000;

  /** Of two keys one may be taken for the other. */
  private static final int WRONG_MAX = 1;

  private static void each(Client client, IntFunction<String> request, String reply) {
    for (int i = 0; i < KEYS; i++) {
      client.send(request.apply(i)).expect(reply);
    }
  }

  private static void set(Client client, String prefix, int ttlSec) {
    each(client, i -> "set " + prefix + i + " 0 " + ttlSec + " 1\r\nx\r\n", "STORED\r\n");
  }

  private static void miss(Client client, String prefix) {
    each(client, i -> "get " + prefix + i + "\r\n", "END\r\n");
  }

  private static void talk(Client client) {
    miss(client, "never");
    each(client, i -> "mg never" + i + " v\r\n", "EN\r\n");
    set(client, "dead", -1);
    miss(client, "dead");
    set(client, "deleted", 0);
    each(client, i -> "delete deleted" + i + "\r\n", "DELETED\r\n");
    miss(client, "deleted");
    set(client, "large", 0);
    String head = " 0 0 " + TOO_LARGE + "\r\n";
    String body = "x".repeat(TOO_LARGE) + "\r\n";
    each(
        client, i -> "set large" + i + head + body,
        "SERVER_ERROR object too large for cache\r\n");
    miss(client, "large");
    set(client, "flushed", 0);
    client.send("flush_all\r\n").expect("OK\r\n");
    miss(client, "flushed");
    each(client, i -> "gat 0 deleted" + i + "\r\n", "END\r\n");
    each(client, i -> "touch dead" + i + " 0\r\n", "NOT_FOUND\r\n");
  }

  private static long told(Map<String, String> stats, MissCause cause, String tail) {
    String text = MissCause.texts().get(cause.ordinal());
    return Long.parseLong(stats.get("misses_" + text + tail));
  }

  @ParameterizedTest
  @CsvSource({
    "segcache,1", "segcache,2", "twemcache,1", "twemcache,2", "slimcache,1", "slimcache,2"
  })
  void causesAreToldAndAddUp(String product, int workers) throws IOException {
    try (RunningServer server =
            RunningServer.start(product, "--workers", Integer.toString(workers));
        Client bystander = server.connect();
        Client client = server.connect()) {
      talk(client);
      bystander.send("set a 0 0 1\r\nx\r\n").expect("STORED\r\n");
      Map<String, String> stats = InsideWireTest.stats(client, "stats");
      long gets = 0;
      long touches = 0;
      for (MissCause cause : MissCause.values()) {
        int wanted =
            cause == MissCause.EVICTED ? 0 : cause == MissCause.NEVER_SEEN ? 2 * KEYS : KEYS;
        assertEquals(wanted, told(stats, cause, ""), WRONG_MAX, cause + " " + stats);
        gets += told(stats, cause, "");
        touches += told(stats, cause, ":touch");
      }
      assertEquals(stats.get("misses_expired"), stats.get("get_expired"));
      assertEquals(stats.get("misses_flushed"), stats.get("get_flushed"));
      assertEquals(stats.get("get_misses"), Long.toString(gets));
      assertEquals(stats.get("touch_misses"), Long.toString(touches));
      assertEquals(KEYS, told(stats, MissCause.DELETED, ":touch"), WRONG_MAX);
      String metrics = InsideWireTest.ask(server, "GET", "/metrics");
      assertEquals(gets, sum(metrics, "gannet_misses_total{"), metrics);
      assertEquals(touches, sum(metrics, "gannet_touch_misses_total{"), metrics);
      String page = InsideWireTest.ask(server, "GET", "/stats");
      assertTrue(page.contains("\"misses_expired\" : " + stats.get("misses_expired")), page);
    }
  }

  private static double sum(String metrics, String sample) {
    return metrics.lines()
        .filter(line -> line.startsWith(sample))
        .mapToDouble(line -> Double.parseDouble(line.replaceFirst(".* ", "")))
        .sum();
  }
}

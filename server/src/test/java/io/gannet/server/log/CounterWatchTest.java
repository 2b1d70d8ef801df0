package io.gannet.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counters of two workers, looked at by hand. */
class CounterWatchTest {
  private static final class Figures extends MetricGroup {
    final Counter idle = counter("connections_idle_closed_total", "idle_kicks", "Closed.");
    final Counter other = counter("requests_total", null, "Nobody's event.");
  }

  private final Figures first = new Figures();
  private final Figures second = new Figures();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final EventLog log = EventLog.on(new PrintStream(out, true, UTF_8), () -> Instant.EPOCH);

  private String told() {
    String told = out.toString(UTF_8).replace("1970-01-01T00:00:00Z ", "");
    out.reset();
    return told;
  }

  private static String line(int count) {
    return "info connections_idle_closed " + count + " connections were closed after"
        + " --idle-timeout\n";
  }

  @Test
  void whatMovesIsToldOnceAndThenOnceInTenLooks() {
    first.idle.add(5);
    CounterWatch watch = new CounterWatch(List.of(first, second), log);
    watch.look();
    assertEquals("", told(), "what was there before");
    first.idle.add(2);
    second.idle.add(1);
    first.other.add(7);
    watch.look();
    assertEquals(line(3), told());
    for (int look = 1; look < 10; look++) {
      second.idle.add(1);
      watch.look();
      assertEquals("", told(), "look " + look);
    }
    watch.look();
    assertEquals(line(9), told());
    for (int look = 0; look < 20; look++) {
      watch.look();
    }
    assertEquals("", told(), "nothing has moved");
  }

  @Test
  void whatIsToBeSaidOfACounterIsAskedForWhenItIsTold() {
    Iterator<String> details = List.of("; first", "; second").iterator();
    CounterWatch watch =
        new CounterWatch(
            List.of(first), log, Map.of("connections_idle_closed_total", details::next));
    for (int look = 0; look < 20; look++) {
      first.idle.add(1);
      watch.look();
    }
    String one = line(1).strip() + "; first\n";
    assertEquals(one + line(10).strip() + "; second\n", told());
  }

  @Test
  void aResetIsNoEvent() {
    CounterWatch watch = new CounterWatch(List.of(first, second), log);
    first.idle.add(10);
    watch.look();
    assertEquals(line(10), told());
    first.idle.add(-10);
    for (int look = 0; look < 10; look++) {
      watch.look();
    }
    assertEquals("", told());
    first.idle.add(1);
    watch.look();
    assertEquals(line(1), told());
  }
}

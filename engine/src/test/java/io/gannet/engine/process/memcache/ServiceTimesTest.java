package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.process.Processor.Progress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is told of how long requests took, and of how long their keys and values are. */
class ServiceTimesTest {
  private static final long TURN_NS = 10_000;
  private static final long SEC_NS = 1_000_000_000L;

  private final Harness harness = new Harness();

  private Histogram histogram(String stat) {
    return harness.metrics.all().stream()
        .map(MetricGroup::distributions)
        .flatMap(List::stream)
        .filter(one -> one.stat().equals(stat))
        .findFirst()
        .orElseThrow()
        .histogram();
  }

  /** By verb, how many requests were timed. */
  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (MetricGroup group : harness.metrics.all()) {
      for (Distribution one : group.distributions()) {
        if (one.label() != null && one.histogram().count() > 0) {
          counts.put(one.stat(), one.histogram().count());
        }
      }
    }
    return counts;
  }

  @Test
  void eachRequestOfATurnTakesAsLongAsTheTurn() {
    harness.talk("set a 0 0 1\r\nx\r\nget a\r\nget a\r\nget b c\r\ndelete a\r\nversion\r\n");
    assertEquals(Map.of(), counts(), "before the turn has ended");
    harness.processor.turnEnded(TURN_NS);
    assertEquals(Map.of("set", 1L, "get", 4L, "delete", 1L, "other", 1L), counts());
    assertEquals(4 * TURN_NS, histogram("get").sum());
    harness.talk("get a\r\n");
    harness.processor.turnEnded(5 * TURN_NS);
    assertEquals(5, histogram("get").count());
    assertEquals(9 * TURN_NS, histogram("get").sum());
    assertEquals(1, histogram("set").count(), "of another turn");
  }

  @Test
  void noRequestIsTimedTwiceOrNotAtAllWhereverItIsCut() {
    String text = "set a 0 0 3\r\nxyz\r\nget a\r\nmg a v\r\nincr a 1\r\nms b 2\r\nab\r\n";
    for (int cut = 1; cut < text.length(); cut++) {
      harness.talk(text.substring(0, cut));
      harness.processor.turnEnded(TURN_NS);
      harness.talk(text.substring(cut));
      harness.processor.turnEnded(TURN_NS);
      long each = cut;
      assertEquals(
          Map.of("set", each, "get", each, "mg", each, "incr", each, "ms", each), counts(),
          "cut at " + cut);
    }
    assertEquals(5 * (text.length() - 1), harness.metrics.requests.get());
  }

  @Test
  void whoHadToWaitHasWaitedToo() {
    harness.advanceSec(1);
    harness.talk("set a 0 0 1\r\nx\r\n");
    MemorySegment text = Arena.ofAuto().allocateFrom("get a\r\nget a\r\nget a\r\n");
    Window in = new Window().set(text, 0, text.byteSize() - 1);
    harness.out.budget = 1;
    assertEquals(Progress.YIELD, harness.processor.process(harness.session, in, harness.out));
    harness.processor.turnEnded(TURN_NS);
    assertEquals(TURN_NS, histogram("get").sum());
    harness.advanceSec(2);
    harness.out.budget = 10;
    assertEquals(Progress.DRAINED, harness.processor.process(harness.session, in, harness.out));
    harness.processor.turnEnded(TURN_NS);
    assertEquals(3, histogram("get").count());
    assertEquals(3 * TURN_NS + 2 * SEC_NS, histogram("get").sum(), "one of them stood first");
  }

  @Test
  void oneRequestIn67IsLookedAtForItsLengths() {
    String one = "set key 0 0 5\r\nvalue\r\n";
    harness.talk(one.repeat(6_700));
    assertEquals(100, histogram("key_bytes").count());
    assertEquals(300, histogram("key_bytes").sum());
    assertEquals(500, histogram("value_bytes").sum());
    harness.talk("get key\r\n".repeat(6_700));
    assertEquals(200, histogram("value_bytes").count());
    assertEquals(1_000, histogram("value_bytes").sum());
    harness.talk("get nokey\r\n".repeat(6_700));
    assertEquals(300, histogram("key_bytes").count());
    assertEquals(200, histogram("value_bytes").count(), "of what was not found there is none");
  }

  @Test
  void aMixedStreamIsSampledAsItIsMixed() {
    harness.talk("set k 0 0 1\r\nx\r\n");
    harness.talk(("get k\r\n" + "get k\r\n" + "get k\r\n" + "get nobody\r\n").repeat(6_700));
    long values = histogram("value_bytes").count();
    long keys = histogram("key_bytes").count();
    assertTrue(keys >= 399 && Math.abs(4 * values - 3 * keys) < 12, values + " of " + keys);
  }
}

package io.gannet.bench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.workload.Distribution;
import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VariationTest {
  private static final int REQUESTS = 50_000;

  private final Trace plain = gets();

  private static Trace gets() {
    SyntheticOptions options =
        new SyntheticOptions(
            2_000, new Distribution.Constant(16), new Distribution.Constant(1_000), Mix.GETS,
            Popularity.parse("zipf:0.9"), Ttls.NONE, true, 7);
    return Trace.of(new SyntheticWorkload(options), REQUESTS);
  }

  private static Variation with(String ttl, double sets, double deletes, long seed) {
    Map<Verb, Double> shares = Map.of(Verb.SET, sets, Verb.DELETE, deletes);
    return new Variation(
        ttl == null ? null : Ttls.parse(ttl), new VerbShares(shares), 1, 1, seed);
  }

  private long count(Trace trace, Verb verb) {
    return IntStream.range(0, REQUESTS).filter(i -> trace.verb(i) == verb).count();
  }

  @Test
  void nothingAskedForIsTheTraceItself() {
    assertSame(plain, Variation.none().of(plain));
    assertEquals("", Variation.none().describe());
  }

  @Test
  void overwritesAndDeletesAreAsManyAsAskedFor() {
    Trace varied = with(null, 0.3, 0.05, 1).of(plain);
    assertEquals(0.30 * REQUESTS, count(varied, Verb.SET), 0.01 * REQUESTS);
    assertEquals(0.05 * REQUESTS, count(varied, Verb.DELETE), 0.005 * REQUESTS);
    assertEquals(0.65 * REQUESTS, count(varied, Verb.GET), 0.01 * REQUESTS);
    assertEquals(plain.keys(), varied.keys());
    assertEquals(plain.name() + ", set 30 %, delete 5 %", varied.name());
  }

  @Test
  void theSameSeedMakesTheSameAndAnotherMakesOther() {
    Trace once = with("uniform:1h-1d", 0.3, 0.1, 1).of(plain);
    Trace again = with("uniform:1h-1d", 0.3, 0.1, 1).of(plain);
    Trace other = with("uniform:1h-1d", 0.3, 0.1, 2).of(plain);
    int differing = 0;
    for (int i = 0; i < REQUESTS; i++) {
      assertEquals(once.verb(i), again.verb(i));
      assertEquals(once.ttlSec(i), again.ttlSec(i));
      differing += once.ttlSec(i) == other.ttlSec(i) ? 0 : 1;
    }
    assertTrue(differing > REQUESTS * 0.9, "differing " + differing);
  }

  @Test
  void aKeyKeepsItsKindOfDeadlineAndJitterIsDrawnAnew() {
    Trace kinds = with("60s,1h,1d", 0, 0, 1).of(plain);
    Trace jitter = with("jitter:1h:5m", 0, 0, 1).of(plain);
    int[] kindOf = new int[plain.keys()];
    long[] of = new long[86_401];
    boolean isDrawnAnew = false;
    int[] last = new int[plain.keys()];
    for (int i = 0; i < REQUESTS; i++) {
      int key = plain.key(i);
      assertTrue(kindOf[key] == 0 || kindOf[key] == kinds.ttlSec(i));
      of[kinds.ttlSec(i)] += kindOf[key] == 0 ? 1 : 0;
      kindOf[key] = kinds.ttlSec(i);
      assertTrue(jitter.ttlSec(i) >= 3_300 && jitter.ttlSec(i) <= 3_900);
      isDrawnAnew |= last[key] != 0 && last[key] != jitter.ttlSec(i);
      last[key] = jitter.ttlSec(i);
    }
    assertTrue(isDrawnAnew);
    assertEquals(plain.keys() / 3.0, of[60], plain.keys() * 0.05);
    assertEquals(plain.keys() / 3.0, of[3_600], plain.keys() * 0.05);
    assertTrue(kinds.hasDeadlines());
    assertFalse(with("none", 0, 0, 1).of(kinds).hasDeadlines());
  }

  @Test
  void valuesDriftWithTimeAndSpreadAroundWhatWasRecorded() {
    Trace drifting = new Variation(null, VerbShares.NONE, 4, 1, 1).of(plain);
    assertEquals(1_000, drifting.valueBytes(0));
    assertEquals(2_000, drifting.valueBytes(REQUESTS / 2), 10);
    assertEquals(4_000, drifting.valueBytes(REQUESTS - 1));
    Trace spread = new Variation(null, VerbShares.NONE, 1, 2, 1).of(plain);
    int[] bytes = IntStream.range(0, REQUESTS).map(spread::valueBytes).sorted().toArray();
    assertTrue(bytes[0] >= 500 && bytes[REQUESTS - 1] <= 2_000);
    assertEquals(1_000, bytes[REQUESTS / 2], 20);
    assertEquals(707, bytes[REQUESTS / 4], 20);
  }

  @Test
  void aTraceMayTakeAnotherTime() {
    Trace day = plain.lasting(Duration.ofDays(1));
    assertEquals(0, day.atNs(0));
    assertEquals(86_400e9, day.atNs(REQUESTS - 1), 10e9);
    assertEquals(43_200e9, day.atNs(REQUESTS / 2), 10e9);
  }

  @Test
  void nonsenseIsRefusedWithTheCure() {
    assertRefused("overwrites and deletes: 120 % in all", () -> with(null, 0.7, 0.5, 1));
    assertRefused("write 4", () -> new Variation(null, VerbShares.NONE, 0, 1, 1));
    assertRefused("write 2", () -> new Variation(null, VerbShares.NONE, 1, 0.5, 1));
    for (String ttl : new String[] {"soon", "jitter:5m:1h", "uniform:1h", "loguniform:0-5", "-1"}) {
      assertRefused("ttl: ", () -> with(ttl, 0, 0, 1));
    }
  }

  private static void assertRefused(String words, Runnable asking) {
    String why = assertThrows(IllegalArgumentException.class, asking::run).getMessage();
    assertTrue(why.contains(words), why);
  }
}

package io.gannet.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.soak.Deeds.Deed;
import io.gannet.bench.soak.TextCache.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of an honest cache have nothing to say, those of a liar find it out. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SoakClientTest {
  private static final int KEYS = 200;
  private static final int CLIENTS = 3;
  private static final int DEEDS = 5_000;

  /** Until they have done so much, or found a fault. */
  private static Deeds soak(Fault fault) throws IOException, InterruptedException {
    Deeds deeds = new Deeds();
    try (TextCache cache = new TextCache(fault)) {
      SoakPlan plan = new SoakPlan(cache.address(), Duration.ZERO, 1, CLIENTS);
      Ledger ledger = new Ledger(KEYS);
      List<SoakClient> clients = IntStream.range(0, CLIENTS)
          .mapToObj(i -> new SoakClient(plan, ledger, deeds, List.of(Dialect.TEXT), i))
          .toList();
      List<Thread> threads = clients.stream().map(Thread.ofPlatform()::start).toList();
      while (deeds.counts().get(Deed.STORED) < DEEDS && deeds.faults().isEmpty()) {
        Thread.sleep(10);
      }
      clients.forEach(SoakClient::end);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    return deeds;
  }

  private static void isFound(Fault fault, String word) throws Exception {
    Map<String, Long> faults = soak(fault).faults();
    assertTrue(faults.keySet().stream().anyMatch(what -> what.contains(word)), faults::toString);
  }

  @Test
  void anHonestCacheIsBelieved() throws Exception {
    Deeds deeds = soak(Fault.NONE);
    assertEquals(Map.of(), deeds.faults());
    deeds.counts().forEach((deed, count) ->
        assertFalse(count == 0 && deed != Deed.REFUSED, deed + " was never done"));
  }

  @Test
  void aStaleValueIsFound() throws Exception {
    isFound(Fault.TELLS_THE_FIRST, "a lie: version ");
  }

  @Test
  void aDeletedValueIsFound() throws Exception {
    isFound(Fault.KEEPS_THE_DELETED, "a lie: version ");
  }

  @Test
  void aWrongSumIsFound() throws Exception {
    isFound(Fault.COUNTS_TWICE, "were counted as");
  }

  @Test
  void silenceIsFound() throws Exception {
    isFound(Fault.FALLS_SILENT, "no answer");
  }
}

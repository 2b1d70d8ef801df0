package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PoissonScheduleTest {
  private static String first(int index, long seed) {
    Schedule schedule = new PoissonSchedule(1000, index, 2, seed);
    long[] times = new long[100];
    Arrays.setAll(times, i -> schedule.nextNs());
    return Arrays.toString(times);
  }

  @Test
  void theSameSeedGivesTheSameArrivalsAndAnotherOneOthers() {
    assertEquals(first(0, 7), first(0, 7));
    assertNotEquals(first(0, 7), first(0, 8));
    assertNotEquals(first(0, 7), first(1, 7));
    assertNotEquals(first(1, 7), first(0, 8));
  }

  @Test
  void arrivalsAreAsManyAsTheyShould() {
    Schedule schedule = new PoissonSchedule(1000, 0, 1, 7);
    long lastNs = 0;
    for (int i = 0; i < 100_000; i++) {
      lastNs = schedule.nextNs();
    }
    assertEquals(100, lastNs / 1e9, 2);
  }
}

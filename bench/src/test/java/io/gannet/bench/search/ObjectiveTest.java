package io.gannet.bench.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
  @Test
  void percentilesAreReadAsPeopleWriteThem() {
    assertEquals(99, percentile("p99"));
    assertEquals(99.9, percentile("p99.9"));
    assertEquals(99.9, percentile("p999"));
    assertEquals(99.99, percentile("p9999"));
    assertEquals(50, percentile("50"));
    assertEquals(100, percentile("p100"));
  }

  @Test
  void whatIsNoneIsRefused() {
    for (String text : new String[] {"", "p", "p0", "fast", "p101", "-3"}) {
      assertThrows(IllegalArgumentException.class, () -> percentile(text), text);
    }
  }

  @Test
  void itPrintsAsItIsRead() {
    assertEquals("p99.9 ≤ 500 µs", Objective.of("p999", Duration.ofNanos(500_000)).toString());
  }

  private static double percentile(String text) {
    return Objective.of(text, Duration.ofMillis(1)).percentile();
  }
}

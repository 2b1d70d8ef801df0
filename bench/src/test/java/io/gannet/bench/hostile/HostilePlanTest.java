package io.gannet.bench.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostilePlanTest {
  private static HostilePlan plan(List<Case> cases) {
    return new HostilePlan(cases, 1, Duration.ZERO, Duration.ofSeconds(1), 64, List.of(0));
  }

  @Test
  void aStretchIsWhatOneServerCanTake() {
    List<Case> all = Cases.all(1);
    List<List<Case>> stretches = plan(all).stretches();
    assertEquals(all, stretches.stream().flatMap(List::stream).toList());
    for (List<Case> stretch : stretches) {
      assertEquals(1, stretch.stream().mapToInt(Case::connectionsMax).distinct().count());
    }
    for (int i = 1; i < stretches.size(); i++) {
      int before = stretches.get(i - 1).getFirst().connectionsMax();
      assertEquals(false, before == stretches.get(i).getFirst().connectionsMax());
    }
  }

  @Test
  void nothingHasNoStretch() {
    assertEquals(List.of(), plan(List.of()).stretches());
  }
}

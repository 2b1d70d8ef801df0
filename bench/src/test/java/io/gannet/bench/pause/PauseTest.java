package io.gannet.bench.pause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.ratio.Engine;
import io.gannet.bench.ratio.Engines;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts, never times: those depend on the host. */
class PauseTest {
  private static final int TURN = 32;

  @Test
  void aRunCountsEveryCallAndRepeatsInAllButTime() {
    for (Engine engine : Engines.named(List.of("seg-merge", "slab-lra", "cuckoo-lfu"))) {
      PausePlan plan =
          new PausePlan(List.of(engine), 4 << 20, 300 * TURN, List.of(8, 24, 500, 8_000), 3);
      PauseResult one = Pause.of(plan, engine);
      PauseResult other = Pause.of(plan, engine);
      assertEquals(300 * TURN, one.operations().cpu().getTotalCount(), engine.name());
      assertEquals(300, one.upkeep().wall().getTotalCount(), engine.name());
      assertTrue(one.control().wall().getTotalCount() > 0, engine.name());
      long steps = one.operations().stepsMax() + one.upkeep().stepsMax();
      assertTrue(steps > 0, engine.name() + " made no room");
      assertEquals(one.operations().stepsMax(), other.operations().stepsMax(), engine.name());
      assertEquals(one.upkeep().stepsMax(), other.upkeep().stepsMax(), engine.name());
      assertEquals(one.refused(), other.refused(), engine.name());
    }
  }
}

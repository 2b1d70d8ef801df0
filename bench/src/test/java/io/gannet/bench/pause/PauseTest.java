package io.gannet.bench.pause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.ratio.Engine;
import io.gannet.bench.ratio.Engines;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts, never times: those depend on the host. */
class PauseTest {
  @Test
  void everyEngineIsMeasuredAtFullMemory() {
    for (Engine engine : Engines.all()) {
      PauseResult result = Pause.of(plan(engine), engine);
      assertEquals(20_000, result.operations().cpu().getTotalCount(), engine.name());
      assertEquals(20_000 / 32, result.upkeep().wall().getTotalCount(), engine.name());
      assertTrue(result.control().wall().getTotalCount() > 0, engine.name());
      long steps = result.operations().stepsMax() + result.upkeep().stepsMax();
      assertTrue(steps > 0, engine.name() + " made no room");
    }
  }

  @Test
  void whatACallLooksAtIsTheSameEachTime() {
    for (Engine engine : Engines.named(List.of("seg-merge", "slab-lra", "cuckoo-lfu"))) {
      PauseResult one = Pause.of(plan(engine), engine);
      PauseResult other = Pause.of(plan(engine), engine);
      assertEquals(one.operations().stepsMax(), other.operations().stepsMax(), engine.name());
      assertEquals(one.upkeep().stepsMax(), other.upkeep().stepsMax(), engine.name());
      assertEquals(one.refused(), other.refused(), engine.name());
    }
  }

  private static PausePlan plan(Engine engine) {
    return new PausePlan(List.of(engine), 4 << 20, 20_000, List.of(8, 24, 500, 8_000), 3);
  }
}

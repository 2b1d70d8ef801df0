package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class IdleFoundTest {
  private final IdleFound idle = new IdleFound();

  /** Else a walk follows it again with each place that is taken off it. */
  @Test
  void aListWithoutAnEndStaysGivenUp() {
    idle.turn(7, 0);
    idle.stop();
    idle.popped(3);
    assertEquals(0, idle.next());
    assertFalse(idle.turn(3, 0));
  }
}

package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** What a walk in small slices says is wrong in a store; nothing is counted before its end. */
public final class WalkFaults {
  private WalkFaults() {}

  /** Such a fault is among those that are found. */
  public static void assertFound(Store store, String fault) {
    List<String> faults = of(store);
    assertTrue(faults.stream().anyMatch(said -> said.contains(fault)), faults.toString());
  }

  /** Nothing is wrong. */
  public static void assertNone(Store store) {
    assertEquals(List.of(), of(store));
  }

  private static List<String> of(Store store) {
    Walk walk = store.beginWalk();
    assertFalse(walk.advance(1));
    while (!walk.advance(3)) {
      assertEquals(List.of(), walk.counts());
    }
    return walk.faults();
  }
}

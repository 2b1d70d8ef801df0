package io.gannet.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SimulateCommandTest {
  @Test
  void seedsAreRunAndCounted() {
    Words run = Words.of("simulate", "--seeds", "3", "--seed", "40");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().matches("3 seeds from 40 in [0-9.]+ s: 0 failed\n"), run.out());
  }

  @Test
  void aTraceTellsConversationsAndEntries() {
    Words run = Words.of("simulate", "--seed", "3", "--trace");
    assertEquals(0, run.code(), run.err());
    for (String part : new String[] {"seed 3: ", " connects", "SQE recv", "CQE ", "now STOPPING"}) {
      assertTrue(run.out().contains(part), part);
    }
    assertTrue(run.out().contains("1 seeds from 3 "));
  }

  @Test
  void workersAreAsManyAsAreToldOrDrawn() {
    Words told = Words.of("simulate", "--seed", "3", "--workers", "3", "--trace");
    assertEquals(0, told.code(), told.err());
    assertTrue(told.out().contains("seed 3: 3 workers, "), told.out());
    assertTrue(told.out().contains(" w2 enter: "));
    assertEquals(2, Words.of("simulate", "--seed", "3", "--workers", "5").code());
  }

  @Test
  void pointsAreTold() {
    Words run = Words.of("simulate", "--seeds", "2", "--points");
    assertTrue(run.out().contains("  MORE_LOST_WITH_BYTES\n"), run.out());
    assertFalse(run.out().contains("SQE"), run.out());
  }

  @Test
  void aWordThatIsNoneIsAMistake() {
    assertEquals(2, Words.of("simulate", "--seeds", "many").code());
  }
}

package io.gannet.engine.process.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Patience patience = new Patience();

  @Test
  void aWaitBeginsOnceHoweverOftenItIsTried() {
    assertTrue(patience.waits(10));
    assertFalse(patience.waits(10));
    assertEquals(1, patience.waitsBegun());
    assertEquals(10, patience.wantedBytes());
    patience.goOn();
    assertTrue(patience.waits(20));
    assertEquals(2, patience.waitsBegun());
  }

  @Test
  void itIsGivenUpOnceAndTheNextOneIsFresh() {
    patience.waits(10);
    assertFalse(patience.hasEnded());
    assertTrue(patience.giveUp());
    assertFalse(patience.giveUp());
    assertTrue(patience.hasEnded());
    patience.goOn();
    assertFalse(patience.hasEnded());
  }
}

package io.gannet.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Histories that can have happened, and others. */
class RegisterHistoryTest {
  private final RegisterHistory history = new RegisterHistory();

  private void assertCanBe() {
    assertEquals("", history.contradiction().orElse(""));
  }

  private void assertCanNotBe() {
    assertTrue(history.contradiction().isPresent());
  }

  @Test
  void oneAfterTheOther() {
    history.wrote("a", 0, 1);
    history.read("a", 2, 3);
    history.wrote("b", 4, 5);
    history.read("b", 6, 7);
    assertCanBe();
  }

  @Test
  void aReadBesideAWriteSeesEither() {
    history.wrote("a", 0, 1);
    history.wrote("b", 2, 9);
    history.read("a", 3, 4);
    history.read("b", 5, 6);
    assertCanBe();
  }

  @Test
  void whatWasWrittenOverIsNotReadAgain() {
    history.wrote("a", 0, 1);
    history.wrote("b", 2, 3);
    history.read("a", 4, 5);
    assertCanNotBe();
  }

  @Test
  void whoHasSeenTheNewerSeesTheOlderNoMore() {
    history.wrote("a", 0, 1);
    history.wrote("b", 2, 20);
    history.read("b", 3, 4);
    history.read("a", 5, 6);
    assertCanNotBe();
  }

  @Test
  void whatWasRemovedIsNotRead() {
    history.wrote("a", 0, 1);
    history.wrote("removal", 2, 3);
    history.read("a", 4, 5);
    assertCanNotBe();
  }

  @Test
  void nothingIsReadBeforeItIsWritten() {
    history.read("a", 0, 1);
    history.wrote("a", 2, 3);
    assertCanNotBe();
  }
}

package io.gannet.engine.process.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Subject;

/** What each operation does to an item, said by outcomes alone, on every engine. */
class KeyspaceTest {
  private static final int FOREVER_TOO_LARGE = 2 << 20;

  @EachSubject
  void whatIsStoredIsFoundWithItsFlags(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      assertEquals(Outcome.NOT_FOUND, asker.says(Operation.GET, "a").ask());
      assertEquals(Outcome.STORED, asker.says(Operation.SET, "a").flags(7).value("x").ask());
      assertEquals(Outcome.FOUND, asker.says(Operation.GET, "a").ask());
      assertEquals("x", asker.shard.value(asker.command.item));
      assertEquals(7, asker.shard.store.clientFlags(asker.command.item));
      assertEquals(Outcome.DELETED, asker.says(Operation.DELETE, "a").ask());
      assertEquals(Outcome.NOT_FOUND, asker.says(Operation.DELETE, "a").ask());
      assertNull(asker.get("a"));
    }
  }

  @EachSubject
  void somethingOrNothingHasToBeThere(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      assertEquals(Outcome.NOT_STORED, asker.says(Operation.REPLACE, "a").value("1").ask());
      assertEquals(Outcome.STORED, asker.says(Operation.ADD, "a").value("2").ask());
      assertEquals(Outcome.NOT_STORED, asker.says(Operation.ADD, "a").value("3").ask());
      assertEquals(Outcome.STORED, asker.says(Operation.REPLACE, "a").value("4").ask());
      assertEquals("4", asker.get("a"));
    }
  }

  @EachSubject
  void aTokenIsGoodForOneChange(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      assertEquals(Outcome.NOT_FOUND, asker.says(Operation.CAS, "a").value("x").ask());
      asker.set("a", "1");
      long token = asker.cas("a");
      assertEquals(
          Outcome.STORED, asker.says(Operation.CAS, "a").number(token).value("2").ask());
      assertEquals(
          Outcome.EXISTS, asker.says(Operation.CAS, "a").number(token).value("3").ask());
      assertEquals("2", asker.get("a"));
      assertEquals(1, asker.metrics.casHits.get());
      assertEquals(1, asker.metrics.casMisses.get());
      assertEquals(1, asker.metrics.casBadval.get());
    }
  }

  @EachSubject
  void whatIsJoinedKeepsTheFlagsOfTheItem(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      assertEquals(Outcome.NOT_STORED, asker.says(Operation.APPEND, "a").value("x").ask());
      asker.says(Operation.SET, "a").flags(5).value("b").ask();
      assertEquals(Outcome.STORED, asker.says(Operation.APPEND, "a").flags(9).value("c").ask());
      assertEquals(Outcome.STORED, asker.says(Operation.PREPEND, "a").flags(9).value("a").ask());
      assertEquals("abc", asker.get("a"));
      assertEquals(5, asker.shard.store.clientFlags(asker.command.item));
    }
  }

  @EachSubject
  void numbersAreCountedAndOthersAreNot(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      assertEquals(Outcome.NOT_FOUND, asker.says(Operation.INCREMENT, "n").number(1).ask());
      asker.set("n", "9");
      assertEquals(Outcome.COUNTED, asker.says(Operation.INCREMENT, "n").number(2).ask());
      assertEquals(11, asker.command.counted);
      assertEquals(Outcome.COUNTED, asker.says(Operation.DECREMENT, "n").number(12).ask());
      assertEquals(0, asker.command.counted);
      assertEquals("0 ", asker.get("n"));
      asker.set("n", "x");
      assertEquals(Outcome.NOT_A_NUMBER, asker.says(Operation.INCREMENT, "n").number(1).ask());
    }
  }

  @EachSubject
  void aDeadlineIsSetAndMet(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      assertEquals(Outcome.NOT_FOUND, asker.says(Operation.TOUCH, "a").ask());
      asker.set("a", "x");
      int soon = asker.shard.in(5);
      assertEquals(Outcome.TOUCHED, asker.says(Operation.TOUCH, "a").deadline(soon).ask());
      asker.shard.pass(4);
      int later = asker.shard.in(5);
      assertEquals(
          Outcome.FOUND, asker.says(Operation.GET_AND_TOUCH, "a").deadline(later).ask());
      asker.shard.pass(4);
      assertEquals("x", asker.get("a"));
      asker.shard.pass(1);
      assertNull(asker.get("a"));
    }
  }

  @EachSubject
  void whatIsDeadIsStoredAndGone(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.set("a", "old");
      assertEquals(
          Outcome.STORED,
          asker.says(Operation.SET, "a").deadline(Command.DEAD).value("x").ask());
      assertNull(asker.get("a"));
      asker.set("a", "x");
      assertEquals(
          Outcome.TOUCHED, asker.says(Operation.TOUCH, "a").deadline(Command.DEAD).ask());
      assertNull(asker.get("a"));
      asker.set("a", "x");
      assertEquals(
          Outcome.FOUND, asker.says(Operation.GET_AND_TOUCH, "a").deadline(Command.DEAD).ask());
      assertNull(asker.get("a"));
    }
  }

  /** Until it is told it may be carried out again: then it is counted once all the same. */
  @EachSubject
  void aRetrievalIsCountedWhenItIsTold(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.set("a", "x");
      asker.says(Operation.GET_AND_TOUCH, "a").deadline(Command.DEAD);
      for (int i = 0; i < 3; i++) {
        assertEquals(Outcome.FOUND, asker.keyspace.carryOut(asker.command));
        assertEquals("x", asker.shard.value(asker.command.item));
      }
      assertEquals(0, asker.metrics.touches.get());
      asker.keyspace.retrieved(asker.command, Outcome.FOUND);
      assertEquals(1, asker.metrics.touchHits.get());
      asker.says(Operation.GET, "a");
      Outcome outcome = asker.keyspace.carryOut(asker.command);
      assertEquals(Outcome.NOT_FOUND, outcome);
      asker.keyspace.retrieved(asker.command, outcome);
      assertEquals(1, asker.metrics.getMisses.get());
    }
  }

  @EachSubject
  void allIsForgottenNowOrInItsSecond(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.set("a", "x");
      asker.command.operation = Operation.FLUSH;
      asker.command.deadlineSec = Command.DEAD;
      assertEquals(Outcome.FLUSHED, asker.keyspace.carryOut(asker.command));
      assertNull(asker.get("a"));
      asker.set("a", "x");
      asker.command.operation = Operation.FLUSH;
      asker.command.deadlineSec = asker.shard.in(3);
      assertEquals(Outcome.FLUSHED, asker.keyspace.carryOut(asker.command));
      asker.shard.pass(2);
      asker.keyspace.flushIfDue();
      assertEquals("x", asker.get("a"));
      asker.shard.pass(1);
      asker.keyspace.flushIfDue();
      assertNull(asker.get("a"));
      assertEquals(2, asker.metrics.flushes.get());
    }
  }

  /** And what it was to replace does not survive it. */
  @EachSubject
  void whatNoMemoryCouldHoldIsRefusedBeforeItComes(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.set("a", "old");
      for (Operation operation : Operation.values()) {
        if (operation.stores() && operation != Operation.SET) {
          asker.says(operation, "a").valueToCome(FOREVER_TOO_LARGE);
          assertEquals(Outcome.TOO_LARGE, asker.ask(), "" + operation);
          assertEquals("old", asker.get("a"));
        }
      }
      asker.says(Operation.SET, "a").valueToCome(FOREVER_TOO_LARGE);
      assertEquals(Outcome.TOO_LARGE, asker.ask());
      assertNull(asker.get("a"));
      assertEquals(6, asker.metrics.tooLarge.get());
      assertEquals(1, asker.metrics.sets.get());
    }
  }

  @EachSubject
  void whatWouldGrowTooLargeStaysAsItIs(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      int most = 0;
      while (!asker.shard.store.isTooLarge(1, most + 1, 0)) {
        most++;
      }
      int half = most / 2 + 1;
      asker.set("a", "x".repeat(half));
      assertEquals(
          Outcome.JOINED_TOO_LARGE,
          asker.says(Operation.APPEND, "a").value("y".repeat(half)).ask());
      assertEquals("x".repeat(half), asker.get("a"));
    }
  }

  @EachSubject
  void aValueThatDidNotComeWellIsCountedAndLeftOut(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.set("a", "old");
      asker.says(Operation.SET, "a").value("new");
      assertEquals(Outcome.DISCARDED, asker.keyspace.discard(asker.command));
      assertEquals("old", asker.get("a"));
      assertEquals(2, asker.metrics.sets.get());
      assertEquals(Store.ABSENT, asker.shard.find("new"));
    }
  }
}

package io.gannet.engine.process.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Subject;
import java.util.List;

/** What a command may ask for beyond its operation, on every engine. */
class WishesTest {
  /** So that each finds what it wants. */
  private static final List<Operation> STORING =
      List.of(
          Operation.ADD, Operation.SET, Operation.REPLACE, Operation.CAS, Operation.APPEND,
          Operation.PREPEND);

  @EachSubject
  void whatIsStoredTellsItsToken(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      long before = 0;
      for (Operation operation : STORING) {
        asker.says(operation, "a").number(before).wishes(Command.TELL_CAS).value("xy");
        assertEquals(Outcome.STORED, asker.ask(), "" + operation);
        assertNotEquals(before, asker.command.cas, "" + operation);
        before = asker.cas("a");
        assertEquals(before, asker.command.cas, "" + operation);
      }
    }
  }

  @EachSubject
  void whatIsCountedTellsItsToken(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.set("n", "9");
      long before = asker.cas("n");
      for (int i = 0; i < 2; i++) { // of the same length, and of another
        asker.says(Operation.INCREMENT, "n").number(1).wishes(Command.TELL_CAS);
        assertEquals(Outcome.COUNTED, asker.ask());
        assertNotEquals(before, asker.command.cas);
        assertEquals(asker.cas("n"), asker.command.cas);
        before = asker.command.cas;
      }
    }
  }

  @EachSubject
  void aTokenIsToldOfWhatCameLate(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.says(Operation.SET, "a").wishes(Command.TELL_CAS).valueToCome(3);
      assertEquals(Outcome.AWAITED, asker.ask());
      long reservation = asker.command.item;
      asker.place(reservation, "abc");
      assertEquals(Outcome.STORED, asker.keyspace.complete(asker.command, reservation));
      assertEquals(asker.cas("a"), asker.command.cas);
      assertEquals("abc", asker.get("a"));
    }
  }

  @EachSubject
  void whatIsDeadHasNoToken(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.says(Operation.SET, "a").deadline(Command.DEAD).value("x");
      asker.wishes(Command.TELL_CAS).command.cas = 7;
      assertEquals(Outcome.STORED, asker.ask());
      assertEquals(0, asker.command.cas);
    }
  }

  @EachSubject
  void onlyTheItemExpectedIsChanged(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.set("a", "1");
      long token = asker.cas("a");
      asker.says(Operation.APPEND, "a").value("x").expects(token + 1);
      assertEquals(Outcome.EXISTS, asker.ask());
      asker.says(Operation.INCREMENT, "a").number(1).expects(token + 1);
      assertEquals(Outcome.EXISTS, asker.ask());
      asker.says(Operation.DELETE, "a").expects(token + 1);
      assertEquals(Outcome.EXISTS, asker.ask());
      assertEquals("1", asker.get("a"));
      asker.says(Operation.INCREMENT, "a").number(1).expects(token);
      assertEquals(Outcome.COUNTED, asker.ask());
      asker.says(Operation.PREPEND, "a").value("x").expects(asker.cas("a"));
      assertEquals(Outcome.STORED, asker.ask());
      assertEquals("x2", asker.get("a"));
      asker.says(Operation.DELETE, "a").expects(asker.cas("a"));
      assertEquals(Outcome.DELETED, asker.ask());
      assertEquals(Outcome.NOT_FOUND, asker.says(Operation.DELETE, "a").expects(5).ask());
      assertEquals(1, asker.metrics.deleteMisses.get());
    }
  }

  @EachSubject
  void aNumberThatIsNotThereIsMade(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      int soon = asker.shard.in(5);
      asker.says(Operation.DECREMENT, "n").number(1).deadline(soon).makes(-1);
      assertEquals(Outcome.COUNTED, asker.ask());
      assertEquals(-1, asker.command.counted);
      assertEquals("18446744073709551615", asker.get("n"));
      asker.says(Operation.DECREMENT, "n").number(1).makes(7);
      assertEquals(Outcome.COUNTED, asker.ask());
      assertEquals(-2, asker.command.counted);
      asker.shard.pass(5);
      assertNull(asker.get("n"));
      assertEquals(0, asker.metrics.decrMisses.get());
      asker.says(Operation.INCREMENT, "m").number(1).deadline(Command.DEAD).makes(8);
      assertEquals(Outcome.COUNTED, asker.ask());
      assertEquals(8, asker.command.counted);
      assertNull(asker.get("m"));
    }
  }

  /** It is as good as {@code find}, but for what it makes of the item. */
  @EachSubject
  void whatIsSoughtIsWhatIsFound(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.says(Operation.SET, "a").deadline(asker.shard.in(3)).value("x").ask();
      asker.says(Operation.GET, "a");
      assertEquals(
          asker.shard.store.find(asker.command.key), asker.shard.store.seek(asker.command.key));
      asker.says(Operation.GET, "b");
      assertEquals(Store.ABSENT, asker.shard.store.seek(asker.command.key));
      asker.shard.pass(3);
      asker.says(Operation.GET, "a");
      assertEquals(Store.ABSENT, asker.shard.store.seek(asker.command.key));
    }
  }
}

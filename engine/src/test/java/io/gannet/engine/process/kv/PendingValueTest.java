package io.gannet.engine.process.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Window;
import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Subject;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that comes later, kept for here or known to another worker by its reservation alone. */
class PendingValueTest {
  private static final int RESERVATIONS_MAX = 10_000;

  /** What another worker remembers, and says when the value is in its place. */
  private static Outcome complete(Asker asker, Operation operation, long number, int deadlineSec) {
    Command later = new Command();
    later.operation = operation;
    later.number = number;
    later.deadlineSec = deadlineSec;
    later.key.hash = asker.command.key.hash;
    long reservation = asker.command.item;
    return asker.keyspace.complete(later, reservation);
  }

  private static Outcome complete(Asker asker, Operation operation) {
    return complete(asker, operation, 0, Store.NEVER);
  }

  private static void reserve(Asker asker, Operation operation, String key, String value) {
    assertEquals(
        Outcome.AWAITED, asker.says(operation, key).flags(3).valueToCome(value.length()).ask());
    asker.place(asker.command.item, value);
  }

  @EachSubject
  void aPlaceIsFilledAndStoredByItsHandle(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      reserve(asker, Operation.SET, "a", "xyz");
      assertNull(asker.shard.get("a"));
      assertEquals(Outcome.STORED, complete(asker, Operation.SET));
      assertEquals("xyz", asker.get("a"));
      assertEquals(3, asker.shard.store.clientFlags(asker.command.item));
    }
  }

  /** Two who store the same key are ordered by who completes. */
  @EachSubject
  void whatBecomesOfItIsDecidedWhenItHasCome(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      reserve(asker, Operation.ADD, "a", "late");
      Command first = new Command();
      first.operation = Operation.ADD;
      first.key.hash = asker.command.key.hash;
      long reservation = asker.command.item;
      asker.set("a", "soon");
      assertEquals(Outcome.NOT_STORED, asker.keyspace.complete(first, reservation));
      assertEquals("soon", asker.get("a"));
      long token = asker.cas("a");
      reserve(asker, Operation.CAS, "a", "next");
      assertEquals(Outcome.STORED, complete(asker, Operation.CAS, token, Store.NEVER));
      reserve(asker, Operation.APPEND, "a", "+");
      assertEquals(Outcome.STORED, complete(asker, Operation.APPEND));
      assertEquals("next+", asker.get("a"));
      reserve(asker, Operation.SET, "a", "gone");
      assertEquals(Outcome.STORED, complete(asker, Operation.SET, 0, Command.DEAD));
      assertNull(asker.get("a"));
      assertEquals(5, asker.metrics.sets.get());
    }
  }

  @EachSubject
  void aPlaceThatIsGivenBackLeavesWhatWasThere(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      asker.set("a", "old");
      reserve(asker, Operation.SET, "a", "new");
      asker.keyspace.abandon(asker.command.item);
      assertEquals(1, asker.metrics.sets.get());
      reserve(asker, Operation.SET, "a", "new");
      assertEquals(Outcome.DISCARDED, asker.keyspace.discard(asker.command.item));
      assertEquals(2, asker.metrics.sets.get());
      assertEquals("old", asker.get("a"));
    }
  }

  @EachSubject
  void aValueAwaitedHereComesInPieces(Subject subject) {
    try (Asker asker = new Asker(subject)) {
      PendingValue pending = new PendingValue();
      asker.says(Operation.SET, "a").valueToCome(5).ask();
      asker.keyspace.await(asker.command, pending);
      assertEquals(5, pending.length());
      Window in = new Window().set(MemorySegment.ofArray("abcdef".getBytes()), 0, 2);
      pending.receive(in, asker.shard.store.memory());
      assertEquals(3, pending.awaitedBytes());
      assertEquals(
          asker.shard.store.valueOffset(pending.reservation()) + 2, pending.awaitedOffset());
      in.set(in.memory, 2, 4);
      pending.receive(in, asker.shard.store.memory());
      assertEquals(1, in.remaining());
      assertEquals(Outcome.STORED, asker.keyspace.complete(pending, false));
      assertFalse(pending.isAwaited());
      assertEquals("abcde", asker.get("a"));
      asker.says(Operation.SET, "b").valueToCome(1).ask();
      asker.keyspace.await(asker.command, pending);
      assertTrue(pending.isAwaited());
      asker.keyspace.abandon(pending);
      assertNull(asker.get("b"));
    }
  }

  /** Those whose shares of memory are few. */
  private static Stream<Subject> blocks() {
    return Subject.all().filter(subject -> subject.name().matches("seg .*|slab .*"));
  }

  /** Nothing has happened while it may be tried again; the last try says no. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void whatFindsNoPlaceWaitsUntilItsLastTry(Subject subject) {
    try (Asker asker = new Asker(subject, new Scale(1 << 20, 16 << 10, 512, 512))) {
      asker.set("a", "old");
      List<Long> places = new ArrayList<>();
      Outcome outcome = Outcome.AWAITED;
      for (int i = 0; i < RESERVATIONS_MAX && outcome == Outcome.AWAITED; i++) {
        outcome = asker.says(Operation.SET, "a").valueToCome(4000).ask();
        places.add(asker.command.item);
      }
      assertEquals(Outcome.LATER, outcome);
      places.removeLast();
      assertEquals("old", asker.get("a"));
      assertEquals(0, asker.metrics.noMemory.get());
      asker.says(Operation.SET, "a").valueToCome(4000).lastTry();
      assertEquals(Outcome.NO_MEMORY, asker.ask());
      assertEquals(1, asker.metrics.noMemory.get());
      assertNull(asker.get("a"));
      places.forEach(asker.keyspace::abandon);
      assertEquals(
          Outcome.AWAITED, asker.says(Operation.SET, "a").valueToCome(4000).lastTry().ask());
      asker.keyspace.abandon(asker.command.item);
    }
  }
}

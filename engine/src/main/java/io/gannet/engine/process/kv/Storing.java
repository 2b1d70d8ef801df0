package io.gannet.engine.process.kv;

import io.gannet.engine.reuse.ReuseCurve;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.MissCause;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What brings a value. What is there whole is decided and put at once. A value that is still to
 * come begins with a reservation of its length, which is filled over many turns; what is to become
 * of it is decided when it is complete, as memcached does. For append and prepend it is a scratch
 * place that is given back once its bytes have been joined to those of the item.
 *
 * <p>Where no memory is to be had now nothing has happened yet, and the command is tried again.
 */
final class Storing {
  private final Store store;
  private final KeyspaceMetrics metrics;
  private final CoarseClock clock;
  private final Rewriting rewriting;
  private final PrefixCounts prefixes;
  private final ReuseCurve reuse;
  private final MemorySegment keyScratch = Arena.ofAuto().allocate(Store.KEY_LENGTH_MAX);

  Storing(
      Store store,
      CoarseClock clock,
      Rewriting rewriting,
      KeyspaceMetrics metrics,
      PrefixCounts prefixes,
      ReuseCurve reuse) {
    this.reuse = reuse;
    this.prefixes = prefixes;
    this.store = store;
    this.clock = clock;
    this.rewriting = rewriting;
    this.metrics = metrics;
  }

  boolean isTooLarge(Command command) {
    return store.isTooLarge(command.key.length, command.placeBytes(), command.placeFlags());
  }

  /** Stores, or, if the value is still to come, reserves. */
  Outcome store(Command command) {
    if (isTooLarge(command)) {
      return refuse(command, Outcome.TOO_LARGE);
    }
    return command.comesLater ? reserve(command) : storeWhole(command);
  }

  private Outcome storeWhole(Command command) {
    boolean joins = joins(command);
    Outcome outcome = decide(command, joins);
    if (outcome == Outcome.STORED && !joins && !put(command)) {
      return command.isLastTry ? refuse(command, Outcome.NO_MEMORY) : Outcome.LATER;
    }
    if (outcome == Outcome.STORED) {
      metrics.copiedIn.add(command.valueLength);
      command.noteCas(store);
    }
    return outcome == Outcome.LATER ? outcome : counted(command, outcome);
  }

  /** True if the value is joined to another, and not stored for want of it. */
  private boolean joins(Command command) {
    return command.operation.joins()
        && !(command.asks(Terms.MAKE) && store.seek(command.key) < 0);
  }

  /** Makes the value the key's item; what is dead on arrival leaves nothing of the key. */
  private boolean put(Command command) {
    Key key = command.key;
    if (command.isDead()) {
      store.lose(key, MissCause.EXPIRED);
      return true;
    }
    return command.mayAnnex() ? putAnnexed(command) : putPlain(command);
  }

  private boolean putPlain(Command command) {
    long item =
        store.put(
            command.key, command.clientFlags, command.deadlineSec,
            command.valueMemory, command.valueOffset, command.valueLength);
    return item >= 0;
  }

  private boolean putAnnexed(Command command) {
    Terms terms = command.terms;
    int deadlineSec = command.deadlineSec;
    int marks = staleMarks(command);
    if ((marks & Annex.STALE) != 0) {
      deadlineSec = terms.madeDeadlineSec;
    }
    long item =
        rewriting.putAnnexed(
            command.key, command.clientFlags, deadlineSec, command.valueMemory,
            command.valueOffset, command.valueLength, Marking.givenToken(terms),
            clock.nowSec(), marks);
    return item >= 0;
  }

  /** The marks of a value that is stored though its token is older: it is stale. */
  private static int staleMarks(Command command) {
    Terms terms = command.terms;
    return (terms.tells(Terms.IS_STALE) ? Annex.STALE : 0)
        | (terms.tells(Terms.IS_SENT) ? Annex.SENT : 0);
  }

  private Outcome reserve(Command command) {
    int deadlineSec = command.isDead() ? Store.NEVER : command.deadlineSec;
    command.item =
        store.reserve(command.key, command.placeBytes(), command.placeFlags(), deadlineSec);
    if (command.item >= 0) {
      if (command.mayAnnex()) {
        store.annex(command.item);
      }
      return Outcome.AWAITED;
    }
    return command.isLastTry ? refuse(command, Outcome.NO_MEMORY) : Outcome.LATER;
  }

  /** No place for the value: it is ignored, and what a set was to replace must not survive it. */
  private Outcome refuse(Command command, Outcome why) {
    if (command.operation == Operation.SET) {
      boolean tooLarge = why == Outcome.TOO_LARGE;
      store.lose(command.key, tooLarge ? MissCause.TOO_LARGE : MissCause.EVICTED);
    }
    (why == Outcome.TOO_LARGE ? metrics.tooLarge : metrics.noMemory).increment();
    return why;
  }

  /** Decides what becomes of a value that is complete, and gives its place up if it is not it. */
  Outcome complete(Command command, long reservation) {
    Key key = command.key;
    seeKey(command, reservation);
    command.value(
        store.memory(), store.valueOffset(reservation), store.valueLength(reservation));
    boolean joins = joins(command);
    Outcome outcome = decide(command, joins);
    if (outcome == Outcome.LATER) {
      return outcome;
    }
    boolean stored = outcome == Outcome.STORED && !joins;
    if (stored && !command.isDead()) {
      publish(command, reservation);
      command.noteCas(store);
      return counted(command, outcome);
    }
    if (stored) {
      store.lose(key, MissCause.EXPIRED);
    }
    if (outcome == Outcome.STORED) {
      command.noteCas(store); // before the key's place is given back
    }
    store.abandon(reservation);
    return counted(command, outcome);
  }

  /** A key that is to be told outlives its place. */
  private void seeKey(Command command, long reservation) {
    long offset = store.keyOffset(reservation);
    int length = store.keyLength(reservation);
    if (command.wishes(Command.TELL_KEY)) {
      MemorySegment.copy(store.memory(), offset, keyScratch, 0, length);
      command.key.set(keyScratch, 0, length);
    } else {
      command.key.set(store.memory(), offset, length);
    }
  }

  private void publish(Command command, long reservation) {
    Terms terms = command.terms;
    int marks = command.mayAnnex() ? staleMarks(command) : 0;
    if (command.mayAnnex()) {
      Annex.write(store, reservation, Marking.givenToken(terms), clock.nowSec(), marks);
    }
    store.publish(reservation, command.key.hash);
    if ((marks & Annex.STALE) != 0) {
      store.touch(command.key, terms.madeDeadlineSec); // if there is a place for that now
    }
  }

  Outcome discard(Command command) {
    if (isTooLarge(command)) {
      return refuse(command, Outcome.TOO_LARGE);
    }
    return counted(command, Outcome.DISCARDED);
  }

  Outcome discard(long reservation) {
    store.abandon(reservation);
    metrics.sets.increment();
    return Outcome.DISCARDED;
  }

  private Outcome decide(Command command, boolean joins) {
    if (command.wishes(Command.TERMS)) {
      command.terms.size = command.valueLength;
      command.terms.told = 0;
    }
    return joins ? rewriting.join(command) : decide(command);
  }

  private Outcome decide(Command command) {
    return switch (command.operation) {
      case ADD -> store.find(command.key) < 0 ? Outcome.STORED : Outcome.NOT_STORED;
      case REPLACE -> store.find(command.key) < 0 ? Outcome.NOT_STORED : Outcome.STORED;
      case CAS -> compare(command);
      default -> Outcome.STORED;
    };
  }

  private Outcome compare(Command command) {
    long item = store.find(command.key);
    if (item < 0) {
      return Outcome.NOT_FOUND;
    }
    long token = Annex.cas(store, item);
    if (token == command.number) {
      return Outcome.STORED;
    }
    boolean older = Long.compareUnsigned(command.number, token) < 0;
    if (!command.asks(Terms.STALE) || !older || command.number == 0) {
      return Outcome.EXISTS;
    }
    boolean sent = (Annex.marks(store, item) & Annex.SENT) != 0;
    command.terms.told = Terms.IS_STALE | (sent ? Terms.IS_SENT : 0);
    command.terms.madeDeadlineSec = store.expiresAtSec(item);
    return Outcome.STORED;
  }

  /** Counts a value that has come, now that it is known what became of it. */
  private Outcome counted(Command command, Outcome outcome) {
    prefixes.add(command.key, PrefixCounts.Count.SET, false);
    metrics.sets.increment();
    if (outcome == Outcome.STORED && reuse.follows(command.key.hash)) {
      reuse.stored(command.key.hash, command.key.length + command.valueLength);
    }
    if (command.operation == Operation.CAS) {
      switch (outcome) {
        case STORED -> metrics.casHits.increment();
        case EXISTS -> metrics.casBadval.increment();
        case NOT_FOUND -> metrics.casMisses.increment();
        default -> {}
      }
    }
    return outcome;
  }
}

package io.gannet.engine.process.kv;

import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;

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
  private final Rewriting rewriting;

  Storing(Store store, Rewriting rewriting, KeyspaceMetrics metrics) {
    this.store = store;
    this.rewriting = rewriting;
    this.metrics = metrics;
  }

  boolean isTooLarge(Command command) {
    return store.isTooLarge(command.key.length, command.valueLength, command.placeFlags());
  }

  /** Stores, or, if the value is still to come, reserves. */
  Outcome store(Command command) {
    if (isTooLarge(command)) {
      return refuse(command, Outcome.TOO_LARGE);
    }
    return command.comesLater ? reserve(command) : storeWhole(command);
  }

  private Outcome storeWhole(Command command) {
    Outcome outcome = command.operation.joins() ? rewriting.join(command) : decide(command);
    if (outcome == Outcome.STORED && !command.operation.joins() && !put(command)) {
      return command.isLastTry ? refuse(command, Outcome.NO_MEMORY) : Outcome.LATER;
    }
    if (outcome == Outcome.STORED) {
      command.noteCas(store);
    }
    return outcome == Outcome.LATER ? outcome : counted(command, outcome);
  }

  /** Makes the value the key's item; what is dead on arrival leaves nothing of the key. */
  private boolean put(Command command) {
    Key key = command.key;
    if (command.isDead()) {
      store.delete(key);
      return true;
    }
    long item =
        store.put(
            key, command.clientFlags, command.deadlineSec,
            command.valueMemory, command.valueOffset, command.valueLength);
    return item >= 0;
  }

  private Outcome reserve(Command command) {
    int deadlineSec = command.isDead() ? Store.NEVER : command.deadlineSec;
    command.item =
        store.reserve(command.key, command.valueLength, command.placeFlags(), deadlineSec);
    if (command.item >= 0) {
      return Outcome.AWAITED;
    }
    return command.isLastTry ? refuse(command, Outcome.NO_MEMORY) : Outcome.LATER;
  }

  /** No place for the value: it is ignored, and what a set was to replace must not survive it. */
  private Outcome refuse(Command command, Outcome why) {
    if (command.operation == Operation.SET) {
      store.delete(command.key);
    }
    (why == Outcome.TOO_LARGE ? metrics.tooLarge : metrics.noMemory).increment();
    return why;
  }

  /** Decides what becomes of a value that is complete, and gives its place up if it is not it. */
  Outcome complete(Command command, long reservation) {
    Key key = command.key;
    key.set(store.memory(), store.keyOffset(reservation), store.keyLength(reservation));
    command.value(
        store.memory(), store.valueOffset(reservation), store.valueLength(reservation));
    boolean joins = command.operation.joins();
    Outcome outcome = joins ? rewriting.join(command) : decide(command);
    if (outcome == Outcome.LATER) {
      return outcome;
    }
    boolean stored = outcome == Outcome.STORED && !joins;
    if (stored && !command.isDead()) {
      store.publish(reservation, key.hash);
      command.noteCas(store);
      return counted(command, outcome);
    }
    if (stored) {
      store.delete(key);
    }
    if (outcome == Outcome.STORED) {
      command.noteCas(store); // before the key's place is given back
    }
    store.abandon(reservation);
    return counted(command, outcome);
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
    return store.cas(item) == command.number ? Outcome.STORED : Outcome.EXISTS;
  }

  /** Counts a value that has come, now that it is known what became of it. */
  private Outcome counted(Command command, Outcome outcome) {
    metrics.sets.increment();
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

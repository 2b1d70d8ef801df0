package io.gannet.engine.process.memcache;

import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.protocol.memcache.binary.Status;

/**
 * What memcached's packets say became of a command. What is found or counted has a form of its own.
 */
final class StatusTable {
  private static final Status[][] STATUSES =
      new Status[Operation.values().length][Outcome.values().length];

  static {
    for (Operation operation : Operation.values()) {
      for (Outcome outcome : Outcome.values()) {
        STATUSES[operation.ordinal()][outcome.ordinal()] = status(operation, outcome);
      }
    }
  }

  private StatusTable() {}

  /** The status; null where there is none. */
  static Status of(Operation operation, Outcome outcome) {
    return STATUSES[operation.ordinal()][outcome.ordinal()];
  }

  private static Status status(Operation operation, Outcome outcome) {
    return switch (outcome) {
      case NOT_FOUND -> Status.NOT_FOUND;
      case FOUND, TOUCHED, STORED, COUNTED, DELETED, FLUSHED -> Status.SUCCESS;
      case NOT_STORED -> notStored(operation);
      case JOINED_TOO_LARGE -> Status.NOT_STORED;
      case EXISTS -> Status.EXISTS;
      case TOO_LARGE -> Status.TOO_LARGE;
      case NOT_A_NUMBER -> Status.NOT_A_NUMBER;
      case NO_MEMORY -> noMemory(operation);
      // Nothing is behind a value that could be wrong.
      case DISCARDED, AWAITED, LISTED, LATER -> null;
    };
  }

  private static Status notStored(Operation operation) {
    return switch (operation) {
      case ADD -> Status.EXISTS;
      case REPLACE -> Status.NOT_FOUND;
      default -> Status.NOT_STORED;
    };
  }

  /** What no memory is to be had for is not told: caches may forget. */
  private static Status noMemory(Operation operation) {
    if (operation.retrieves()) {
      return Status.NOT_FOUND;
    }
    return operation.stores() ? Status.NO_MEMORY_STORING : Status.NO_MEMORY_COUNTING;
  }
}

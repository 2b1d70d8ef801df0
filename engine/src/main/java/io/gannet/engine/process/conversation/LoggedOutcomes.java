package io.gannet.engine.process.conversation;

import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;

/** What became of commands, as the log says it. */
final class LoggedOutcomes {
  private static final LoggedResult[][] RESULTS =
      new LoggedResult[Operation.values().length][Outcome.values().length];

  static {
    for (Operation operation : Operation.values()) {
      for (Outcome outcome : Outcome.values()) {
        RESULTS[operation.ordinal()][outcome.ordinal()] = result(operation, outcome);
      }
    }
  }

  private LoggedOutcomes() {}

  /** Some encodings touch by a retrieval whose value they do not tell. */
  static LoggedResult of(LoggedVerb verb, Operation operation, Outcome outcome) {
    if (verb == LoggedVerb.TOUCH && operation.retrieves()) {
      return outcome == Outcome.FOUND ? LoggedResult.TOUCHED : LoggedResult.NOT_FOUND;
    }
    return RESULTS[operation.ordinal()][outcome.ordinal()];
  }

  private static LoggedResult result(Operation operation, Outcome outcome) {
    if (operation.retrieves()) {
      return outcome == Outcome.FOUND ? LoggedResult.VALUE : LoggedResult.MISS;
    }
    return switch (outcome) {
      case NOT_FOUND -> LoggedResult.NOT_FOUND;
      case TOUCHED -> LoggedResult.TOUCHED;
      case STORED -> LoggedResult.STORED;
      case NOT_STORED, JOINED_TOO_LARGE -> LoggedResult.NOT_STORED;
      case EXISTS -> LoggedResult.EXISTS;
      case DISCARDED, NOT_A_NUMBER -> LoggedResult.CLIENT_ERROR;
      case TOO_LARGE, NO_MEMORY -> LoggedResult.SERVER_ERROR;
      case COUNTED -> LoggedResult.NUMERIC;
      case DELETED -> LoggedResult.DELETED;
      case FLUSHED -> LoggedResult.OK;
      case FOUND, AWAITED, LISTED, LATER -> null; // of no command that has ended
    };
  }
}

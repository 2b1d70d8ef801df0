package io.gannet.engine.process.memcache;

import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.process.kv.Outcome;
import io.gannet.engine.protocol.memcache.Reply;

/**
 * What memcached says to what became of a command. Retrievals have a text of their own: {@link
 * Retrieval}.
 */
final class ReplyTable {
  private static final Reply[][] REPLIES =
      new Reply[Operation.values().length][Outcome.values().length];

  static {
    for (Operation operation : Operation.values()) {
      for (Outcome outcome : Outcome.values()) {
        REPLIES[operation.ordinal()][outcome.ordinal()] = reply(operation, outcome);
      }
    }
  }

  private ReplyTable() {}

  /** The reply; null where there is none, or none of fixed words. */
  static Reply of(Operation operation, Outcome outcome) {
    return REPLIES[operation.ordinal()][outcome.ordinal()];
  }

  private static Reply reply(Operation operation, Outcome outcome) {
    return operation.retrieves() ? null : fixed(operation, outcome);
  }

  private static Reply fixed(Operation operation, Outcome outcome) {
    return switch (outcome) {
      case NOT_FOUND -> Reply.NOT_FOUND;
      case TOUCHED -> Reply.TOUCHED;
      case STORED -> Reply.STORED;
      case NOT_STORED, JOINED_TOO_LARGE -> Reply.NOT_STORED;
      case EXISTS -> Reply.EXISTS;
      case TOO_LARGE -> Reply.TOO_LARGE;
      case DISCARDED -> Reply.BAD_DATA;
      case NOT_A_NUMBER -> Reply.NOT_NUMERIC;
      case DELETED -> Reply.DELETED;
      case FLUSHED -> Reply.OK;
      case NO_MEMORY -> operation.stores() ? Reply.NO_MEMORY_STORING : Reply.NO_MEMORY;
      case FOUND, COUNTED, AWAITED, LISTED, LATER -> null;
    };
  }
}

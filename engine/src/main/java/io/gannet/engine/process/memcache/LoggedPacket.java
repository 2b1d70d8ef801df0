package io.gannet.engine.process.memcache;

import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import io.gannet.engine.protocol.memcache.binary.BinaryRequest;
import io.gannet.engine.protocol.memcache.binary.Opcode;
import io.gannet.engine.protocol.memcache.binary.Status;

/** memcached's packets as the log has them: as the requests of its text that ask for the same. */
final class LoggedPacket {
  private static final LoggedVerb[] VERBS = new LoggedVerb[Opcode.values().length];

  static {
    for (Opcode opcode : Opcode.values()) {
      VERBS[opcode.ordinal()] = logged(opcode);
    }
  }

  private LoggedPacket() {}

  static LoggedVerb verb(BinaryRequest request) {
    return VERBS[request.opcode.ordinal()];
  }

  /** A packet always tells the token of what it found. */
  private static LoggedVerb logged(Opcode opcode) {
    return switch (opcode) {
      case GET, GETK -> LoggedVerb.GETS;
      case GAT, GATK -> LoggedVerb.GATS;
      case SET -> LoggedVerb.SET;
      case ADD -> LoggedVerb.ADD;
      case REPLACE -> LoggedVerb.REPLACE;
      case APPEND -> LoggedVerb.APPEND;
      case PREPEND -> LoggedVerb.PREPEND;
      case INCREMENT -> LoggedVerb.INCR;
      case DECREMENT -> LoggedVerb.DECR;
      case DELETE -> LoggedVerb.DELETE;
      case TOUCH -> LoggedVerb.TOUCH;
      case FLUSH -> LoggedVerb.FLUSH_ALL;
      case NOOP -> LoggedVerb.MN;
      case VERSION -> LoggedVerb.VERSION;
      case STAT -> LoggedVerb.STATS;
      case QUIT -> LoggedVerb.QUIT;
      default -> LoggedVerb.UNKNOWN;
    };
  }

  static LoggedResult said(BinaryRequest request) {
    return switch (request.opcode) {
      case ANSWERED -> said(request.status);
      case STAT -> LoggedResult.STAT;
      case QUIT, FOREIGN -> LoggedResult.CLOSED;
      default -> LoggedResult.OK;
    };
  }

  private static LoggedResult said(Status status) {
    return status == Status.SUCCESS ? LoggedResult.OK : LoggedResult.CLIENT_ERROR;
  }
}

package io.gannet.engine.process.memcache;

import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;
import java.lang.foreign.MemorySegment;

/** memcached's requests as commands. */
final class Translation {
  private static final Operation[] OPERATIONS = new Operation[Verb.values().length];

  static {
    for (Verb verb : Verb.values()) {
      OPERATIONS[verb.ordinal()] = operation(verb);
    }
  }

  private final Expiry expiry;
  private final MetaTranslation metas;

  Translation(Expiry expiry) {
    this.expiry = expiry;
    this.metas = new MetaTranslation(expiry);
  }

  /**
   * Fills in the command of a request.
   *
   * @param in where the request lies
   * @return false if it is no command
   */
  boolean translate(Request request, MemorySegment in, Command command) {
    if (request.verb.isMeta()) {
      metas.translate(request, in, command);
      return true;
    }
    Operation operation = OPERATIONS[request.verb.ordinal()];
    if (operation == null) {
      return false;
    }
    command.operation = operation;
    command.wishes = 0;
    if (operation != Operation.FLUSH) {
      command.key.set(in, request.keyOffset, request.keyLength);
    }
    if (operation != Operation.GET) {
      fill(request, in, command);
    }
    return true;
  }

  /** What there is beyond a key. */
  private void fill(Request request, MemorySegment in, Command command) {
    switch (command.operation) {
      case GET_AND_TOUCH, TOUCH -> command.deadlineSec = expiry.deadlineSec(request.exptime);
      case INCREMENT, DECREMENT -> command.number = request.number;
      case FLUSH -> command.deadlineSec = expiry.flushDeadlineSec(request.exptime);
      case GET, DELETE -> {}
      default -> store(request, in, command);
    }
  }

  private void store(Request request, MemorySegment in, Command command) {
    command.clientFlags = request.clientFlags;
    command.deadlineSec = expiry.deadlineSec(request.exptime);
    command.number = request.number;
    command.value(request.whole, in, request.valueOffset, request.valueLength);
  }

  private static Operation operation(Verb verb) {
    return switch (verb) {
      case GET, GETS -> Operation.GET;
      case GAT, GATS -> Operation.GET_AND_TOUCH;
      case SET -> Operation.SET;
      case ADD -> Operation.ADD;
      case REPLACE -> Operation.REPLACE;
      case APPEND -> Operation.APPEND;
      case PREPEND -> Operation.PREPEND;
      case CAS -> Operation.CAS;
      case INCR -> Operation.INCREMENT;
      case DECR -> Operation.DECREMENT;
      case DELETE -> Operation.DELETE;
      case TOUCH -> Operation.TOUCH;
      case FLUSH_ALL -> Operation.FLUSH;
      default -> null;
    };
  }
}

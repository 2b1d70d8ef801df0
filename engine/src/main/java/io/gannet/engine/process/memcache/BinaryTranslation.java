package io.gannet.engine.process.memcache;

import io.gannet.engine.process.kv.Command;
import io.gannet.engine.process.kv.Operation;
import io.gannet.engine.protocol.memcache.binary.BinaryRequest;
import io.gannet.engine.protocol.memcache.binary.Opcode;
import java.lang.foreign.MemorySegment;

/** memcached's packets as commands. */
final class BinaryTranslation {
  private static final Operation[] OPERATIONS = new Operation[Opcode.values().length];

  static {
    for (Opcode opcode : Opcode.values()) {
      OPERATIONS[opcode.ordinal()] = operation(opcode);
    }
  }

  private final Expiry expiry;

  BinaryTranslation(Expiry expiry) {
    this.expiry = expiry;
  }

  /**
   * Fills in the command of a request.
   *
   * @param in where the request lies
   * @return false if it is no command
   */
  boolean translate(BinaryRequest request, MemorySegment in, Command command) {
    Operation operation = OPERATIONS[request.opcode.ordinal()];
    if (operation == null) {
      return false;
    }
    command.operation = operation;
    command.wishes = 0;
    if (operation != Operation.FLUSH) {
      command.key.set(in, request.keyOffset, request.keyLength);
    }
    fill(request, in, command);
    return true;
  }

  /** What there is beyond a key. */
  private void fill(BinaryRequest request, MemorySegment in, Command command) {
    switch (request.opcode) {
      case GET -> {}
      case GETK -> command.wishes = keyWish(request);
      case GAT, GATK -> touch(request, command, keyWish(request));
      case TOUCH -> touch(request, command, Command.NO_VALUE);
      case DELETE -> expect(request, command);
      case INCREMENT, DECREMENT -> count(request, command);
      case FLUSH -> command.deadlineSec = expiry.flushDeadlineSec(request.exptime);
      default -> store(request, in, command);
    }
  }

  /** The key of a miss that nobody hears of is of no use. */
  private static int keyWish(BinaryRequest request) {
    return request.quiet || !request.opcode.tellsKey() ? 0 : Command.TELL_KEY;
  }

  private void touch(BinaryRequest request, Command command, int wishes) {
    command.deadlineSec = expiry.deadlineSec(request.exptime);
    command.wishes = wishes;
  }

  private static void expect(BinaryRequest request, Command command) {
    if (request.cas != 0) {
      command.expected = request.cas;
      command.wishes |= Command.IF_CAS;
    }
  }

  private static int casWish(BinaryRequest request) {
    return request.quiet ? 0 : Command.TELL_CAS;
  }

  private void count(BinaryRequest request, Command command) {
    command.number = request.delta;
    command.wishes = casWish(request);
    if (request.makesNumber()) {
      command.initial = request.initial;
      command.deadlineSec = expiry.deadlineSec(request.exptime);
      command.wishes |= Command.OR_MAKE;
    }
    expect(request, command);
  }

  /** Whoever names a token means cas, whether it says set, add or replace: so does memcached. */
  private void store(BinaryRequest request, MemorySegment in, Command command) {
    command.wishes = casWish(request);
    if (command.operation.joins()) {
      expect(request, command);
    } else {
      command.clientFlags = request.clientFlags;
      command.deadlineSec = expiry.deadlineSec(request.exptime);
      if (request.cas != 0) {
        command.operation = Operation.CAS;
        command.number = request.cas;
      }
    }
    command.value(request.whole, in, request.valueOffset, request.valueLength);
  }

  private static Operation operation(Opcode opcode) {
    return switch (opcode) {
      case GET, GETK -> Operation.GET;
      case GAT, GATK, TOUCH -> Operation.GET_AND_TOUCH;
      case SET -> Operation.SET;
      case ADD -> Operation.ADD;
      case REPLACE -> Operation.REPLACE;
      case APPEND -> Operation.APPEND;
      case PREPEND -> Operation.PREPEND;
      case INCREMENT -> Operation.INCREMENT;
      case DECREMENT -> Operation.DECREMENT;
      case DELETE -> Operation.DELETE;
      case FLUSH -> Operation.FLUSH;
      default -> null;
    };
  }
}

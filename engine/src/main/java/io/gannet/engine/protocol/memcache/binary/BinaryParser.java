package io.gannet.engine.protocol.memcache.binary;

import static io.gannet.engine.protocol.memcache.binary.Packet.HEAD_BYTES;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/**
 * Cuts a stream of bytes into requests. One parser serves all conversations of a worker; what is
 * particular to one is in its {@link BinaryParserState}. Allocates nothing.
 */
public final class BinaryParser {
  /* How a stream is cut, whatever the reads it came in:
   *
   *   first byte not 0x80              no packet: the conversation ends without a word
   *   lengths that cannot be           decided by the head alone: answered, and the end
   *   an opcode that is none           decided by the head alone: answered, the body is ignored
   *   a packet of CARRY_BYTES          a request that is there whole or not at all
   *   a longer one                     head, extras and key are a request, the value comes later
   *
   * Nothing is looked for behind a request whose lengths do not fit: where it ends cannot be known,
   * and a value might be run as requests.
   */

  /** The longest key. */
  public static final int KEY_BYTES_MAX = 250;

  /** Memory that a conversation needs for what is carried over: a request with a small value. */
  public static final int CARRY_BYTES = 4096 + 256;

  /** What a client says of itself is carried as a whole. */
  private static final long LOGIN_BYTES_MAX = 4096 - KEY_BYTES_MAX;

  /** memcached counts values in ints, and their line ends too. */
  private static final long VALUE_BYTES_MAX = Integer.MAX_VALUE - 2;

  private final boolean authenticates;

  /** Where nobody has to say who they are, and SASL is unknown. */
  public BinaryParser() {
    this(false);
  }

  /** With SASL, if clients have to say who they are. */
  public BinaryParser(boolean authenticates) {
    this.authenticates = authenticates;
  }

  /** True if a conversation that begins with this byte is held in packets. */
  public static boolean isFirst(int octet) {
    return octet == Packet.REQUEST_MAGIC;
  }

  /**
   * Reads requests from {@code window} into {@code batch} until it is full, the window ends, or a
   * request is met that must be carried out before anything behind it can be read.
   *
   * @return how many; 0 if the window holds none whole, then {@link #carry} what is left
   */
  public int parse(BinaryParserState state, Window window, BinaryRequest[] batch) {
    if (window == state.carried && window.remaining() < state.bytesWanted) {
      return 0;
    }
    state.bytesWanted = 0;
    int count = 0;
    while (count < batch.length && state.skip(window) && window.position < window.limit) {
      BinaryRequest request = batch[count];
      if (!parseOne(state, window, request)) {
        break;
      }
      count++;
      if (endsBatch(request)) {
        break;
      }
    }
    return count;
  }

  private static boolean endsBatch(BinaryRequest request) {
    return switch (request.opcode) {
      case SET, ADD, REPLACE, APPEND, PREPEND -> !request.whole;
      case ANSWERED -> request.closes;
      case QUIT, FOREIGN, SASL_AUTH, SASL_STEP -> true;
      default -> false;
    };
  }

  private boolean parseOne(BinaryParserState state, Window window, BinaryRequest request) {
    MemorySegment memory = window.memory;
    long start = window.position;
    request.start = start;
    if (Bits.getByte(memory, start) != Packet.REQUEST_MAGIC) {
      request.opcode = Opcode.FOREIGN;
      return true;
    }
    if (window.remaining() < HEAD_BYTES) {
      return wants(state, HEAD_BYTES);
    }
    request.code = Bits.getByte(memory, start + Packet.OPCODE);
    request.opaque = memory.get(Packet.INT, start + Packet.OPAQUE);
    request.cas = memory.get(Packet.LONG, start + Packet.CAS);
    int keyLength = Short.toUnsignedInt(memory.get(Packet.SHORT, start + Packet.KEY_LENGTH));
    int extrasLength = Bits.getByte(memory, start + Packet.EXTRAS_LENGTH);
    long bodyLength = memory.get(Packet.INT, start + Packet.BODY_LENGTH) & 0xffff_ffffL;
    long valueLength = bodyLength - keyLength - extrasLength;
    judge(request, extrasLength, keyLength, valueLength);
    if (request.opcode == Opcode.ANSWERED) {
      window.position = start + HEAD_BYTES;
      request.next = window.position;
      state.skip(request.closes ? 0 : bodyLength);
      return true;
    }
    request.keyOffset = start + HEAD_BYTES + extrasLength;
    request.keyLength = keyLength;
    request.valueOffset = request.keyOffset + keyLength;
    request.valueLength = (int) valueLength;
    return take(state, window, request) && readExtras(memory, request, extrasLength);
  }

  /** Whether it is a request at all, in memcached's order of what is looked at first. */
  private void judge(
      BinaryRequest request, int extrasLength, int keyLength, long valueLength) {
    Opcode opcode = Opcode.of(request.code);
    request.opcode = opcode;
    if (valueLength < 0) {
      request.answer(Status.UNKNOWN_COMMAND, true);
    } else if (keyLength > KEY_BYTES_MAX) {
      request.answer(Status.INVALID, true);
    } else if (opcode == null) {
      request.answer(Status.UNKNOWN_COMMAND, false);
    } else if (!opcode.fits(extrasLength, keyLength, valueLength)) {
      request.answer(Status.INVALID, true);
    } else if (opcode.authenticates() && !authenticates) {
      request.answer(Status.UNKNOWN_COMMAND, false);
    } else if (opcode.authenticates() && valueLength > LOGIN_BYTES_MAX) {
      request.answer(Status.INVALID, true);
    } else if (valueLength > VALUE_BYTES_MAX) {
      request.answer(Status.TOO_LARGE, true);
    } else {
      request.quiet = opcode.isQuiet(request.code);
    }
  }

  /** Steps over what there is of the request; false if it is to be carried until there is more. */
  private static boolean take(BinaryParserState state, Window window, BinaryRequest request) {
    long end = request.valueOffset + request.valueLength;
    request.whole = end <= window.limit;
    if (!request.whole) {
      boolean small = end - request.start <= CARRY_BYTES;
      end = small ? end : request.valueOffset;
      if (end > window.limit || small) {
        return wants(state, (int) (end - request.start));
      }
    }
    window.position = end;
    request.next = end;
    return true;
  }

  private static boolean wants(BinaryParserState state, int bytes) {
    state.bytesWanted = bytes;
    return false;
  }

  private static boolean readExtras(MemorySegment memory, BinaryRequest request, int length) {
    long at = request.keyOffset - length;
    switch (request.opcode) {
      case SET, ADD, REPLACE -> {
        request.clientFlags = memory.get(Packet.INT, at);
        request.exptime = unsigned(memory, at + 4);
      }
      case INCREMENT, DECREMENT -> {
        request.delta = memory.get(Packet.LONG, at);
        request.initial = memory.get(Packet.LONG, at + 8);
        request.exptime = unsigned(memory, at + 16);
      }
      case TOUCH, GAT, GATK -> request.exptime = unsigned(memory, at);
      case FLUSH -> request.exptime = length == 0 ? 0 : unsigned(memory, at);
      default -> request.exptime = 0;
    }
    return true;
  }

  private static long unsigned(MemorySegment memory, long offset) {
    return memory.get(Packet.INT, offset) & 0xffff_ffffL;
  }

  /**
   * Carries what {@code window} holds of a request that is not whole over to the next read; or, if
   * its end has arrived now, makes it whole, to be parsed from {@link BinaryParserState#carried}.
   */
  public void carry(BinaryParserState state, Window window) {
    Window carried = state.carried;
    long carriedBytes = carried.remaining();
    assert carriedBytes < state.bytesWanted && state.bytesWanted <= CARRY_BYTES;
    MemorySegment.copy(carried.memory, carried.position, carried.memory, 0, carriedBytes);
    long bytes = Math.min(state.bytesWanted - carriedBytes, window.remaining());
    MemorySegment.copy(window.memory, window.position, carried.memory, carriedBytes, bytes);
    carried.set(carried.memory, 0, carriedBytes + bytes);
    window.position += bytes;
  }
}

package io.gannet.bench.codec;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.INT;
import static io.gannet.engine.bytes.Ascii.LONG;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Keys;
import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/**
 * Redis' protocol, version 2: {@code GET}, {@code SET} (with {@code EX}) and {@code DEL} as arrays
 * of strings. A reply does not say which key it is for: only its length is checked, and its bytes
 * where values are verified.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
 */
final class RespCodec implements Codec {
  /** A key, and six other strings of at most ten digits with their lengths. */
  private static final int AROUND_VALUE_BYTES_MAX = Keys.BYTES_MAX + 120;

  private static final long TWO_STRINGS = Ascii.pack("*2\r\n$3\r\n");
  private static final long THREE_STRINGS = Ascii.pack("*3\r\n$3\r\n");
  private static final long FIVE_STRINGS = Ascii.pack("*5\r\n$3\r\n");
  private static final long GET = Ascii.pack("GET\r\n$");
  private static final long SET = Ascii.pack("SET\r\n$");
  private static final long DEL = Ascii.pack("DEL\r\n$");
  private static final int COMMAND_BYTES = Long.BYTES + 6;
  private static final long EX = Ascii.pack("$2\r\nEX\r\n");

  @Override
  public int requestBytesMax(int valueBytesMax) {
    return AROUND_VALUE_BYTES_MAX + valueBytesMax;
  }

  @Override
  public long compose(Ask ask, MemorySegment out, long offset) {
    return switch (ask.op) {
      case GET -> command(TWO_STRINGS, GET, ask, out, offset);
      case SET -> set(ask, out, offset);
      case DELETE -> command(TWO_STRINGS, DEL, ask, out, offset);
    };
  }

  private static long command(long strings, long name, Ask ask, MemorySegment out, long offset) {
    out.set(LONG, offset, strings);
    out.set(LONG, offset + Long.BYTES, name);
    long at = Ascii.putDecimal(out, offset + COMMAND_BYTES, ask.keyBytes);
    at = MemcachedCodec.endLine(out, at);
    return MemcachedCodec.endLine(out, Keys.put(out, at, ask.key, ask.keyBytes));
  }

  private static long set(Ask ask, MemorySegment out, long offset) {
    boolean expires = ask.ttlSec != 0;
    long at = command(expires ? FIVE_STRINGS : THREE_STRINGS, SET, ask, out, offset);
    at = length(ask.valueBytes, out, at);
    at = MemcachedCodec.endLine(out, Values.put(out, at, ask));
    return expires ? expiry(ask.ttlSec, out, at) : at;
  }

  private static long expiry(int ttlSec, MemorySegment out, long offset) {
    out.set(LONG, offset, EX);
    long at = length(Ascii.decimalBytes(ttlSec), out, offset + Long.BYTES);
    return MemcachedCodec.endLine(out, Ascii.putDecimal(out, at, ttlSec));
  }

  private static long length(int bytes, MemorySegment out, long offset) {
    out.set(BYTE, offset, (byte) '$');
    return MemcachedCodec.endLine(out, Ascii.putDecimal(out, offset + 1, bytes));
  }

  @Override
  public ReplyReader newReader(boolean verify) {
    return new Reader(verify);
  }

  private static final class Reader extends LineReader {
    private static final int NIL = (int) Ascii.pack("$-1\r");
    private static final int OK = (int) Ascii.pack("+OK\r");
    private static final int NONE_DELETED = (int) Ascii.pack(":0\r\n");
    private static final int ONE_DELETED = (int) Ascii.pack(":1\r\n");

    private Reader(boolean verify) {
      super(verify, "\r\n");
    }

    @Override
    Outcome line(MemorySegment in, long from, long to, Ask ask) {
      int head = to - from >= 2 ? in.get(INT, from) : 0;
      if ((byte) head == '-') {
        return refused(in, from, to);
      }
      return switch (ask.op) {
        case GET -> {
          if (head == NIL) {
            yield Outcome.MISS;
          }
          yield (byte) head == '$'
              ? value(decimal(in, from + 1, to), in, from, to, ask)
              : nonsense(in, from, to);
        }
        case SET -> head == OK ? Outcome.DONE : nonsense(in, from, to);
        case DELETE -> {
          if (head == NONE_DELETED) {
            yield Outcome.MISS;
          }
          yield head == ONE_DELETED ? Outcome.DONE : nonsense(in, from, to);
        }
      };
    }
  }
}

package io.gannet.bench.codec;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.INT;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Keys;
import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/**
 * memcached's meta commands: {@code mg key k v}, {@code ms key bytes Tttl}, {@code md key}. A hit
 * brings its key back ({@code k}), so that it is checked as in the classic text.
 *
 * @see <a href="https://docs.memcached.org/protocols/meta/">Meta protocol</a>
 */
final class MetaCodec implements Codec {
  /** {@code ms }, a key, a length and a deadline of ten digits each, the line's ends. */
  private static final int AROUND_VALUE_BYTES_MAX = 3 + Keys.BYTES_MAX + 40;

  private static final int GET = (int) Ascii.pack("mg ");
  private static final int SET = (int) Ascii.pack("ms ");
  private static final int DELETE = (int) Ascii.pack("md ");
  private static final int COMMAND_BYTES = 3;
  private static final int KEY_AND_VALUE = (int) Ascii.pack(" k v");
  private static final short TTL = (short) Ascii.pack(" T");

  @Override
  public int requestBytesMax(int valueBytesMax) {
    return AROUND_VALUE_BYTES_MAX + valueBytesMax;
  }

  @Override
  public long compose(Ask ask, MemorySegment out, long offset) {
    return switch (ask.op) {
      case GET -> {
        long at = command(GET, ask, out, offset);
        out.set(INT, at, KEY_AND_VALUE);
        yield MemcachedCodec.endLine(out, at + Integer.BYTES);
      }
      case SET -> set(ask, out, command(SET, ask, out, offset));
      case DELETE -> MemcachedCodec.endLine(out, command(DELETE, ask, out, offset));
    };
  }

  private static long command(int name, Ask ask, MemorySegment out, long offset) {
    out.set(INT, offset, name);
    return Keys.put(out, offset + COMMAND_BYTES, ask.key, ask.keyBytes);
  }

  private static long set(Ask ask, MemorySegment out, long offset) {
    out.set(BYTE, offset, (byte) ' ');
    long at = Ascii.putDecimal(out, offset + 1, ask.valueBytes);
    if (ask.ttlSec != 0) {
      out.set(SHORT, at, TTL);
      at = Ascii.putDecimal(out, at + Short.BYTES, MemcachedCodec.exptime(ask.ttlSec));
    }
    at = MemcachedCodec.endLine(out, at);
    return MemcachedCodec.endLine(out, Values.put(out, at, ask));
  }

  @Override
  public ReplyReader newReader(boolean verify) {
    return new Reader(verify);
  }

  private static final class Reader extends LineReader {
    private static final int MISS = (int) Ascii.pack("EN\r\n");
    private static final short MISS_WORD = (short) Ascii.pack("EN");
    private static final int DONE = (int) Ascii.pack("HD\r\n");
    private static final int NOT_FOUND = (int) Ascii.pack("NF\r\n");
    private static final int NOT_STORED = (int) Ascii.pack("NS\r\n");
    private static final int VALUE = (int) Ascii.pack("VA ");
    private static final int VALUE_MASK = 0xFF_FFFF;
    private static final int VALUE_BYTES = 3;
    private static final short KEY = (short) Ascii.pack(" k");

    private Reader(boolean verify) {
      super(verify, "\r\n");
    }

    @Override
    Outcome line(MemorySegment in, long from, long to, Ask ask) {
      int head = to - from >= 2 ? in.get(INT, from) : 0;
      return switch (ask.op) {
        case GET -> {
          if ((head & VALUE_MASK) == VALUE) {
            yield hit(in, from, to, ask);
          }
          yield head == MISS ? Outcome.MISS : missOf(in, from, to, ask);
        }
        case SET -> {
          if (head == NOT_STORED) {
            yield refused(in, from, to);
          }
          yield head == DONE ? Outcome.DONE : Errors.ofText(this, in, from, to, ask);
        }
        case DELETE -> {
          if (head == NOT_FOUND) {
            yield Outcome.MISS;
          }
          yield head == DONE ? Outcome.DONE : Errors.ofText(this, in, from, to, ask);
        }
      };
    }

    /** {@code VA bytes kkey}. */
    private Outcome hit(MemorySegment in, long from, long to, Ask ask) {
      long bytes = from + VALUE_BYTES;
      long space = to - ask.keyBytes - Short.BYTES;
      return space > bytes && keyMatches(in, space, ask)
          ? value(decimal(in, bytes, space), in, from, to, ask)
          : wrong("a value of another key");
    }

    /** {@code EN kkey}: 1.6.18 says which key, other versions may not. */
    private Outcome missOf(MemorySegment in, long from, long to, Ask ask) {
      long space = from + Short.BYTES;
      if (to - space < Short.BYTES
          || in.get(SHORT, from) != MISS_WORD
          || in.get(SHORT, space) != KEY) {
        return Errors.ofText(this, in, from, to, ask);
      }
      return to - space - Short.BYTES == ask.keyBytes && keyMatches(in, space, ask)
          ? Outcome.MISS
          : wrong("a miss of another key");
    }

    /** {@code  kkey}. */
    private static boolean keyMatches(MemorySegment in, long space, Ask ask) {
      return in.get(SHORT, space) == KEY
          && Keys.matches(in, space + Short.BYTES, ask.key, ask.keyBytes);
    }
  }
}

package io.gannet.bench.codec;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.INT;
import static io.gannet.engine.bytes.Ascii.LONG;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Keys;
import io.gannet.bench.workload.Ttls;
import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/**
 * memcached's classic text: {@code get}, {@code set} and {@code delete} of one key, flags always 0.
 *
 * @see <a href="https://github.com/memcached/memcached/blob/master/doc/protocol.txt">protocol.txt
 *     </a>
 */
final class MemcachedCodec implements Codec {
  /** {@code set }, a key, flags, a deadline and a length of ten digits each, the line's ends. */
  private static final int AROUND_VALUE_BYTES_MAX = 4 + Keys.BYTES_MAX + 40;

  private static final int GET = (int) Ascii.pack("get ");
  private static final int SET = (int) Ascii.pack("set ");
  private static final long DELETE = Ascii.pack("delete ");
  private static final int DELETE_BYTES = 7;
  private static final int FLAGS = (int) Ascii.pack(" 0 ");
  private static final int FLAGS_BYTES = 3;

  @Override
  public int requestBytesMax(int valueBytesMax) {
    return AROUND_VALUE_BYTES_MAX + valueBytesMax;
  }

  @Override
  public long compose(Ask ask, MemorySegment out, long offset) {
    return switch (ask.op) {
      case GET -> {
        out.set(INT, offset, GET);
        yield endLine(out, Keys.put(out, offset + Integer.BYTES, ask.key, ask.keyBytes));
      }
      case SET -> set(ask, out, offset);
      case DELETE -> {
        out.set(LONG, offset, DELETE);
        yield endLine(out, Keys.put(out, offset + DELETE_BYTES, ask.key, ask.keyBytes));
      }
    };
  }

  private static long set(Ask ask, MemorySegment out, long offset) {
    out.set(INT, offset, SET);
    long at = Keys.put(out, offset + Integer.BYTES, ask.key, ask.keyBytes);
    out.set(INT, at, FLAGS);
    at = Ascii.putDecimal(out, at + FLAGS_BYTES, exptime(ask.ttlSec));
    out.set(BYTE, at, (byte) ' ');
    at = endLine(out, Ascii.putDecimal(out, at + 1, ask.valueBytes));
    return endLine(out, Values.put(out, at, ask));
  }

  /** Beyond thirty days memcached takes the number for a date. */
  static int exptime(int ttlSec) {
    return Math.min(ttlSec, Ttls.TTL_SEC_MAX);
  }

  static long endLine(MemorySegment out, long offset) {
    out.set(SHORT, offset, CR_LF);
    return offset + Short.BYTES;
  }

  @Override
  public ReplyReader newReader(boolean verify) {
    return new MemcachedReader(verify);
  }
}

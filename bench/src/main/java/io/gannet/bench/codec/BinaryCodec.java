package io.gannet.bench.codec;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Keys;
import io.gannet.bench.workload.Op;
import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * memcached's packets: {@code getk}, {@code set} and {@code delete} of one key, flags always 0. The
 * opaque is the key's number, as far as it fits: it comes back with every reply.
 *
 * <pre>
 *   0       1        2            4               5           6          8
 *  +-------+--------+------------+---------------+-----------+----------+
 *  | magic | opcode | key length | extras length | data type | status   |
 *  +-------+--------+------------+---------------+-----------+----------+
 *   8             12       16             24
 *  +-------------+--------+--------------+--------+-----+-------+
 *  | body length | opaque |     cas      | extras | key | value |
 *  +-------------+--------+--------------+--------+-----+-------+
 * </pre>
 *
 * @see <a href="https://github.com/memcached/memcached/wiki/BinaryProtocolRevamped">The protocol
 *     </a>
 */
final class BinaryCodec implements Codec {
  static final int HEAD_BYTES = 24;
  private static final int REQUEST = 0x80;
  static final int RESPONSE = 0x81;
  private static final int GETK = 0x0c;
  private static final int SET = 0x01;
  private static final int DELETE = 0x04;
  static final ValueLayout.OfLong LONG = Ascii.LONG.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfInt INT = Ascii.INT.withOrder(ByteOrder.BIG_ENDIAN);

  /** Flags and a deadline. */
  private static final int STORE_EXTRAS_BYTES = 8;

  @Override
  public int requestBytesMax(int valueBytesMax) {
    return HEAD_BYTES + STORE_EXTRAS_BYTES + Keys.BYTES_MAX + valueBytesMax;
  }

  @Override
  public long compose(Ask ask, MemorySegment out, long offset) {
    return ask.op == Op.SET ? set(ask, out, offset) : keyed(ask, out, offset);
  }

  /** What asks for it. */
  static int opcode(Ask ask) {
    return switch (ask.op) {
      case GET -> GETK;
      case SET -> SET;
      case DELETE -> DELETE;
    };
  }

  private static long keyed(Ask ask, MemorySegment out, long offset) {
    long at = head(0, 0, ask, out, offset);
    return Keys.put(out, at, ask.key, ask.keyBytes);
  }

  private static long set(Ask ask, MemorySegment out, long offset) {
    long at = head(STORE_EXTRAS_BYTES, ask.valueBytes, ask, out, offset);
    out.set(LONG, at, MemcachedCodec.exptime(ask.ttlSec));
    at = Keys.put(out, at + STORE_EXTRAS_BYTES, ask.key, ask.keyBytes);
    return Values.put(out, at, ask);
  }

  private static long head(
      int extrasBytes, int valueBytes, Ask ask, MemorySegment out, long offset) {
    long first =
        (long) REQUEST << 56 | (long) opcode(ask) << 48 | (long) ask.keyBytes << 32
            | (long) extrasBytes << 24;
    out.set(LONG, offset, first);
    out.set(INT, offset + 8, extrasBytes + ask.keyBytes + valueBytes);
    out.set(INT, offset + 12, (int) ask.key);
    out.set(LONG, offset + 16, 0);
    return offset + HEAD_BYTES;
  }

  @Override
  public ReplyReader newReader(boolean verify) {
    return new BinaryReader(verify);
  }
}

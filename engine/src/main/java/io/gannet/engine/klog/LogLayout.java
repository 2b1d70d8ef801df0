package io.gannet.engine.klog;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a log lies in its file: a head, then blocks of records. Who writes and who reads knows it
 * from here alone. Numbers are in the machine's byte order, which a file tells; everything is
 * aligned to 8.
 *
 * <pre>
 *  file   ┌──────┬───────┬───────┬─ ─      block  ┌──────┬────────┬────────┬─ ─
 *         │ head │ block │ block │                │ head │ record │ record │
 *         └──────┴───────┴───────┴─ ─             └──────┴────────┴────────┴─ ─
 *
 *  head of a file
 *  0       8       10        12      16       20        24          32         40     60     64
 * +-------+-------+---------+-------+--------+---------+-----------+----------+------+------+
 * | magic | order | version | bytes | sample | workers | wall time | sequence | zero | crc  |
 * +-------+-------+---------+-------+--------+---------+-----------+----------+------+------+
 *
 *  head of a block: the CRC-32C is that of the block without it
 *  0       4       8         12    16          24          32         40
 * +-------+-------+---------+-----+-----------+-----------+----------+
 * | magic | bytes | records | crc | wall time | monotonic | sequence |
 * +-------+-------+---------+-----+-----------+-----------+----------+
 *
 *  record                          requests: one conversation's, between two looks at the clock
 *  0        4      8               0      8         16       24      28       30     32
 * +--------+------+---------+ -   +------+---------+--------+-------+--------+------+----------+ -
 * | length | kind | payload | 0   | time | service | client | count | worker | zero | requests |
 * +--------+------+---------+ -   +------+---------+--------+-------+--------+------+----------+ -
 *
 *  request
 *  0      1        2            4              8     12      16      20     22     24       32
 * +------+--------+------------+--------------+-----+-------+-------+------+------+--------+-----+-
 * | verb | result | key length | value length | ttl | flags | reply | bits | zero | number | key |0
 * +------+--------+------------+--------------+-----+-------+-------+------+------+--------+-----+-
 *
 *  peer: who a client is           lost: so many requests are not in the log
 *  0        8        10       16         0      8       16       24
 * +--------+--------+------+------+     +------+-------+--------+
 * | client | worker | zero | text |     | time | count | worker |
 * +--------+--------+------+------+     +------+-------+--------+
 * </pre>
 *
 * <p>Times are nanoseconds: of the monotonic clock in records, of both clocks, read together, in
 * the head of a block. The word before a payload is that of {@code MailRing}'s messages.
 */
public final class LogLayout {
  /** Bytes of a file's head. */
  public static final int FILE_HEAD_BYTES = 64;

  /** Bytes of a block's head. */
  public static final int BLOCK_HEAD_BYTES = 40;

  /** The longest block with its head: whoever reads needs so much memory. */
  public static final int BLOCK_BYTES_MAX = 1 << 20;

  /** The only version that there is. */
  public static final int VERSION = 1;

  /** The longest key; a longer one is logged up to here. */
  public static final int KEY_BYTES_MAX = 256;

  /** Bits of a request: it was another worker's shard that answered it. */
  public static final int ELSEWHERE = 1;

  /** The worker of what the writer itself has lost. */
  public static final int NO_WORKER = 0xFFFF;

  static final int ALIGNMENT = Long.BYTES;

  /** Kinds of records. */
  static final int REQUESTS = 1;

  static final int PEER = 2;
  static final int LOST = 3;

  /** {@code GANNETKL} and {@code KBLK}. */
  static final long FILE_MAGIC = 0x4C4B_5445_4E4E_4147L;

  static final int BLOCK_MAGIC = 0x4B4C_424B;
  static final int ORDER = 0x0102;

  static final int FILE_ORDER = 8;
  static final int FILE_VERSION = 10;
  static final int FILE_BYTES = 12;
  static final int FILE_SAMPLE = 16;
  static final int FILE_WORKERS = 20;
  static final int FILE_WALL_NS = 24;
  static final int FILE_SEQUENCE = 32;
  static final int FILE_CRC = 60;

  static final int BLOCK_BYTES = 4;
  static final int BLOCK_RECORDS = 8;
  static final int BLOCK_CRC = 12;
  static final int BLOCK_WALL_NS = 16;
  static final int BLOCK_MONOTONIC_NS = 24;
  static final int BLOCK_SEQUENCE = 32;

  static final int RECORD_HEAD_BYTES = 8;
  static final int RECORD_KIND = 4;

  static final int GROUP_TIME = 0;
  static final int GROUP_SERVICE = 8;
  static final int GROUP_CLIENT = 16;
  static final int GROUP_COUNT = 24;
  static final int GROUP_WORKER = 28;
  static final int GROUP_HEAD_BYTES = 32;

  static final int VERB = 0;
  static final int RESULT = 1;
  static final int KEY_LENGTH = 2;
  static final int VALUE_LENGTH = 4;
  static final int TTL = 8;
  static final int FLAGS = 12;
  static final int REPLY_BYTES = 16;
  static final int BITS = 20;
  static final int NUMBER = 24;
  static final int REQUEST_HEAD_BYTES = 32;
  static final int REQUEST_BYTES_MAX = REQUEST_HEAD_BYTES + KEY_BYTES_MAX;

  static final int PEER_CLIENT = 0;
  static final int PEER_WORKER = 8;
  static final int PEER_HEAD_BYTES = 16;

  static final int LOST_TIME = 0;
  static final int LOST_COUNT = 8;
  static final int LOST_WORKER = 16;
  static final int LOST_BYTES = 24;

  static {
    assert FILE_CRC + Integer.BYTES == FILE_HEAD_BYTES;
    assert BLOCK_SEQUENCE + Long.BYTES == BLOCK_HEAD_BYTES;
    assert NUMBER + Long.BYTES == REQUEST_HEAD_BYTES;
    assert (BLOCK_HEAD_BYTES | GROUP_HEAD_BYTES | REQUEST_BYTES_MAX) % ALIGNMENT == 0;
  }

  private LogLayout() {}

  /** Bytes of a request's record with a key. */
  static int requestBytes(int keyLength) {
    return REQUEST_HEAD_BYTES + (int) Bits.alignUp(keyLength, ALIGNMENT);
  }

  /** Bytes of a record with a payload. */
  static int recordBytes(int payloadBytes) {
    return RECORD_HEAD_BYTES + (int) Bits.alignUp(payloadBytes, ALIGNMENT);
  }

  /** The word before a payload. */
  static long recordHead(int kind, int payloadBytes) {
    return (long) kind << Integer.SIZE | payloadBytes;
  }

  /** Writes a request, whose key may be cut; returns its bytes. See {@link CommandLog#add}. */
  static int putRequest(
      MemorySegment to, long at, LoggedVerb verb, LoggedResult result, MemorySegment key,
      long keyOffset, int keyLength, int valueLength, int ttlSec, int clientFlags, long replyBytes,
      long number, int bits) {
    int length = Math.min(keyLength, KEY_BYTES_MAX);
    long first = verb.ordinal() | (long) result.ordinal() << 8 | (long) length << 16;
    Bits.putLong(to, at, first | (long) valueLength << 32);
    Bits.putLong(to, at + TTL, ttlSec & 0xFFFF_FFFFL | (long) clientFlags << 32);
    Bits.putLong(to, at + REPLY_BYTES, replyBytes & 0xFFFF_FFFFL | (long) bits << 32);
    Bits.putLong(to, at + NUMBER, number);
    int bytes = requestBytes(length);
    if (length > 0) {
      Bits.putLong(to, at + bytes - Long.BYTES, 0);
      MemorySegment.copy(key, keyOffset, to, at + REQUEST_HEAD_BYTES, length);
    }
    return bytes;
  }

  /** Writes over what was not known of a request before it was answered. */
  static void putAnswer(
      MemorySegment to, long at, LoggedResult result, int valueLength, int clientFlags,
      long replyBytes, int bits) {
    Bits.putByte(to, at + RESULT, result.ordinal());
    Bits.putInt(to, at + VALUE_LENGTH, valueLength);
    Bits.putInt(to, at + FLAGS, clientFlags);
    Bits.putLong(to, at + REPLY_BYTES, replyBytes & 0xFFFF_FFFFL | (long) bits << 32);
  }

  /**
   * Writes the head of a file.
   *
   * @param sample one request of so many is logged
   * @param sequence how many files were written to this name before
   */
  public static void putFileHead(
      MemorySegment to, int sample, int workers, long wallNs, long sequence) {
    to.asSlice(0, FILE_HEAD_BYTES).fill((byte) 0);
    Bits.putLong(to, 0, FILE_MAGIC);
    Bits.putShort(to, FILE_ORDER, ORDER);
    Bits.putShort(to, FILE_VERSION, VERSION);
    Bits.putInt(to, FILE_BYTES, FILE_HEAD_BYTES);
    Bits.putInt(to, FILE_SAMPLE, sample);
    Bits.putInt(to, FILE_WORKERS, workers);
    Bits.putLong(to, FILE_WALL_NS, wallNs);
    Bits.putLong(to, FILE_SEQUENCE, sequence);
    Bits.putInt(to, FILE_CRC, crc(to, FILE_CRC, FILE_HEAD_BYTES));
  }

  /** What is wrong with the head of a file, or null. */
  public static String fileFault(MemorySegment head) {
    if (Bits.getLong(head, 0) != FILE_MAGIC) {
      return "is no command log: it does not begin with GANNETKL";
    }
    if (Bits.getShort(head, FILE_ORDER) != ORDER) {
      return "was written on a machine of the other byte order";
    }
    if (Bits.getInt(head, FILE_CRC) != crc(head, FILE_CRC, FILE_HEAD_BYTES)) {
      return "has a head whose checksum is another";
    }
    int version = Bits.getShort(head, FILE_VERSION);
    return version == VERSION
        ? null
        : "is of version " + version + "; what reads it knows version " + VERSION;
  }

  /** One request of so many was logged, as the head of a file says. */
  public static int sample(MemorySegment head) {
    return Bits.getInt(head, FILE_SAMPLE);
  }

  /** When the file was begun. */
  public static long wallNs(MemorySegment head) {
    return Bits.getLong(head, FILE_WALL_NS);
  }

  /** How many files were written to its name before. */
  public static long sequence(MemorySegment head) {
    return Bits.getLong(head, FILE_SEQUENCE);
  }

  private static int crc(MemorySegment memory, int without, int end) {
    return crc(new CRC32C(), memory.asByteBuffer(), without, end);
  }

  /**
   * The CRC-32C of {@code [0, end)} without the four bytes at {@code without}. Allocates nothing.
   *
   * @param crc used for it
   * @param memory whose position and limit are moved
   */
  static int crc(CRC32C crc, ByteBuffer memory, int without, int end) {
    crc.reset();
    crc.update(memory.clear().limit(without));
    crc.update(memory.limit(end).position(without + Integer.BYTES));
    return (int) crc.getValue();
  }
}

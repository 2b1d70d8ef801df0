package io.gannet.engine.slow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.UrlText;
import io.gannet.engine.klog.LoggedResult;
import io.gannet.engine.klog.LoggedVerb;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

/**
 * The requests of one worker that took long: all are counted, and so many of the last are kept.
 *
 * <pre>
 *  0         8      16        24     25       26       27       28           32      36
 * +---------+------+---------+------+--------+--------+--------+------------+-------+------------+
 * | version | time | service | verb | result | bits   | peer   | key length | value | reply      |
 * |         |      |         |      |        |        | length |            | bytes | bytes      |
 * +---------+------+---------+------+--------+--------+--------+------------+-------+------------+
 *  40     88    344
 * +------+-----+   a row; the request of number n lies in row n % ROWS, where the version is
 * | peer | key |   2n + 1 while it is written and 2n + 2 from then on
 * +------+-----+
 * </pre>
 *
 * <p>The worker's thread writes, without allocating; any thread may read.
 */
public final class SlowLog {
  /** In the place of a threshold: nothing is slow. */
  public static final long OFF = -1;

  /** How many of the last are kept. */
  public static final int ROWS = 128;

  /** Room for the name of a client. */
  public static final int PEER_BYTES_MAX = 48;

  /** The longest key that is kept; of a longer one its beginning. */
  static final int KEY_BYTES_MAX = 256;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final int VERSION = 0;
  private static final int TIME = 8;
  private static final int SERVICE = 16;
  private static final int VERB = 24;
  private static final int RESULT = 25;
  private static final int ELSEWHERE = 26;
  private static final int PEER_LENGTH = 27;
  private static final int KEY_LENGTH = 28;
  private static final int VALUE_BYTES = 32;
  private static final int REPLY_BYTES = 36;
  private static final int PEER = 40;
  private static final int KEY = PEER + PEER_BYTES_MAX;
  private static final int ROW_BYTES = KEY + KEY_BYTES_MAX;

  static {
    assert ROW_BYTES % Long.BYTES == 0 : "versions are aligned";
    assert PEER == REPLY_BYTES + Integer.BYTES;
  }

  /** Who a worker's clients are. On its thread; allocates nothing. */
  public interface Clients {
    /**
     * Writes what one is called, in {@link #PEER_BYTES_MAX} bytes at most; nothing if it has no
     * name, or is gone.
     *
     * @param client as the command log numbers it
     * @return the offset behind it
     */
    long put(long client, MemorySegment memory, long offset);
  }

  private final MemorySegment memory =
      Arena.ofAuto().allocate((long) ROWS * ROW_BYTES, Long.BYTES);
  private final int worker;
  private final long thresholdNs;
  private final LongSupplier nowNs;
  private final Clients clients;
  private final SlowMetrics metrics;

  /** How many there were: the number of the next. */
  private volatile long written;

  /**
   * Without a request.
   *
   * @param thresholdNs who takes as long is slow
   * @param nowNs the monotonic clock
   */
  public SlowLog(
      int worker, long thresholdNs, LongSupplier nowNs, Clients clients, SlowMetrics metrics) {
    assert thresholdNs >= 0;
    this.worker = worker;
    this.thresholdNs = thresholdNs;
    this.nowNs = nowNs;
    this.clients = clients;
    this.metrics = metrics;
  }

  /** Whose requests they are. */
  public int worker() {
    return worker;
  }

  /** Who takes as long is slow. */
  public long thresholdNs() {
    return thresholdNs;
  }

  /** The clock that services are timed by. */
  public long nowNs() {
    return nowNs.getAsLong();
  }

  /** True if a request that was served for so long is to be {@link #add}ed. */
  public boolean isSlow(long serviceNs) {
    return serviceNs >= thresholdNs;
  }

  /** How long a request was served is not known. */
  public void missed() {
    metrics.unjudged.increment();
  }

  /**
   * Adds a request, in the place of the oldest.
   *
   * @param client as the command log numbers it
   * @param timeNs when it was answered, by the monotonic clock
   * @param elsewhere whether another worker's shard has answered it
   */
  public void add(
      LoggedVerb verb, LoggedResult result, MemorySegment key, long keyOffset, int keyLength,
      int valueBytes, long replyBytes, boolean elsewhere, long client, long timeNs,
      long serviceNs) {
    long number = written;
    long at = at(number);
    LONG.setOpaque(memory, at + VERSION, 2 * number + 1);
    VarHandle.storeStoreFence();
    Bits.putLong(memory, at + TIME, timeNs);
    Bits.putLong(memory, at + SERVICE, serviceNs);
    Bits.putByte(memory, at + VERB, verb.ordinal());
    Bits.putByte(memory, at + RESULT, result.ordinal());
    Bits.putByte(memory, at + ELSEWHERE, elsewhere ? 1 : 0);
    Bits.putInt(memory, at + VALUE_BYTES, valueBytes);
    Bits.putInt(memory, at + REPLY_BYTES, (int) replyBytes);
    int peerLength = (int) (clients.put(client, memory, at + PEER) - at - PEER);
    assert peerLength >= 0 && peerLength <= PEER_BYTES_MAX;
    Bits.putByte(memory, at + PEER_LENGTH, peerLength);
    int length = Math.min(keyLength, KEY_BYTES_MAX);
    Bits.putInt(memory, at + KEY_LENGTH, length);
    MemorySegment.copy(key, keyOffset, memory, at + KEY, length);
    LONG.setRelease(memory, at + VERSION, 2 * number + 2);
    written = number + 1;
    metrics.slow.increment();
  }

  private static long at(long number) {
    return number % ROWS * ROW_BYTES;
  }

  /** How many requests were slow. Any thread. */
  public long written() {
    return written;
  }

  /**
   * Reads the request of a number. Any thread.
   *
   * @param wallAheadNs by how much the wall's clock is ahead of the monotonic one
   * @return null if it is none of the last, or is not any more
   */
  SlowRequest read(long number, long wallAheadNs) {
    long at = at(number);
    long version = (long) LONG.getAcquire(memory, at + VERSION);
    if (version != 2 * number + 2) {
      return null;
    }
    SlowRequest read = row(at, wallAheadNs);
    VarHandle.loadLoadFence();
    return version == (long) LONG.getOpaque(memory, at + VERSION) ? read : null;
  }

  /** Of a row that may be written meanwhile: lengths may be anything. */
  private SlowRequest row(long at, long wallAheadNs) {
    int keyLength = Math.clamp(Bits.getInt(memory, at + KEY_LENGTH), 0, KEY_BYTES_MAX);
    int peerLength = Math.clamp(Bits.getByte(memory, at + PEER_LENGTH), 0, PEER_BYTES_MAX);
    return new SlowRequest(
        Bits.getLong(memory, at + TIME) + wallAheadNs,
        Bits.getLong(memory, at + SERVICE),
        worker,
        ascii(memory, at + PEER, peerLength),
        LoggedVerb.of(Bits.getByte(memory, at + VERB)),
        url(memory, at + KEY, keyLength),
        keyLength,
        Bits.getInt(memory, at + VALUE_BYTES),
        Bits.getInt(memory, at + REPLY_BYTES) & 0xFFFF_FFFFL,
        LoggedResult.of(Bits.getByte(memory, at + RESULT)),
        Bits.getByte(memory, at + ELSEWHERE) != 0);
  }

  private static String ascii(MemorySegment memory, long offset, int length) {
    byte[] text = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, text, 0, length);
    return new String(text, US_ASCII);
  }

  private static String url(MemorySegment memory, long offset, int length) {
    byte[] letters = new byte[length * UrlText.LETTERS_MAX];
    long end = UrlText.put(memory, offset, length, MemorySegment.ofArray(letters), 0);
    return new String(letters, 0, (int) end, US_ASCII);
  }
}

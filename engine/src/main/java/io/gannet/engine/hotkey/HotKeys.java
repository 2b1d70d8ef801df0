package io.gannet.engine.hotkey;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The keys that one worker's clients ask for most, by Space-Saving over one request of so many.
 *
 * <pre>
 *  0         8       16
 *  +---------+-------+-----------+-----------+-----------+--------------------------+
 *  | version | total | hashes 8n | counts 8n | errors 8n | keys 256n: length, bytes |
 *  +---------+-------+-----------+-----------+-----------+--------------------------+
 * </pre>
 *
 * <p>The worker's thread writes, without allocating; any thread may read.
 */
public final class HotKeys {
  /* Space-Saving: A. Metwally, D. Agrawal, A. El Abbadi: "Efficient computation of frequent and
   * top-k elements in data streams", ICDT 2005. A key that has no row takes that of the least
   * counted, and its count, which is noted as what the new one may be counted too much by. So
   * whatever is more than one in n of what was sampled has a row, and no count is too small.
   *
   * All counts are halved every HALF_LIFE_NS, so that what was hot once does not stay so.
   *
   * The distance between two samples is drawn, from 1 to twice the mean: a client that repeats
   * itself would meet a fixed one always at the same key.
   *
   * A row is replaced while the version is odd: who copies it reads again then (a seqlock). Counts
   * are words of their own, of which any moment's is good.
   */

  /** Rows. */
  public static final int KEYS = 128;

  /** The longest key that is counted. */
  public static final int KEY_BYTES_MAX = 250;

  /** After that long a count weighs half as much. */
  public static final long HALF_LIFE_NS = 10_000_000_000L;

  /** No request of a batch is to be counted. */
  private static final int NONE = -1;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final int ROW_BYTES = 256;
  private static final long VERSION = 0;
  private static final long TOTAL = 8;
  private static final long HASHES = 16;
  private static final long COUNTS = HASHES + KEYS * Long.BYTES;
  private static final long ERRORS = COUNTS + KEYS * Long.BYTES;
  private static final long ROWS = ERRORS + KEYS * Long.BYTES;
  private static final long BYTES = ROWS + KEYS * ROW_BYTES;

  /** A copy is begun anew so often at most: between two writes there are many microseconds. */
  private static final int TRIES_MAX = 1000;

  static {
    assert 1 + KEY_BYTES_MAX <= ROW_BYTES;
  }

  private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, Long.BYTES);
  private final int sample;
  private long random;
  private long agedNs;

  /** Requests until the next that is counted, that one included. */
  private long left;

  /**
   * A table without a key.
   *
   * @param sample one request of so many is counted
   * @param seed of the distances between them
   */
  public HotKeys(int sample, long seed) {
    assert sample > 0;
    this.sample = sample;
    this.random = seed | 1;
    this.left = distance();
  }

  /** One request of so many is counted. */
  public int sample() {
    return sample;
  }

  private long distance() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return 1 + Long.remainderUnsigned(random, 2L * sample - 1);
  }

  /** So many requests were carried out; true if one of them at least is to be counted. */
  public boolean passes(int requests) {
    left -= requests;
    return left <= 0;
  }

  /**
   * Which of them comes next, once {@link #passes} was true: to be asked until it is negative.
   *
   * @param requests as {@link #passes} was told
   */
  public int next(int requests) {
    if (left > 0) {
      return NONE;
    }
    int index = (int) (requests - 1 + left);
    assert index >= 0;
    left += distance();
    return index;
  }

  /** Counts a key. */
  public void count(MemorySegment key, long offset, int length, long hash, long nowNs) {
    assert length > 0 && length <= KEY_BYTES_MAX;
    age(nowNs);
    put(TOTAL, get(TOTAL) + 1);
    long least = Long.MAX_VALUE;
    int leastRow = 0;
    for (int row = 0; row < KEYS; row++) {
      long count = get(COUNTS + row * Long.BYTES);
      if (get(HASHES + row * Long.BYTES) == hash && count > 0 && has(row, key, offset, length)) {
        put(COUNTS + row * Long.BYTES, count + 1);
        return;
      }
      if (count < least) {
        least = count;
        leastRow = row;
      }
    }
    replace(leastRow, least, key, offset, length, hash);
  }

  private boolean has(int row, MemorySegment key, long offset, int length) {
    long at = ROWS + (long) row * ROW_BYTES;
    return Bits.getByte(memory, at) == length
        && Bits.equal(memory, at + 1, key, offset, length);
  }

  private void replace(
      int row, long error, MemorySegment key, long offset, int length, long hash) {
    long version = get(VERSION);
    LONG.setOpaque(memory, VERSION, version + 1);
    VarHandle.storeStoreFence();
    put(HASHES + row * Long.BYTES, hash);
    put(COUNTS + row * Long.BYTES, error + 1);
    put(ERRORS + row * Long.BYTES, error);
    long at = ROWS + (long) row * ROW_BYTES;
    Bits.putByte(memory, at, length);
    MemorySegment.copy(key, offset, memory, at + 1, length);
    LONG.setRelease(memory, VERSION, version + 2);
  }

  private void age(long nowNs) {
    if (agedNs == 0) {
      agedNs = nowNs;
    }
    long times = (nowNs - agedNs) / HALF_LIFE_NS;
    if (times > 0) {
      agedNs += times * HALF_LIFE_NS;
      halve((int) Math.min(times, Long.SIZE - 1));
    }
  }

  private void halve(int times) {
    put(TOTAL, get(TOTAL) >>> times);
    for (int row = 0; row < KEYS; row++) {
      put(COUNTS + row * Long.BYTES, get(COUNTS + row * Long.BYTES) >>> times);
      put(ERRORS + row * Long.BYTES, get(ERRORS + row * Long.BYTES) >>> times);
    }
  }

  /** Requests counted lately. Any thread. */
  public long total() {
    return (long) LONG.getOpaque(memory, TOTAL);
  }

  /**
   * Reads what a row says now. Any thread.
   *
   * @return false if it is nothing, or if it could not be read for all that is written
   */
  boolean copy(int row, HotKey to) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      long version = (long) LONG.getAcquire(memory, VERSION);
      to.hash = get(HASHES + row * Long.BYTES);
      to.count = get(COUNTS + row * Long.BYTES);
      to.error = Math.min(get(ERRORS + row * Long.BYTES), to.count);
      copyKey(row, to);
      VarHandle.loadLoadFence();
      if ((version & 1) == 0 && version == (long) LONG.getOpaque(memory, VERSION)) {
        return to.count > 0;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private void copyKey(int row, HotKey to) {
    long at = ROWS + (long) row * ROW_BYTES;
    to.length = Math.min(Bits.getByte(memory, at), KEY_BYTES_MAX);
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at + 1, to.key, 0, to.length);
  }

  private long get(long offset) {
    return (long) LONG.getOpaque(memory, offset);
  }

  private void put(long offset, long value) {
    LONG.setOpaque(memory, offset, value);
  }
}

package io.gannet.engine.klog;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;

/**
 * Requests that are to be logged once they are answered, when neither their key nor their numbers
 * are at hand any more: what was sent to another shard, and whose value is still to come. So many
 * rows there are, and no more: without one a request is not logged, but counted as lost.
 *
 * <pre>
 *  0         8       16
 * +---------+-------+---------+
 * | context | since | request |  a row: what its answer is composed by, and what will be logged
 * +---------+-------+---------+
 * </pre>
 *
 * <p>One thread. Allocates nothing.
 */
public final class KeptRequests {
  /** No row. */
  public static final int NONE = -1;

  private static final int ROWS = 4096;
  private static final int CONTEXT = 0;
  private static final int SINCE = 8;
  private static final int REQUEST = 16;
  private static final int ROW_BYTES = REQUEST + LogLayout.REQUEST_BYTES_MAX;

  private final MemorySegment memory;
  private final boolean[] logged = new boolean[ROWS];
  private final int[] free = new int[ROWS];
  private int freeCount = ROWS;

  /** In memory of {@link #bytes}. */
  public KeptRequests(MemorySegment memory) {
    this.memory = memory;
    for (int i = 0; i < ROWS; i++) {
      free[i] = ROWS - 1 - i;
    }
  }

  /** Bytes of memory that they need; touched as they are used. */
  public static long bytes() {
    return (long) ROWS * ROW_BYTES;
  }

  /** How many rows are in use. */
  public int used() {
    return ROWS - freeCount;
  }

  /**
   * Keeps a request, as {@link CommandLog#add} has it.
   *
   * @param sinceNs when its service began
   * @param isLogged whether it will be logged; if not, how long it takes is wanted all the same
   * @return its row, or {@code NONE}
   */
  public int keep(
      LoggedVerb verb, MemorySegment key, long keyOffset, int keyLength, int valueLength,
      int ttlSec, int clientFlags, long number, long sinceNs, boolean isLogged) {
    if (freeCount == 0) {
      return NONE;
    }
    int row = free[--freeCount];
    long at = at(row);
    logged[row] = isLogged;
    Bits.putLong(memory, at + SINCE, sinceNs);
    LogLayout.putRequest(
        memory, at + REQUEST, verb, LoggedResult.MISS, key, keyOffset, keyLength, valueLength,
        ttlSec, clientFlags, 0, number, 0);
    return row;
  }

  private static long at(int row) {
    assert row >= 0 && row < ROWS : row;
    return (long) row * ROW_BYTES;
  }

  /** Keeps with a request what its answer is composed by. */
  public void context(int row, long context) {
    Bits.putLong(memory, at(row) + CONTEXT, context);
  }

  /** What was kept with it. */
  public long context(int row) {
    return Bits.getLong(memory, at(row) + CONTEXT);
  }

  /** True if it is to be logged. */
  public boolean isLogged(int row) {
    return logged[row];
  }

  /** When its service began. */
  public long sinceNs(int row) {
    return Bits.getLong(memory, at(row) + SINCE);
  }

  /** Its service has begun only now: until then its client was waited for. */
  public void sinceNs(int row, long sinceNs) {
    Bits.putLong(memory, at(row) + SINCE, sinceNs);
  }

  /** Where keys lie. */
  public MemorySegment memory() {
    return memory;
  }

  /** Where the key begins. */
  public long keyOffset(int row) {
    return at(row) + REQUEST + LogLayout.REQUEST_HEAD_BYTES;
  }

  /** Bytes of it that are kept. */
  public int keyLength(int row) {
    return Bits.getShort(memory, at(row) + REQUEST + LogLayout.KEY_LENGTH);
  }

  /** What was asked for. */
  public LoggedVerb verb(int row) {
    return LoggedVerb.of(Bits.getByte(memory, at(row) + REQUEST + LogLayout.VERB));
  }

  /** Bytes of the value that came with it. */
  public int valueLength(int row) {
    return Bits.getInt(memory, at(row) + REQUEST + LogLayout.VALUE_LENGTH);
  }

  /** The client's flags that came with it. */
  public int clientFlags(int row) {
    return Bits.getInt(memory, at(row) + REQUEST + LogLayout.FLAGS);
  }

  /** Copies the request; returns the offset behind it. */
  long copy(int row, MemorySegment to, long offset) {
    long from = at(row) + REQUEST;
    int bytes = LogLayout.requestBytes(Bits.getShort(memory, from + LogLayout.KEY_LENGTH));
    MemorySegment.copy(memory, from, to, offset, bytes);
    return offset + bytes;
  }

  /** The row is free for another. */
  public void giveBack(int row) {
    assert freeCount < ROWS;
    free[freeCount++] = row;
  }
}

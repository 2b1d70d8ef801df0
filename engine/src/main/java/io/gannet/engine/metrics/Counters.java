package io.gannet.engine.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts in rows, all of one writer, that any thread may read: one array, made at construction, and
 * each write is one plain store.
 */
public final class Counters {
  private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] values;

  /** So many rows, all 0. */
  public Counters(int rows) {
    this.values = new long[rows];
  }

  /** How many rows there are. */
  public int rows() {
    return values.length;
  }

  /** Adds one. The writer only. */
  public void increment(int row) {
    add(row, 1);
  }

  /** Adds {@code delta}. The writer only. */
  public void add(int row, long delta) {
    VALUES.setOpaque(values, row, values[row] + delta);
  }

  /** Sets a row, as a gauge or for a reset. The writer only. */
  public void set(int row, long value) {
    VALUES.setOpaque(values, row, value);
  }

  /** Sets every row to 0. The writer only. */
  public void clear() {
    for (int row = 0; row < values.length; row++) {
      set(row, 0);
    }
  }

  /** The value last written, or one written shortly before. Any thread. */
  public long get(int row) {
    return (long) VALUES.getOpaque(values, row);
  }
}

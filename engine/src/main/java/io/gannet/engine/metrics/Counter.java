package io.gannet.engine.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A count with one writer that any thread may read: each write is one plain store. */
public final class Counter {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long value;

  /** Adds one. The writer only. */
  public void increment() {
    VALUE.setOpaque(this, value + 1);
  }

  /** Adds {@code delta}. The writer only. */
  public void add(long delta) {
    VALUE.setOpaque(this, value + delta);
  }

  /** Sets it, as a gauge or for a reset. The writer only. */
  public void set(long value) {
    VALUE.setOpaque(this, value);
  }

  /** The value last written, or one written shortly before. Any thread. */
  public long get() {
    return (long) VALUE.getOpaque(this);
  }
}

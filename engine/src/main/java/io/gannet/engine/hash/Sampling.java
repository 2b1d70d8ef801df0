package io.gannet.engine.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which keys stand for all: those whose hash, mixed, is below a threshold that only falls, until
 * all begins anew. So what is a sample once stays one until it is none. One writer; any thread may
 * ask.
 */
public final class Sampling {
  private static final int WIDTH = 24;
  private static final int ALL = 1 << WIDTH;
  private static final long MIXER = 0xD6E8_FEB8_6659_FD93L;
  private static final VarHandle THRESHOLD;

  static {
    try {
      THRESHOLD = MethodHandles.lookup().findVarHandle(Sampling.class, "threshold", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private int threshold;

  /** No key is, until somebody begins. */
  public Sampling() {}

  /** True if the key of a hash is a sample. Any thread. */
  public boolean has(long hash) {
    return hash * MIXER >>> Long.SIZE - WIDTH < (int) THRESHOLD.getOpaque(this);
  }

  /** For how many keys a sample stands, once it was begun. */
  public double weight() {
    return (double) ALL / threshold;
  }

  /** Begins, or begins anew: all keys are samples. The writer only. */
  public void begin() {
    THRESHOLD.setOpaque(this, ALL);
  }

  /** Makes samples of fewer keys: of one in so many of them none. The writer only. */
  public void lower(int oneIn) {
    THRESHOLD.setOpaque(this, Math.max(1, threshold - Math.max(1, threshold / oneIn)));
  }
}

package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;

/**
 * What a trace would hold of a cache that forgets nothing: the bytes of keys and values that are
 * alive at a time. Where nothing expires that is its footprint in the end.
 */
public final class WorkingSet implements Cache {
  private final Trace trace;
  private final Weights weights;
  private long peakBytes;

  private WorkingSet(Trace trace) {
    this.trace = trace;
    this.weights = new Weights(trace, 0);
  }

  /** The most at any time. */
  public static long peakBytes(Trace trace) {
    WorkingSet set = new WorkingSet(trace);
    Replay.run(trace, set, 0);
    return set.peakBytes;
  }

  @Override
  public void turn(long nowNs) {
    weights.now(nowNs);
    for (int key = weights.anExpiredKey(); key >= 0; key = weights.anExpiredKey()) {
      weights.remove(key);
    }
  }

  @Override
  public boolean get(int request) {
    int key = trace.key(request);
    return weights.holds(key) && !weights.expired(key);
  }

  @Override
  public boolean set(int request) {
    delete(request);
    weights.put(request);
    peakBytes = Math.max(peakBytes, weights.bytes());
    return true;
  }

  @Override
  public void delete(int request) {
    int key = trace.key(request);
    if (weights.holds(key)) {
      weights.remove(key);
    }
  }
}

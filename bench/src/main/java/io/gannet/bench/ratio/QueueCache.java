package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;

/** Exactly least recently used, or first in first out, over the bytes of keys and values. */
final class QueueCache implements Cache {
  private static final int ALL = 0;

  private final Trace trace;
  private final long memoryBytes;
  private final boolean recent;
  private final Weights weights;
  private final Queues queues;

  /** {@code recent}: a get makes its item the newest. */
  QueueCache(Trace trace, long memoryBytes, int overheadBytes, boolean recent) {
    this.trace = trace;
    this.memoryBytes = memoryBytes;
    this.recent = recent;
    this.weights = new Weights(trace, overheadBytes);
    this.queues = new Queues(trace.keys(), 1);
  }

  @Override
  public void turn(long nowNs) {
    weights.now(nowNs);
    for (int key = weights.anExpiredKey(); key >= 0; key = weights.anExpiredKey()) {
      drop(key);
    }
  }

  @Override
  public boolean get(int request) {
    int key = trace.key(request);
    if (!queues.holds(ALL, key)) {
      return false;
    }
    if (weights.expired(key)) {
      drop(key);
      return false;
    }
    if (recent) {
      queues.remove(key);
      queues.add(ALL, key);
    }
    return true;
  }

  @Override
  public boolean set(int request) {
    delete(request);
    long itemBytes = weights.bytesOfRequest(request);
    if (itemBytes > memoryBytes) {
      return false;
    }
    while (weights.bytes() + itemBytes > memoryBytes) {
      drop(queues.oldest(ALL));
    }
    weights.put(request);
    queues.add(ALL, trace.key(request));
    return true;
  }

  @Override
  public void delete(int request) {
    int key = trace.key(request);
    if (queues.holds(ALL, key)) {
      drop(key);
    }
  }

  private void drop(int key) {
    queues.remove(key);
    weights.remove(key);
  }
}

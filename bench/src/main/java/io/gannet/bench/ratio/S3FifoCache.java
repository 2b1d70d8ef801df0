package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;

/**
 * S3-FIFO (Yang, Zhang, Qiu, Yue, Rashmi: "FIFO queues are all you need for cache eviction", SOSP
 * 2023), over bytes.
 *
 * <pre>
 *   new ──► small, a tenth ── got twice or more ──► main ──┐ got: once more around, a get less
 *                  │                                ▲  ▲   │
 *                  └── else ──► ghosts, keys alone ─┘  └───┘ else evicted
 *                               stored again: to main
 * </pre>
 *
 * <p>There are ghosts of as many bytes as main may have.
 */
final class S3FifoCache implements Cache {
  private static final int SMALL = 0;
  private static final int MAIN = 1;
  private static final int GHOSTS = 2;

  private static final int SMALL_PART = 10;
  private static final int GETS_MAX = 3;
  private static final int GETS_TO_MAIN = 2;

  private final Trace trace;
  private final long memoryBytes;
  private final long smallBytesMax;
  private final Weights weights;
  private final Weights ghosts;
  private final Queues queues;
  private final byte[] gets;
  private long smallBytes;

  S3FifoCache(Trace trace, long memoryBytes, int overheadBytes) {
    this.trace = trace;
    this.memoryBytes = memoryBytes;
    this.smallBytesMax = memoryBytes / SMALL_PART;
    this.weights = new Weights(trace, overheadBytes);
    this.ghosts = new Weights(trace, overheadBytes);
    this.queues = new Queues(trace.keys(), 3);
    this.gets = new byte[trace.keys()];
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
    if (!weights.holds(key)) {
      return false;
    }
    if (weights.expired(key)) {
      drop(key);
      return false;
    }
    gets[key] = (byte) Math.min(gets[key] + 1, GETS_MAX);
    return true;
  }

  @Override
  public boolean set(int request) {
    int key = trace.key(request);
    boolean known = queues.holds(GHOSTS, key) || queues.holds(MAIN, key);
    int getsBefore = weights.holds(key) ? gets[key] : 0;
    delete(request);
    long itemBytes = weights.bytesOfRequest(request);
    if (itemBytes > memoryBytes) {
      return false;
    }
    while (weights.bytes() + itemBytes > memoryBytes) {
      evict();
    }
    weights.put(request);
    gets[key] = (byte) getsBefore;
    queues.add(known ? MAIN : SMALL, key);
    smallBytes += known ? 0 : itemBytes;
    return true;
  }

  @Override
  public void delete(int request) {
    int key = trace.key(request);
    if (weights.holds(key)) {
      drop(key);
    } else if (queues.holds(GHOSTS, key)) {
      forget(key);
    }
  }

  private void evict() {
    boolean fromSmall = smallBytes >= smallBytesMax && !queues.isEmpty(SMALL);
    if (fromSmall || queues.isEmpty(MAIN)) {
      evictSmall();
    } else {
      evictMain();
    }
  }

  private void evictSmall() {
    int key = queues.oldest(SMALL);
    int itemBytes = weights.bytesOf(key);
    if (gets[key] >= GETS_TO_MAIN) {
      queues.remove(key);
      smallBytes -= itemBytes;
      gets[key] = 0;
      queues.add(MAIN, key);
      return;
    }
    drop(key);
    ghosts.put(key, itemBytes);
    queues.add(GHOSTS, key);
    while (ghosts.bytes() > memoryBytes - smallBytesMax) {
      forget(queues.oldest(GHOSTS));
    }
  }

  /** Ends, as each time around costs an item one of its few gets. */
  private void evictMain() {
    int key = queues.oldest(MAIN);
    if (gets[key] == 0) {
      drop(key);
      return;
    }
    gets[key]--;
    queues.remove(key);
    queues.add(MAIN, key);
  }

  private void drop(int key) {
    smallBytes -= queues.holds(SMALL, key) ? weights.bytesOf(key) : 0;
    queues.remove(key);
    weights.remove(key);
  }

  private void forget(int ghost) {
    queues.remove(ghost);
    ghosts.remove(ghost);
  }
}

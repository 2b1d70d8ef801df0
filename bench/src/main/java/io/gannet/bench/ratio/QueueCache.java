package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import java.util.Arrays;

/**
 * Exactly least recently used, or first in first out, over the bytes of keys and values: the items
 * in a ring of links, the next to go behind its head.
 *
 * <p>Keys are numbers from 0 on, so links are two arrays and nothing is hashed.
 */
final class QueueCache implements Cache {
  private final Trace trace;
  private final long memoryBytes;
  private final boolean recent;
  private final Weights weights;
  private final int head;
  private final int[] older;
  private final int[] newer;

  /** {@code recent}: a get makes its item the newest. */
  QueueCache(Trace trace, long memoryBytes, int overheadBytes, boolean recent) {
    this.trace = trace;
    this.memoryBytes = memoryBytes;
    this.recent = recent;
    this.weights = new Weights(trace, overheadBytes);
    this.head = trace.keys();
    this.older = new int[head + 1];
    this.newer = new int[head + 1];
    Arrays.fill(older, head);
    Arrays.fill(newer, head);
  }

  @Override
  public void turn(long nowNs) {
    weights.now(nowNs);
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
    if (recent) {
      unlink(key);
      linkNewest(key);
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
      drop(newer[head]);
    }
    weights.put(request);
    linkNewest(trace.key(request));
    return true;
  }

  @Override
  public void delete(int request) {
    int key = trace.key(request);
    if (weights.holds(key)) {
      drop(key);
    }
  }

  private void drop(int key) {
    unlink(key);
    weights.remove(key);
  }

  private void unlink(int key) {
    newer[older[key]] = newer[key];
    older[newer[key]] = older[key];
  }

  /** The ring's head is older than the oldest and newer than the newest. */
  private void linkNewest(int key) {
    int newest = older[head];
    older[key] = newest;
    newer[key] = head;
    newer[newest] = key;
    older[head] = key;
  }
}

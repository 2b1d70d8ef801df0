package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import io.gannet.bench.workload.Op;
import java.util.Arrays;

/**
 * Evicts what is got again the latest, or never (Belady: "A study of replacement algorithms for a
 * virtual-storage computer", 1966): with items of one size no cache misses less. With items of many
 * sizes it is only very good.
 *
 * <p>The items are a binary heap of keys, the latest first.
 */
final class BeladyCache implements Cache {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int ABSENT = -1;

  private final Trace trace;
  private final long memoryBytes;
  private final Weights weights;
  private final int[] nextGet;
  private final int[] wantedAt;
  private final int[] heap;
  private final int[] placeOf;
  private int count;

  BeladyCache(Trace trace, long memoryBytes, int overheadBytes) {
    this.trace = trace;
    this.memoryBytes = memoryBytes;
    this.weights = new Weights(trace, overheadBytes);
    this.nextGet = nextGets(trace);
    this.wantedAt = new int[trace.keys()];
    this.heap = new int[trace.keys()];
    this.placeOf = new int[trace.keys()];
    Arrays.fill(placeOf, ABSENT);
  }

  /** For each request, which one gets what it leaves, if none stores or deletes it before. */
  private static int[] nextGets(Trace trace) {
    int[] coming = new int[trace.keys()];
    Arrays.fill(coming, NEVER);
    int[] next = new int[trace.requests()];
    for (int i = trace.requests() - 1; i >= 0; i--) {
      int key = trace.key(i);
      next[i] = coming[key];
      coming[key] = trace.op(i) == Op.GET ? i : NEVER;
    }
    return next;
  }

  @Override
  public void turn(long nowNs) {
    weights.now(nowNs);
  }

  @Override
  public boolean get(int request) {
    int key = trace.key(request);
    if (placeOf[key] == ABSENT) {
      return false;
    }
    if (weights.expired(key)) {
      remove(key);
      return false;
    }
    wantedAt[key] = nextGet[request];
    settle(placeOf[key]);
    return true;
  }

  @Override
  public boolean set(int request) {
    int key = trace.key(request);
    delete(request);
    if (weights.bytesOfRequest(request) > memoryBytes) {
      return false;
    }
    weights.put(request);
    wantedAt[key] = nextGet[request];
    place(key, count++);
    settle(count - 1);
    while (weights.bytes() > memoryBytes) {
      remove(heap[0]);
    }
    return true;
  }

  @Override
  public void delete(int request) {
    int key = trace.key(request);
    if (placeOf[key] != ABSENT) {
      remove(key);
    }
  }

  private void remove(int key) {
    int place = placeOf[key];
    placeOf[key] = ABSENT;
    weights.remove(key);
    int last = heap[--count];
    if (last != key) {
      place(last, place);
      settle(place);
    }
  }

  /** Moves the key in a place up or down until none above it is wanted earlier. */
  private void settle(int start) {
    int key = heap[start];
    int place = start;
    while (place > 0 && wantedAt[heap[(place - 1) / 2]] < wantedAt[key]) {
      place(heap[(place - 1) / 2], place);
      place = (place - 1) / 2;
    }
    for (int child = later(place); child >= 0; child = later(place)) {
      if (wantedAt[heap[child]] <= wantedAt[key]) {
        break;
      }
      place(heap[child], place);
      place = child;
    }
    place(key, place);
  }

  /** Of a place's children the one that is wanted later, or -1. */
  private int later(int place) {
    int left = 2 * place + 1;
    if (left >= count) {
      return -1;
    }
    boolean rightLater = left + 1 < count && wantedAt[heap[left + 1]] > wantedAt[heap[left]];
    return rightLater ? left + 1 : left;
  }

  private void place(int key, int place) {
    heap[place] = key;
    placeOf[key] = place;
  }
}

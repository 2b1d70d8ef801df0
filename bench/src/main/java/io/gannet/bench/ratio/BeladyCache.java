package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.Verb.Effect;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Evicts what is got again the latest, or never (Belady: "A study of replacement algorithms for a
 * virtual-storage computer", 1966). What expires, is written anew or deleted before it is got again
 * is never got again. With items of one size that stay for ever no cache misses less. With items of
 * many sizes the best choice is NP-hard, and with deadlines a miss brings a later one, so there it
 * is only very good.
 *
 * <p>By size, it evicts of a sample what has the most bytes times requests until it is got again,
 * after all that never is: the usual approximation where sizes differ.
 *
 * <p>The items are a binary heap of keys, the latest first.
 */
final class BeladyCache implements Cache {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int ABSENT = -1;
  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final int SAMPLE = 64;
  private static final long SEED = 1;

  private final Trace trace;
  private final long memoryBytes;
  private final boolean bySize;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Weights weights;
  private final int[] nextGet;
  private final int[] wantedAt;
  private final int[] heap;
  private final int[] placeOf;
  private int count;

  /** {@code bySize}: large items leave earlier than small ones. */
  BeladyCache(Trace trace, long memoryBytes, int overheadBytes, boolean bySize) {
    this.trace = trace;
    this.bySize = bySize;
    this.memoryBytes = memoryBytes;
    this.weights = new Weights(trace, overheadBytes);
    this.nextGet = nextGets(trace);
    this.wantedAt = new int[trace.keys()];
    this.heap = new int[trace.keys()];
    this.placeOf = new int[trace.keys()];
    Arrays.fill(placeOf, ABSENT);
  }

  /**
   * For each request, which one gets what it leaves, if none stores or deletes it before. A store
   * that depends on what is there leaves it as it was, or newer.
   */
  private static int[] nextGets(Trace trace) {
    int[] coming = new int[trace.keys()];
    Arrays.fill(coming, NEVER);
    int[] next = new int[trace.requests()];
    for (int i = trace.requests() - 1; i >= 0; i--) {
      int key = trace.key(i);
      next[i] = coming[key];
      Effect effect = trace.verb(i).effect();
      if (effect != Effect.STORE_IF_THERE) {
        coming[key] = effect == Effect.LOOK_UP ? i : NEVER;
      }
    }
    return next;
  }

  /** Which request gets what this one has left of its key, before its deadline. */
  private int wantedAfter(int request) {
    int next = nextGet[request];
    int expiresAtSec = weights.expiresAtSec(trace.key(request));
    return next == NEVER || expiresAtSec == 0 || expiresAtSec > turnSec(next) ? next : NEVER;
  }

  private long turnSec(int request) {
    return trace.atNs(request - request % Replay.REQUESTS_PER_TURN) / NS_PER_SEC;
  }

  @Override
  public void turn(long nowNs) {
    weights.now(nowNs);
    for (int key = weights.anExpiredKey(); key >= 0; key = weights.anExpiredKey()) {
      remove(key);
    }
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
    wantedAt[key] = wantedAfter(request);
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
    wantedAt[key] = wantedAfter(request);
    place(key, count++);
    settle(count - 1);
    while (weights.bytes() > memoryBytes) {
      remove(bySize ? bySize(request) : heap[0]);
    }
    return true;
  }

  /** Of all that is never got again one, or else of a sample the dearest. */
  private int bySize(int request) {
    int victim = heap[0];
    for (int i = 0; i < SAMPLE && wantedAt[victim] != NEVER; i++) {
      int key = heap[random.nextInt(count)];
      victim = dear(key, request) > dear(victim, request) ? key : victim;
    }
    return victim;
  }

  private long dear(int key, int request) {
    return wantedAt[key] == NEVER
        ? Long.MAX_VALUE
        : ((long) wantedAt[key] - request) * weights.bytesOf(key);
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

package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import java.util.Arrays;

/**
 * Keys by when they expire: a ring of links for each second of the trace, or in a very long one for
 * every few, through a head that is no key. What would expire after its end is in none. So an ideal
 * cache knows at once what is past its deadline, and wastes no memory on it.
 */
final class Deadlines {
  /** For those whose items stay for ever. */
  static final Deadlines NONE = new Deadlines(0, 0, 1);

  private static final int NOWHERE = -1;
  private static final int RINGS_MAX = 1 << 21;
  private static final long NS_PER_SEC = 1_000_000_000L;

  private final int keys;
  private final int rings;
  private final int width;
  private final int[] next;
  private final int[] before;
  private int ring;

  /** {@code rings} of {@code width} seconds each. */
  private Deadlines(int keys, int rings, int width) {
    this.keys = keys;
    this.rings = rings;
    this.width = width;
    this.next = new int[keys + rings];
    this.before = new int[keys + rings];
    Arrays.fill(next, 0, keys, NOWHERE);
    for (int head = keys; head < keys + rings; head++) {
      next[head] = head;
      before[head] = head;
    }
  }

  static Deadlines of(Trace trace) {
    long seconds = trace.atNs(trace.requests() - 1) / NS_PER_SEC + 1;
    int width = (int) (seconds / RINGS_MAX) + 1;
    return new Deadlines(trace.keys(), (int) (seconds / width) + 1, width);
  }

  /** The key was in none. */
  void add(int key, int expiresAtSec) {
    int place = expiresAtSec / width;
    if (place >= rings) {
      return;
    }
    int head = keys + place;
    int last = before[head];
    next[last] = key;
    before[key] = last;
    next[key] = head;
    before[head] = key;
  }

  /** The key may be in one. */
  void remove(int key) {
    if (keys > 0 && next[key] != NOWHERE) {
      next[before[key]] = next[key];
      before[next[key]] = before[key];
      next[key] = NOWHERE;
    }
  }

  /** A key of a ring that is wholly past, or -1. */
  int passed(long nowSec) {
    for (; ring < rings && (ring + 1L) * width - 1 <= nowSec; ring++) {
      int first = next[keys + ring];
      if (first != keys + ring) {
        return first;
      }
    }
    return NOWHERE;
  }
}

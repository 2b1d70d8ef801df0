package io.gannet.engine.reuse;

import java.util.HashMap;
import java.util.Map;

/** What a {@link ReuseCurve} estimates, of every key: the bytes between two requests for it. */
final class ExactCurve {
  private final long[] tree;
  private final Map<Long, int[]> keys = new HashMap<>();
  private final long[] misses = new long[ReuseMetrics.POINTS];
  private final long memoryBytes;
  private long allBytes;
  private int next = 1;

  ExactCurve(long memoryBytes, int requests) {
    this.memoryBytes = memoryBytes;
    this.tree = new long[requests + 1];
  }

  private void add(int slot, long delta) {
    allBytes += delta;
    for (int i = slot; i < tree.length; i += i & -i) {
      tree[i] += delta;
    }
  }

  /** A key is asked for, and stored if a cache has it not. */
  void got(long hash, int lengths) {
    int[] key = keys.computeIfAbsent(hash, any -> new int[2]);
    int weight = lengths + ReuseCurve.ITEM_BYTES;
    long distance = Long.MAX_VALUE;
    if (key[0] != 0) {
      long older = 0;
      for (int i = key[0]; i > 0; i -= i & -i) {
        older += tree[i];
      }
      distance = allBytes - older + key[1];
      add(key[0], -key[1]);
    }
    for (int row = 0; row < misses.length && distance > memoryBytes << row >> 3; row++) {
      misses[row]++;
    }
    key[0] = next++;
    key[1] = weight;
    add(key[0], weight);
  }

  /** Misses with the memory of a row. */
  long misses(int row) {
    return misses[row];
  }
}

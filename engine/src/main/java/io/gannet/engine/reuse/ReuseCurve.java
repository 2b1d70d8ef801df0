package io.gannet.engine.reuse;

import io.gannet.engine.hash.Sampling;
import io.gannet.engine.time.CoarseClock;
import java.util.Arrays;

/**
 * How many bytes of other items were asked for between two requests for a key: a cache by least
 * recent use (LRU) that is larger has it still. Of a sample of the keys, which stand for all.
 *
 * <pre>
 *   hash ─► table ─► key: its slot, bytes       slots by time, bytes of each summed up in a tree
 *                       |                      +---+---+---+---+---+---+---+---+
 *                       +--------------------->| 9 |   | 4 | 7 |   | 2 |   | 5 |  next ─►
 *                                              +---+---+---+---+---+---+---+---+
 * </pre>
 *
 * <p>One thread; what it counts any thread may read. Allocates nothing once it is made.
 */
public final class ReuseCurve {
  /* SHARDS: C. A. Waldspurger, N. Park, A. Garthwaite, I. Ahmad: "Efficient MRC construction with
   * SHARDS", FAST 2015, of fixed size: where there are too many keys the threshold falls, and who
   * is above it is followed no more. A request counts for as many as its key stands for at that
   * time. What the samples counted too few or too many goes to the hits, as in SHARDS_adj: what is
   * told are misses, by all that was asked for.
   *
   * The sums are a Fenwick tree (P. M. Fenwick: "A new data structure for cumulative frequency
   * tables", 1994). When the slots are used up those in use move together.
   *
   * Two bounds beyond that. Who is deeper than the largest memory told is dropped: it would be
   * missed anyway, and else keys that come once would take all places in the end. And if so many
   * requests are met in less time than they may take, the threshold is halved: a sample costs some
   * 300 ns where others use the caches too, which are to be half a per cent of a core at most.
   */

  /** An item weighs that much beyond its key and value. */
  public static final int ITEM_BYTES = 24;

  private static final int KEYS = 1 << 13;
  private static final int SLOTS = 2 * KEYS;
  private static final int TABLE = 2 * KEYS;
  private static final int NONE = -1;
  private static final int ONE_IN_IF_FULL = 8;
  private static final int ONE_IN_IF_BUSY = 2;
  private static final int MET_PER_LOOK = 1 << 12;
  private static final long LOOK_NS_MIN = MET_PER_LOOK * 60_000L;
  private static final long NEVER = Long.MAX_VALUE;

  private final Sampling sampling;
  private final CoarseClock clock;
  private final ReuseMetrics metrics;
  private final int[] table = new int[TABLE];
  private final long[] hashes = new long[KEYS];
  private final int[] slots = new int[KEYS];
  private final long[] bytes = new long[KEYS];
  private final int[] free = new int[KEYS];
  private final int[] keyOf = new int[SLOTS];
  private final long[] tree = new long[SLOTS + 1];
  private int count;
  private int next;
  private int oldest;
  private long allBytes;
  private int met;
  private long lookedNs;

  /**
   * Nothing was asked yet.
   *
   * @param sampling which keys are followed: of this curve alone
   * @param memoryBytes that there are
   */
  public ReuseCurve(
      Sampling sampling, long memoryBytes, CoarseClock clock, ReuseMetrics metrics) {
    this.sampling = sampling;
    this.clock = clock;
    this.metrics = metrics;
    metrics.memory(memoryBytes);
    lookedNs = clock.nowNs();
    sampling.begin();
    clear();
  }

  /** True if requests for the key of a hash are to be told. */
  public boolean follows(long hash) {
    return sampling.has(hash);
  }

  /** Everything is gone: nothing that was asked for before helps anybody. */
  public void forgetAll() {
    sampling.begin();
    if (next > 0) {
      clear();
    }
  }

  private void clear() {
    Arrays.fill(table, NONE);
    Arrays.fill(keyOf, NONE);
    Arrays.fill(tree, 0);
    for (int key = 0; key < KEYS; key++) {
      free[key] = key;
    }
    count = 0;
    next = 0;
    oldest = 0;
    allBytes = 0;
    metrics.keys.set(0);
  }

  /**
   * A key that is followed was asked for.
   *
   * @param lengths bytes of its key and value; negative if they are not known
   * @param lost whether it is gone for another cause than want of memory
   */
  public void got(long hash, long lengths, boolean lost) {
    int key = find(hash);
    long distance = NEVER;
    if (key != NONE && !lost) {
      double others = (allBytes - sumTo(slots[key])) * sampling.weight();
      distance = (long) others + bytes[key];
    }
    metrics.met(distance, sampling.weight());
    touch(hash, key, lengths, lost);
    pace();
  }

  /** It was stored: that is no request, but it is as young as if it were one. */
  public void stored(long hash, long lengths) {
    touch(hash, find(hash), lengths, false);
  }

  private void touch(long hash, int known, long lengths, boolean lost) {
    int key = known == NONE ? enter(hash) : known;
    if (key == NONE) {
      return;
    }
    long weight = lengths >= 0 ? lengths + ITEM_BYTES : lost ? 0 : bytes[key];
    leaveSlot(key);
    takeSlot(key, weight);
    while (allBytes * sampling.weight() > metrics.bytesMax() && count > 1) {
      drop(oldestKey());
    }
    metrics.keys.set(count);
  }

  private void takeSlot(int key, long weight) {
    if (next == SLOTS) {
      moveTogether();
    }
    slots[key] = next;
    bytes[key] = weight;
    keyOf[next] = key;
    add(next, weight);
    next++;
  }

  private void leaveSlot(int key) {
    if (slots[key] != NONE) {
      keyOf[slots[key]] = NONE;
      add(slots[key], -bytes[key]);
      slots[key] = NONE;
    }
  }

  private int oldestKey() {
    while (keyOf[oldest] == NONE) {
      oldest++;
    }
    return keyOf[oldest];
  }

  private void moveTogether() {
    int to = 0;
    Arrays.fill(tree, 0);
    for (int slot = 0; slot < SLOTS; slot++) {
      int key = keyOf[slot];
      keyOf[slot] = NONE;
      if (key != NONE) {
        keyOf[to] = key;
        slots[key] = to++;
        tree[to] = bytes[key];
      }
    }
    for (int i = 1; i <= SLOTS; i++) {
      int parent = i + (i & -i);
      if (parent <= SLOTS) {
        tree[parent] += tree[i];
      }
    }
    next = to;
    oldest = 0;
  }

  private void add(int slot, long delta) {
    allBytes += delta;
    for (int i = slot + 1; i <= SLOTS; i += i & -i) {
      tree[i] += delta;
    }
  }

  /** Bytes of a slot and of all that are older. */
  private long sumTo(int slot) {
    long sum = 0;
    for (int i = slot + 1; i > 0; i -= i & -i) {
      sum += tree[i];
    }
    return sum;
  }

  /** Fewer are followed from now on, if these are asked for too often. */
  private void pace() {
    if (++met < MET_PER_LOOK) {
      return;
    }
    met = 0;
    long nowNs = clock.nowNs();
    if (nowNs - lookedNs < LOOK_NS_MIN) {
      follow(ONE_IN_IF_BUSY);
    }
    lookedNs = nowNs;
  }

  private void follow(int oneInLess) {
    sampling.lower(oneInLess);
    for (int slot = 0; slot < SLOTS; slot++) {
      int key = keyOf[slot];
      if (key != NONE && !sampling.has(hashes[key])) {
        drop(key);
      }
    }
  }

  /* ---- The table: open, linear; who is behind a gap moves into it. ---- */

  private static int home(long hash) {
    return (int) (hash ^ hash >>> 32) & TABLE - 1;
  }

  private int find(long hash) {
    int at = home(hash);
    while (table[at] != NONE && hashes[table[at]] != hash) {
      at = at + 1 & TABLE - 1;
    }
    return table[at];
  }

  /** A place for a key; NONE if it is followed no more. */
  private int enter(long hash) {
    while (count == KEYS) {
      follow(ONE_IN_IF_FULL);
    }
    if (!sampling.has(hash)) {
      return NONE;
    }
    int key = free[count++];
    hashes[key] = hash;
    slots[key] = NONE;
    int at = home(hash);
    while (table[at] != NONE) {
      at = at + 1 & TABLE - 1;
    }
    table[at] = key;
    return key;
  }

  private void drop(int key) {
    leaveSlot(key);
    int gap = home(hashes[key]);
    while (table[gap] != key) {
      gap = gap + 1 & TABLE - 1;
    }
    for (int at = gap + 1 & TABLE - 1; table[at] != NONE; at = at + 1 & TABLE - 1) {
      int fromHome = at - home(hashes[table[at]]) & TABLE - 1;
      if (fromHome >= (at - gap & TABLE - 1)) {
        table[gap] = table[at];
        gap = at;
      }
    }
    table[gap] = NONE;
    free[--count] = key;
  }
}

package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.ASIDE;
import static io.gannet.engine.store.seg.SegmentTable.FREE;
import static io.gannet.engine.store.seg.SegmentTable.NONE;

/**
 * Looks for so many segments in a row that hold least of what is alive, a segment at a time, from
 * the last one down: small items come from the other end. What the index may take next is the
 * dearer.
 *
 * <pre>
 *   live bytes   0    0  |  9    2    7  | 40   held  12    3    0
 *                        '---------------'
 *                          least of three
 * </pre>
 *
 * Segments of large items are in the way, as are those that are held; but where only the former
 * are, there may be a window later.
 */
final class WindowSearch {
  /** Once so many were looked at, what was found so far will do. */
  private static final int LOOKS_TO_FIND = 4096;

  private final Heap heap;
  private final SegmentTable table;
  private final int segmentBytes;
  /** What the last segments cost that were looked at, by their number modulo the array's length. */
  private final int[] costs = new int[Runs.SEGMENTS_MAX];
  private int count;
  private int at;
  private int looked;
  /** Segments in a row, up to the last one looked at, that are not in the way; or not held. */
  private int clear;
  private int unheld;
  private long cost;
  private long leastCost;
  private int best;
  private boolean possible;

  WindowSearch(Heap heap, SegLayout layout) {
    this.heap = heap;
    this.table = heap.table;
    this.segmentBytes = layout.segmentBytes();
  }

  /** From now on so many are looked for. */
  void begin(int segments) {
    assert segments > 0 && segments <= Runs.SEGMENTS_MAX;
    count = segments;
    at = table.segments();
    looked = 0;
    leastCost = Long.MAX_VALUE;
    best = NONE;
    possible = false;
    stop();
    unheld = 0;
  }

  private void stop() {
    clear = 0;
    cost = 0;
  }

  /** Looks at one segment more; false if that was not necessary. */
  boolean look() {
    if (at == 0 || leastCost == 0 || best != NONE && looked >= LOOKS_TO_FIND) {
      return false;
    }
    at = Math.min(at, table.segments()) - 1;
    looked++;
    unheld = heap.runs.isHeld(at) ? 0 : unheld + 1;
    possible |= unheld >= count;
    if (isInTheWay(at)) {
      stop();
    } else {
      add(costOf(at));
    }
    return true;
  }

  private boolean isInTheWay(int segment) {
    return table.state(segment) != FREE && !heap.runs.isMovable(segment);
  }

  private int costOf(int segment) {
    int bytes = table.state(segment) == FREE ? 0 : 1 + table.liveBytes(segment);
    return heap.free.isAmongLast(segment) ? bytes + segmentBytes : bytes;
  }

  private void add(int segmentCost) {
    int mask = costs.length - 1;
    if (clear >= count) {
      cost -= costs[at + count & mask];
    }
    costs[at & mask] = segmentCost;
    cost += segmentCost;
    clear++;
    if (clear >= count && cost < leastCost) {
      leastCost = cost;
      best = at;
    }
  }

  /** The first segment of the window, or NONE if there is none. */
  int found() {
    return best;
  }

  /** True if the window that was found is still one. */
  boolean isThere() {
    boolean there = best + count <= table.segments();
    for (int segment = best; there && segment < best + count; segment++) {
      there = !isInTheWay(segment);
    }
    return there;
  }

  /** True if there might be a window but for large items that could be forgotten. */
  boolean isPossible() {
    return possible;
  }
}

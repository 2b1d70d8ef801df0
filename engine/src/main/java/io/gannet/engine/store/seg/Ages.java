package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.MERGING;
import static io.gannet.engine.store.seg.SegmentTable.NONE;

import io.gannet.engine.block.Chain;
import java.util.Arrays;

/**
 * The segments in use in order of age, by rank. One that a large item begins in stands for all that
 * the item takes.
 */
final class Ages {
  private final SegmentTable table;
  private final Chain[] byAge = new Chain[Heap.RANKS];
  private final int[] used = new int[Heap.RANKS];

  Ages(SegmentTable table) {
    this.table = table;
    Arrays.setAll(byAge, rank -> table.chainByAge());
  }

  /** The youngest of its rank from now on, of so many segments. */
  void append(int segment, int span) {
    int rank = table.rank(segment);
    byAge[rank].append(segment);
    used[rank] += span;
  }

  /** In use no longer, or of another rank or age from now on. */
  void remove(int segment, int span) {
    int rank = table.rank(segment);
    byAge[rank].remove(segment);
    used[rank] -= span;
    assert used[rank] >= 0;
  }

  /** The oldest segment of rank 0 without pins, open or not, or NONE. */
  int oldest() {
    return oldest(0);
  }

  /** The oldest of a rank. */
  int oldest(int rank) {
    int segment = byAge[rank].first();
    while (segment != NONE
        && (table.pins(segment) != 0 || table.state(segment) == MERGING)) {
      segment = byAge[rank].next(segment);
    }
    return segment;
  }

  /** Segments in use of a rank. */
  int used(int rank) {
    return used[rank];
  }

  /** Those of all ranks. */
  int used() {
    return used[0] + used[1];
  }

  /** Those of a rank, in order of age. */
  Chain of(int rank) {
    return byAge[rank];
  }
}

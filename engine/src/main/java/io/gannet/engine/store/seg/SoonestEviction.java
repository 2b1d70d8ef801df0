package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.OPEN;

import io.gannet.engine.block.Chain;

/**
 * Gives up the segment that would expire soonest. Of a bucket that is the oldest one, so looking at
 * the first of each bucket is enough; of large items, whose deadlines are of any order, it is the
 * oldest one's that counts. Segments that never expire come last, the oldest first.
 *
 * <p>One that still takes new items is spared while there is another: its bucket would need the
 * segment that it freed for the very next of them.
 */
final class SoonestEviction implements Eviction {
  private final Heap heap;

  SoonestEviction(Heap heap) {
    this.heap = heap;
  }

  @Override
  public int victim(int nowSec) {
    int soonest = NONE;
    int soonestOpen = NONE;
    for (int bucket = 0; bucket < TtlBuckets.COUNT; bucket++) {
      int segment = firstUnpinned(heap.buckets.chain(bucket));
      if (segment != NONE && heap.table.state(segment) == OPEN) {
        soonestOpen = sooner(segment, soonestOpen);
      } else if (segment != NONE) {
        soonest = sooner(segment, soonest);
      }
    }
    return soonest == NONE ? soonestOpen : soonest;
  }

  /** The first without pins that takes no new items, else the one that does, if it has none. */
  private int firstUnpinned(Chain chain) {
    int open = NONE;
    for (int s = chain.first(); s != NONE; s = chain.next(s)) {
      if (heap.table.pins(s) == 0) {
        if (heap.table.state(s) != OPEN) {
          return s;
        }
        open = s;
      }
    }
    return open;
  }

  private int sooner(int segment, int other) {
    return other == NONE || isSooner(segment, other) ? segment : other;
  }

  private boolean isSooner(int segment, int other) {
    int deadlineSec = deadlineSec(segment);
    int otherSec = deadlineSec(other);
    return deadlineSec < otherSec || deadlineSec == otherSec && isOlder(segment, other);
  }

  private boolean isOlder(int segment, int other) {
    return heap.table.generation(segment) < heap.table.generation(other);
  }

  private int deadlineSec(int segment) {
    return heap.table.latestDeadlineSec(segment);
  }
}

package io.gannet.engine.store.seg;

import io.gannet.engine.block.Chain;
import io.gannet.engine.store.Store;
import java.util.Arrays;

/**
 * The TTL buckets: segments of items that have about the same time to live, so that they die at
 * about the same time, and for each bucket the segment that takes its new items.
 *
 * <pre>
 *   bucket      width        TTLs
 *    0 …  255        8 s          0 …     2,047 s
 *  256 …  511      128 s      2,048 …    32,767 s
 *  512 …  767    2,048 s     32,768 …   524,287 s    6 days
 *  768 … 1023   32,768 s    524,288 … 8,388,607 s   97 days, and longer ones in 1023
 * 1024                      never
 * 1025                      any: values that are long in coming, once they hold many segments
 * 1026                      any: items in {@link Runs} of segments
 * </pre>
 *
 * As in Segcache (Yang, Yue, Vinayak, NSDI 2021); there a bucket is all that is known of a TTL,
 * here each item keeps its own deadline. So an item is correct in any bucket, and where open
 * segments would be too many, it goes to the nearest bucket that has one.
 */
final class TtlBuckets {
  static final int NEVER_BUCKET = 1024;
  static final int ANY_BUCKET = NEVER_BUCKET + 1;
  static final int LARGE_BUCKET = ANY_BUCKET + 1;
  static final int COUNT = LARGE_BUCKET + 1;

  private static final int FAMILY_WIDTH = 8;
  private static final int FAMILIES = 4;
  private static final int FAMILY_STEP_SHIFT = 4;
  private static final int FIRST_SHIFT = 3;

  private final Chain[] chains = new Chain[COUNT];
  private final OpenSegments open = new OpenSegments();

  TtlBuckets(SegmentTable table) {
    Arrays.setAll(chains, i -> table.chainInBucket());
  }

  /** The bucket of a deadline; one that is past goes to the first. */
  static int of(int deadlineSec, int nowSec) {
    if (deadlineSec == Store.NEVER) {
      return NEVER_BUCKET;
    }
    int ttlSec = Math.max(0, deadlineSec - nowSec);
    int shift = FIRST_SHIFT;
    for (int family = 0; family < FAMILIES; family++, shift += FAMILY_STEP_SHIFT) {
      int step = ttlSec >>> shift;
      if (step < 1 << FAMILY_WIDTH) {
        return (family << FAMILY_WIDTH) + step;
      }
    }
    return NEVER_BUCKET - 1;
  }

  /** The shortest TTL of a bucket other than never. */
  static int floorSec(int bucket) {
    int family = bucket >>> FAMILY_WIDTH;
    int step = bucket & (1 << FAMILY_WIDTH) - 1;
    return step << FIRST_SHIFT + family * FAMILY_STEP_SHIFT;
  }

  /** The longest TTL of a bucket other than never; the last one has all that are longer, too. */
  static int ceilingSec(int bucket) {
    int family = bucket >>> FAMILY_WIDTH;
    return floorSec(bucket) + (1 << FIRST_SHIFT + family * FAMILY_STEP_SHIFT) - 1;
  }

  /** The number that a bucket is told by: its longest TTL; 0 for never, or of any. */
  static int told(int bucket) {
    return bucket < NEVER_BUCKET ? ceilingSec(bucket) : 0;
  }

  /** The earliest deadline that an item of a bucket can have, unless it belongs to another. */
  static int baseSec(int bucket, int nowSec) {
    return switch (bucket) {
      case NEVER_BUCKET -> 0;
      case ANY_BUCKET, LARGE_BUCKET -> nowSec;
      default -> nowSec + floorSec(bucket);
    };
  }

  /** Is told how many segments there are, open or not. */
  void resized(int segments) {
    open.resized(segments);
  }

  /**
   * The bucket that takes an item of this deadline: the deadline's own, or, once as many are open
   * as may be, the nearest open one. Without that a few dozen different TTLs would fill a small
   * heap with nearly empty segments.
   */
  int taking(int deadlineSec, int nowSec) {
    int bucket = of(deadlineSec, nowSec);
    return open.of(bucket) != SegmentTable.NONE || open.mayBeMore() ? bucket : open.nearest(bucket);
  }

  Chain chain(int bucket) {
    return chains[bucket];
  }

  /** The segment that takes the bucket's new items, or NONE. */
  int open(int bucket) {
    return open.of(bucket);
  }

  void open(int bucket, int segment) {
    open.set(bucket, segment);
  }

  /** How many buckets have an open segment, other than that for any deadline. */
  int openCount() {
    return open.count();
  }
}

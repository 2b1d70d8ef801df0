package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;

import java.util.Arrays;

/** For some of the TTL buckets a segment that is being filled. */
final class OpenSegments {
  /** One in so many segments may be open: each is half empty on average. */
  private static final int SEGMENTS_PER_OPEN = 14;

  /** Where there are few, one with deadlines and one without. */
  private static final int OPEN_FEW = 2;

  private static final int SEGMENTS_FEW = 16;
  private static final int WORD_SHIFT = 6;

  private final int[] segments = new int[TtlBuckets.COUNT];
  /** A bit per bucket that has one and that may lend it. */
  private final long[] bits = new long[TtlBuckets.COUNT + Long.SIZE - 1 >>> WORD_SHIFT];
  private int count;
  private int max;

  OpenSegments() {
    Arrays.fill(segments, NONE);
  }

  /** Is told how many segments there are, open or not. */
  void resized(int all) {
    max = Math.max(all < SEGMENTS_FEW ? 1 : OPEN_FEW, all / SEGMENTS_PER_OPEN);
  }

  /** True if one more bucket may have one. */
  boolean mayBeMore() {
    return count < max;
  }

  /** The bucket's segment, or NONE. */
  int of(int bucket) {
    return segments[bucket];
  }

  /** Gives a bucket a segment, or none. */
  void set(int bucket, int segment) {
    boolean was = segments[bucket] != NONE;
    boolean is = segment != NONE;
    segments[bucket] = segment;
    if (was != is && bucket != TtlBuckets.ANY_BUCKET) {
      bits[bucket >>> WORD_SHIFT] ^= 1L << bucket;
      count += is ? 1 : -1;
    }
  }

  /** How many buckets have one, other than that for any deadline. */
  int count() {
    return count;
  }

  /** The bucket nearest to {@code bucket} that has one, or NONE if none has. */
  int nearest(int bucket) {
    int above = firstFrom(bucket);
    int below = lastUpTo(bucket);
    if (above == NONE || below == NONE) {
      return Math.max(above, below);
    }
    return above - bucket <= bucket - below ? above : below;
  }

  private int firstFrom(int bucket) {
    int word = bucket >>> WORD_SHIFT;
    long found = bits[word] & -1L << bucket;
    while (found == 0 && ++word < bits.length) {
      found = bits[word];
    }
    return found == 0 ? NONE : (word << WORD_SHIFT) + Long.numberOfTrailingZeros(found);
  }

  private int lastUpTo(int bucket) {
    int word = bucket >>> WORD_SHIFT;
    long found = bits[word] & -1L >>> ~bucket;
    while (found == 0 && --word >= 0) {
      found = bits[word];
    }
    int last = Long.SIZE - 1 - Long.numberOfLeadingZeros(found);
    return found == 0 ? NONE : (word << WORD_SHIFT) + last;
  }
}

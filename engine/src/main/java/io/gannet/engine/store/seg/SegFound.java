package io.gannet.engine.store.seg;

import io.gannet.engine.store.Found;
import java.util.Arrays;

/**
 * What a walk has found so far. Places are offsets in the region, so the walk may stop between any
 * two items; the header of a segment is counted after its last item.
 */
final class SegFound extends Found {
  private final SegLayout layout;

  /** Segments passed: the one with this number is being walked. */
  int segments;

  long free;
  long aside;
  long open;
  long pinned;
  long held;
  long reservations;
  long reservedBytes;
  final long[] ofRank = new long[Heap.RANKS];
  final long[] segmentsOf = new long[TtlBuckets.COUNT];
  final long[] itemsOf = new long[TtlBuckets.COUNT];
  final long[] bytesOf = new long[TtlBuckets.COUNT];

  /** Of the segment that is being walked. */
  int total;
  int live;
  int liveBytes;
  int reserved;

  SegFound(SegLayout layout) {
    this.layout = layout;
    frontier(layout.item(0, 0));
  }

  @Override
  public void end() {
    super.end();
    segments = 0;
  }

  /** The segment that is being walked is passed. */
  void pass() {
    segments++;
    frontier(layout.item(segments, 0));
    total = 0;
    live = 0;
    liveBytes = 0;
    reserved = 0;
  }

  /** An item lives, or no longer. */
  void live(int segment, int sign, int bytes) {
    if (segment == segments) {
      live += sign;
      liveBytes += sign * bytes;
    }
  }

  /** An item of a segment of this bucket is held, or no longer. */
  void account(int bucket, int sign, int keyLength, int valueLength, int bytes) {
    account(sign, keyLength, valueLength, bytes - keyLength - valueLength);
    itemsOf[bucket] += sign;
    bytesOf[bucket] += (long) sign * bytes;
  }

  @Override
  public void forgetItems() {
    super.forgetItems();
    Arrays.fill(itemsOf, 0);
    Arrays.fill(bytesOf, 0);
  }

  /** An item is being received, or no longer. */
  void reserve(int segment, int sign, int bytes) {
    reserved += segment == segments ? sign : 0;
    reservations += sign;
    reservedBytes += (long) sign * bytes;
  }

  /** So many segments have got their first reservation, or have lost the last one. */
  void held(int segment, int span) {
    held += segment < segments ? span : 0;
  }

  /** So many segments have got their first pin, or have lost the last one. */
  void pinned(int segment, int span) {
    pinned += segment < segments ? span : 0;
  }

  /** A free segment is set apart, or is free again. */
  void aside(int segment, int sign) {
    if (segment < segments) {
      free -= sign;
      aside += sign;
    }
  }

  /** A large item begins in a segment that was set apart. */
  void began(int segment, int rank, int span) {
    if (segment < segments) {
      aside--;
      segmentsOf[TtlBuckets.LARGE_BUCKET] += span;
      ofRank[rank] += span;
    }
  }

  /** So many segments have another rank. */
  void ranked(int segment, int before, int rank, int span) {
    if (segment < segments) {
      ofRank[before] -= span;
      ofRank[rank] += span;
    }
  }

  /** A free segment takes items. */
  void opened(int segment, int bucket, int rank) {
    if (segment < segments) {
      free--;
      open++;
      segmentsOf[bucket]++;
      ofRank[rank]++;
    }
  }

  /** A segment takes new items no longer. */
  void closed(int segment) {
    open -= segment < segments ? 1 : 0;
  }

  /** A segment is free. What the walk has found in it so far is gone; so it is passed. */
  void freed(int segment, int bucket, int rank, int span) {
    if (segment < segments) {
      free++;
      segmentsOf[bucket] -= span;
      ofRank[rank] -= span;
    } else if (segment == segments && has(layout.item(segment, 0))) {
      free++;
      pass();
    }
  }

  /** A free segment, the last one, is none any more. */
  void dropped(int segment) {
    free -= segment < segments ? 1 : 0;
  }

  /** There is a free segment more behind all others. */
  void added(int segment) {
    free += segment < segments ? 1 : 0;
  }

  /** The newest item of a segment was never there. */
  void gaveBack(int segment, long item) {
    if (segment == segments && has(item)) {
      frontier(item);
      total--;
    }
  }
}

package io.gannet.engine.store.seg;

import java.lang.foreign.MemorySegment;

/**
 * What is told of segments and of the items in them, and what a walk has found of those that it has
 * passed: a change is written to both here, so that neither forgets what the other knows.
 */
final class Ledger {
  private final MemorySegment region;
  private final SegLayout layout;
  private final SegmentTable table;
  private final SegMetrics metrics;
  private SegFound found;
  private long reservedBytes;

  Ledger(MemorySegment region, SegLayout layout, SegmentTable table, SegMetrics metrics) {
    this.region = region;
    this.layout = layout;
    this.table = table;
    this.metrics = metrics;
    this.found = new SegFound(layout);
  }

  /** From now on what this walk has found is kept right, and no other's. */
  void follow(SegFound walk) {
    found.end();
    found = walk;
  }

  /**
   * An item lives from now on, or, with {@code sign} -1, no longer.
   *
   * @param held false if it was flushed: then it is not held any more
   */
  void account(long item, int sign, boolean held) {
    int segment = layout.segment(item);
    int keyLength = Item.keyLength(region, item);
    int valueLength = Item.valueLength(region, item);
    int bytes = Item.bytes(region, item);
    table.liveItems(segment, table.liveItems(segment) + sign);
    table.liveBytes(segment, table.liveBytes(segment) + sign * bytes);
    assert table.isSound(segment);
    if (held) {
      metrics.account(sign, keyLength, valueLength, bytes - keyLength - valueLength);
      metrics.buckets.account(table.bucket(segment), sign, bytes);
    }
    if (found.has(item)) {
      found.live(segment, sign, bytes);
      if (held) {
        found.account(table.bucket(segment), sign, keyLength, valueLength, bytes);
      }
    }
  }

  /**
   * Counts a live item of a segment that is forgotten to make room.
   *
   * @param mortal whether it had a deadline
   */
  void countEvicted(int segment, boolean mortal, int nowSec) {
    metrics.evicted(table.bucket(segment), nowSec - table.createdAtSec(segment), mortal);
  }

  /** Counts an expired item of a segment whose place is taken back. */
  void countExpired(int segment) {
    metrics.expired(table.bucket(segment));
  }

  /** Nothing is held any more. */
  void forgetItems() {
    metrics.forgetItems();
    found.forgetItems();
  }

  /**
   * An item is being received, or no longer.
   *
   * @param edge whether it is the first of its segment, or was the last
   * @param span how many segments it freezes
   */
  void reserved(long item, int sign, boolean edge, int span) {
    int segment = layout.segment(item);
    int bytes = Item.bytes(region, item);
    reservedBytes += (long) sign * bytes;
    assert reservedBytes >= 0 : "more reservations ended than begun";
    assert edge == (table.reservations(segment) == Math.max(sign, 0)) : "not the first or last";
    assert table.pins(segment) >= table.reservations(segment) : "a reservation without a pin";
    metrics.reservations.add(sign);
    metrics.reservedBytes.set(reservedBytes);
    if (found.has(item)) {
      found.reserve(segment, sign, bytes);
    }
    if (edge) {
      metrics.segmentsReserved.add(sign * span);
      found.held(segment, sign * span);
    }
  }

  /** A segment, or so many, have got their first pin, or, if less than 0, have lost the last. */
  void pinned(int segment, int span) {
    assert table.pins(segment) == (span > 0 ? 1 : 0) : "not the first or last";
    assert table.state(segment) != SegmentTable.FREE;
    metrics.segmentsPinned.add(span);
    found.pinned(segment, span);
  }

  /** A free segment was opened. */
  void opened(int segment) {
    assert table.state(segment) == SegmentTable.OPEN && table.generation(segment) > 0;
    assert table.isEmpty(segment) : "what lay there is not gone";
    int bucket = table.bucket(segment);
    metrics.segmentsOpen.add(1);
    metrics.buckets.blocks.increment(bucket);
    found.opened(segment, bucket, table.rank(segment));
  }

  /** A segment that was open takes new items no longer. */
  void closed(int segment) {
    assert table.state(segment) != SegmentTable.OPEN && table.isSound(segment);
    metrics.segmentsOpen.add(-1);
    found.closed(segment);
  }

  /** A segment is free, and those that stood behind it in a run are to be. */
  void freed(int segment, int span) {
    assert table.state(segment) == SegmentTable.FREE && table.isEmpty(segment);
    int bucket = table.bucket(segment);
    metrics.buckets.blocks.add(bucket, -span);
    found.freed(segment, bucket, table.rank(segment), span);
  }

  /** A free segment is set apart for a large item, or, with {@code sign} -1, is free again. */
  void aside(int segment, int sign) {
    metrics.segmentsAside.add(sign);
    found.aside(segment, sign);
  }

  /** A large item begins in this segment, which was set apart. */
  void began(int segment, int span) {
    assert table.state(segment) == SegmentTable.SEALED && table.isEmpty(segment);
    metrics.segmentsAside.add(-1);
    metrics.buckets.blocks.add(TtlBuckets.LARGE_BUCKET, span);
    found.began(segment, table.rank(segment), span);
  }

  /** A segment, and those behind it, are to be of another rank. */
  void ranked(int segment, int rank, int span) {
    found.ranked(segment, table.rank(segment), rank, span);
  }

  /** The last segment, which was free, is no segment any more. */
  void dropped(int segment) {
    assert segment == table.segments() && table.isEmpty(segment) : "not the last, or in use";
    found.dropped(segment);
  }

  /** There is one segment more, which is free. */
  void added(int segment) {
    assert segment == table.segments() - 1 && table.isEmpty(segment);
    found.added(segment);
  }

  /** The newest item of its segment, which never lived, was never there. */
  void gaveBack(long item) {
    assert table.isSound(layout.segment(item)) : "it was alive";
    found.gaveBack(layout.segment(item), item);
  }
}

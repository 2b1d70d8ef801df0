package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.FREE;
import static io.gannet.engine.store.seg.SegmentTable.MERGING;
import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.OPEN;

import io.gannet.engine.hash.Hash64;
import java.lang.foreign.MemorySegment;

/**
 * Takes segments back: those that expired or were flushed, found by a sweep over all headers once a
 * second, and, so that there is always a free one, those that the eviction names. One segment at a
 * time is cleaned, item by item, a few items at a call.
 */
final class Reclaimer {
  /** One in so many segments is kept free, ahead of need. */
  private static final int SEGMENTS_PER_FREE = 100;

  private final MemorySegment region;
  private final SegLayout layout;
  private final Heap heap;
  private final SegmentTable table;
  private final Index index;
  private final Hash64 hash64;
  private final Eviction eviction;
  private final SegMetrics metrics;
  private final int freeWanted;

  /*
   * A victim can become free under the cursor, when a client deletes its last live item, and can
   * then be in use again: its generation tells.
   */
  private int victim = NONE;
  private long victimGeneration;
  private int cursor;

  private int sweepNext;
  private int sweptSec;

  Reclaimer(
      MemorySegment region,
      SegLayout layout,
      Heap heap,
      Index index,
      Hash64 hash64,
      Eviction eviction,
      SegMetrics metrics) {
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.table = heap.table;
    this.index = index;
    this.hash64 = hash64;
    this.eviction = eviction;
    this.metrics = metrics;
    this.freeWanted =
        1 + eviction.freeWanted() + layout.segments() / SEGMENTS_PER_FREE;
    this.sweepNext = layout.segments();
  }

  /**
   * Background work.
   *
   * @param items how many items and headers together may be looked at
   * @return true if that did not suffice
   */
  boolean work(int items, int nowSec) {
    startSweep(nowSec);
    for (int left = items; left > 0; left--) {
      if (victim != NONE) {
        cleanNext(nowSec);
      } else if (sweepNext < layout.segments()) {
        sweep(nowSec);
      } else if (heap.free() >= freeWanted || !evict(nowSec)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Finishes what it takes to have a free segment; false if none can be had. Each victim but the
   * first is a segment more that was cleaned, so there are no more of them than segments.
   */
  boolean free(int nowSec) {
    if (heap.free() == 0) {
      metrics.foregroundReclaims.increment();
    }
    for (int victims = 0; heap.free() == 0; victims++) {
      assert victims <= layout.segments() : "segments are cleaned and none becomes free";
      if (victims > layout.segments() || victim == NONE && !evict(nowSec)) {
        return false;
      }
      while (victim != NONE) {
        cleanNext(nowSec);
      }
    }
    return true;
  }

  /** Looks for flushed segments from the next call on, without waiting for the next second. */
  void flushed() {
    eviction.flushed();
    sweepNext = 0;
  }

  private void startSweep(int nowSec) {
    if (sweptSec != nowSec && sweepNext == layout.segments()) {
      sweptSec = nowSec;
      sweepNext = 0;
    }
  }

  private void sweep(int nowSec) {
    metrics.steps.increment();
    int segment = sweepNext++;
    int state = table.state(segment);
    if (state == FREE || state == MERGING || table.pins(segment) != 0) {
      return;
    }
    if (table.latestDeadlineSec(segment) <= nowSec) {
      metrics.segmentsExpired.increment();
      begin(segment);
    } else if (heap.isFlushed(segment)) {
      begin(segment);
    }
  }

  private boolean evict(int nowSec) {
    int segment = eviction.victim(nowSec);
    if (segment == NONE) {
      return false;
    }
    if (!heap.isFlushed(segment) && table.latestDeadlineSec(segment) > nowSec) {
      metrics.segmentsEvicted.increment();
    }
    begin(segment);
    return true;
  }

  private void begin(int segment) {
    assert table.pins(segment) == 0;
    victim = segment;
    victimGeneration = table.generation(segment);
    cursor = 0;
    if (table.state(segment) == OPEN) {
      heap.seal(segment);
    }
  }

  private void cleanNext(int nowSec) {
    if (table.generation(victim) != victimGeneration || table.liveItems(victim) == 0) {
      victim = NONE;
      return;
    }
    assert cursor < table.writeOffset(victim) : "live items behind the last one";
    metrics.steps.increment();
    long item = layout.item(victim, cursor);
    cursor += Item.bytes(region, item);
    if ((Item.marks(region, item) & Item.DELETED) == 0) {
      keepOrDrop(item, nowSec);
    }
  }

  private void keepOrDrop(long item, int nowSec) {
    long keyOffset = Item.keyOffset(region, item);
    long hash = hash64.hash(region, keyOffset, Item.keyLength(region, item));
    long position = index.findPlace(hash, layout.segment(item), layout.offset(item));
    assert position != Index.ABSENT : "a live item has a slot";
    if (heap.isFlushed(victim)) {
      index.clear(position);
    } else if (heap.expired(item, nowSec)) {
      index.clear(position);
      metrics.itemsExpired.increment();
    } else if (!isKept(item, position)) {
      evict(position, hash);
    }
    heap.release(item);
  }

  private void evict(long position, long hash) {
    if (eviction.remembers()) {
      index.bury(position, hash, heap.heatTime());
    } else {
      index.clear(position);
    }
    metrics.evictions.increment();
  }

  /** Moves an item to where the eviction keeps it, if it does. */
  private boolean isKept(long item, long position) {
    int bytes = Item.bytes(region, item);
    if (!eviction.keeps(bytes, Slot.heat(index.slot(position)))) {
      return false;
    }
    int segment = eviction.destination(bytes + Item.MOVED_BYTES_MAX);
    if (segment == NONE) {
      return false;
    }
    long copy = heap.copyTo(segment, item);
    heap.enliven(copy);
    index.moveCooled(position, layout.segment(copy), layout.offset(copy));
    metrics.itemsKept.increment();
    return true;
  }
}

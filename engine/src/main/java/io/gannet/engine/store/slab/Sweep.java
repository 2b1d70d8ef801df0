package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.ACCESSED_AT;
import static io.gannet.engine.store.slab.SlabTable.CARVED_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.EARLIEST_DEADLINE;
import static io.gannet.engine.store.slab.SlabTable.LIVE_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.NONE;
import static io.gannet.engine.store.slab.SlabTable.SWEEP_AT;
import static io.gannet.engine.store.slab.SlabTable.USED;

import java.lang.foreign.MemorySegment;

/**
 * Takes back what has expired or was flushed, a slab after the other, an item at a call.
 *
 * <p>Once a second all headers are looked at. A slab of which something has expired is swept, again
 * a second later if one in {@value #ITEMS_PER_FOUND} had, else {@value #INTERVAL_SEC} seconds
 * later: with mixed deadlines every slab always has something expired, and to sweep 14 million
 * items every second, at an estimated 10 ns each, would be a seventh of a core. One with items from
 * before a flush is swept at once.
 *
 * <p>Where room is wanted, that is too late: before anything is forgotten some slabs that were not
 * due yet are probed, and swept if that seems to be worth it.
 */
final class Sweep {
  static final int INTERVAL_SEC = 8;

  /** A sweep is worth its while if it finds one in so many: to forget them would take as long. */
  static final int ITEMS_PER_FOUND = 8;

  private static final int PROBED_ITEMS = 2 * ITEMS_PER_FOUND;
  private static final int PROBES = 4;
  private static final int HEADERS = 64;

  private final MemorySegment region;
  private final Heap heap;
  private final SlabTable table;
  private final Removal removal;
  private final SlabMetrics metrics;

  /*
   * A slab can become free under the sweep, and be in use again: then it was never swept. While it
   * is swept its earliest deadline is that of what was seen or written since the sweep began.
   */
  private int swept = NONE;
  private int next;
  private int found;
  private int sweepAt;
  private long floor;
  private boolean probed;

  private int headerNext = Integer.MAX_VALUE;
  private int headersSec;

  private int soughtNext;
  private int headersLeft;
  private int probesLeft;
  private int probe = NONE;
  private int probedItems;
  private int probedGone;

  Sweep(MemorySegment region, Heap heap, Removal removal, SlabMetrics metrics) {
    this.region = region;
    this.heap = heap;
    this.table = heap.table;
    this.removal = removal;
    this.metrics = metrics;
  }

  /** The slab that is being swept, or NONE. */
  int slab() {
    return swept;
  }

  /** True if what is being swept has, or seems to have, much that has expired. */
  boolean isWorthwhile() {
    return swept != NONE && (probed || found * ITEMS_PER_FOUND >= next);
  }

  /** Looks for flushed items from the next call on, without waiting for the next second. */
  void flushed() {
    headerNext = 0;
  }

  /** Looks at one item or header; false if that is not due. */
  boolean step(int nowSec) {
    if (swept != NONE) {
      sweep(nowSec);
      return true;
    }
    if (headersSec != nowSec && headerNext >= table.slabs()) {
      headersSec = nowSec;
      headerNext = 0;
    }
    if (headerNext >= table.slabs()) {
      return false;
    }
    lookAt(headerNext++, nowSec);
    return true;
  }

  private void lookAt(int slab, int nowSec) {
    metrics.steps.increment();
    if (table.isInUse(slab)) {
      metrics.classes.seen(table.sizeClass(slab), table.get(slab, ACCESSED_AT));
    }
    if (headerNext == table.slabs()) {
      headerNext = Integer.MAX_VALUE;
      metrics.classes.allSeen(nowSec);
    }
    boolean due = table.get(slab, SWEEP_AT) <= nowSec && hasExpired(slab, nowSec);
    if (isUsed(slab) && (due || hasFlushed(slab))) {
      begin(slab, nowSec, false);
    }
  }

  private boolean isUsed(int slab) {
    return table.state(slab) == USED && table.get(slab, LIVE_ITEMS) != 0;
  }

  private boolean hasExpired(int slab, int nowSec) {
    return table.get(slab, EARLIEST_DEADLINE) <= nowSec;
  }

  private boolean hasFlushed(int slab) {
    return table.tokenFloor(slab) < heap.flushedBelow();
  }

  /** Begins a search for a slab that is worth to be swept. */
  void beginSeeking() {
    headersLeft = Math.min(table.slabs(), HEADERS);
    probesLeft = PROBES;
    probe = NONE;
  }

  /**
   * Looks at a header or an item more; false if that was not to be: no slab was found, or one that
   * is swept from now on.
   */
  boolean seek(int nowSec) {
    if (probe != NONE) {
      probeNext(nowSec);
      return true;
    }
    if (headersLeft == 0 || probesLeft == 0) {
      return false;
    }
    headersLeft--;
    metrics.steps.increment();
    soughtNext = soughtNext + 1 < table.slabs() ? soughtNext + 1 : 0;
    boolean due = hasExpired(soughtNext, nowSec) || hasFlushed(soughtNext);
    if (due && isUsed(soughtNext) && soughtNext != swept) {
      probesLeft--;
      probe = soughtNext;
      probedItems = 0;
      probedGone = 0;
    }
    return true;
  }

  /** Looks at one of some items of a slab; it is swept if enough of them are gone. */
  private void probeNext(int nowSec) {
    int carved = table.get(probe, CARVED_ITEMS);
    int count = Math.min(carved, PROBED_ITEMS);
    if (!isUsed(probe) || probedItems >= count) {
      boolean found = isUsed(probe) && probedGone * ITEMS_PER_FOUND >= count;
      if (found) {
        begin(probe, nowSec, true);
        headersLeft = 0;
      }
      probe = NONE;
      return;
    }
    metrics.steps.increment();
    long item = heap.item(probe, (int) ((long) probedItems++ * carved / count));
    probedGone += Item.isLive(region, item) && heap.isGone(item, nowSec) ? 1 : 0;
  }

  private void begin(int slab, int nowSec, boolean probed) {
    if (swept != NONE) {
      table.set(swept, EARLIEST_DEADLINE, 1); // given up: there may be any
    }
    swept = slab;
    next = 0;
    found = 0;
    sweepAt = nowSec + INTERVAL_SEC;
    floor = heap.flushedBelow();
    this.probed = probed;
    table.set(slab, SWEEP_AT, sweepAt);
    table.set(slab, EARLIEST_DEADLINE, Integer.MAX_VALUE);
  }

  private void sweep(int nowSec) {
    if (table.state(swept) != USED || table.get(swept, SWEEP_AT) != sweepAt) {
      swept = NONE;
    } else if (next == table.get(swept, CARVED_ITEMS)) {
      end(nowSec);
    } else {
      metrics.steps.increment();
      look(heap.item(swept, next++), nowSec);
    }
  }

  private void end(int nowSec) {
    table.tokenFloor(swept, Math.max(floor, table.tokenFloor(swept)));
    if (found * ITEMS_PER_FOUND >= next) {
      table.set(swept, SWEEP_AT, nowSec + 1);
    }
    swept = NONE;
  }

  private void look(long item, int nowSec) {
    if (!Item.isLive(region, item)) {
      return;
    }
    if (heap.isGone(item, nowSec)) {
      found++;
      removal.removeGone(item);
    } else {
      heap.table.noteDeadline(swept, Item.deadlineSec(region, item));
    }
  }
}

package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.ACCESSED_AT;
import static io.gannet.engine.store.slab.SlabTable.CARVED_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.EARLIEST_DEADLINE;
import static io.gannet.engine.store.slab.SlabTable.FREE;
import static io.gannet.engine.store.slab.SlabTable.LIVE_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.NONE;
import static io.gannet.engine.store.slab.SlabTable.READERS;
import static io.gannet.engine.store.slab.SlabTable.SWEPT_AT;
import static io.gannet.engine.store.slab.SlabTable.USED;
import static io.gannet.engine.store.slab.SlabTable.VICTIM;

import io.gannet.engine.metrics.Counter;
import java.lang.foreign.MemorySegment;

/**
 * Takes places back, item by item, a few items at a call: those of the slab that gives way, so that
 * there is always a free one, and those of items that expired or were flushed. Background work and
 * requests that take places clean one and the same victim.
 *
 * <p>Once a second all headers are looked at; a slab in which something has expired is swept, but
 * no sooner than {@value #SWEEP_INTERVAL_SEC} seconds after the last time; one with items from
 * before a flush is swept at once.
 */
final class Reclaimer {
  /** One in so many slabs is kept free, ahead of need. */
  private static final int SLABS_PER_FREE = 100;

  static final int SWEEP_INTERVAL_SEC = 8;

  /** What making room may cost one request, in items looked at: some 50 µs. */
  static final int STEPS_MAX = 256;

  private static final int PAY_MIN = 4;
  private static final int TRIES = 8;

  private final MemorySegment region;
  private final SlabLayout layout;
  private final Heap heap;
  private final SlabTable table;
  private final Index index;
  private final Eviction eviction;
  private final SlabMetrics metrics;
  private final int freeWanted;
  private int kept;

  private int victim = NONE;
  private int cleanNext;
  private int placeNext;

  /*
   * A slab can become free under the sweep, and be in use again: then it was never swept. While it
   * is swept its earliest deadline is that of what was seen or written since the sweep began.
   */
  private int swept = NONE;
  private int sweepNext;
  private int sweptSince;
  private long sweptFloor;

  private int headerNext;
  private int headersSec;

  Reclaimer(
      MemorySegment region,
      SlabLayout layout,
      Heap heap,
      Index index,
      Eviction eviction,
      SlabMetrics metrics) {
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.table = heap.table;
    this.index = index;
    this.eviction = eviction;
    this.metrics = metrics;
    this.freeWanted = 1 + SlabStore.SLABS_KEPT + layout.slabs() / SLABS_PER_FREE;
    this.headerNext = layout.slabs();
  }

  /**
   * Background work.
   *
   * @param items how many items and headers together may be looked at
   * @return true if that did not suffice
   */
  boolean work(int items, int nowSec) {
    if (headersSec != nowSec && headerNext == layout.slabs()) {
      headersSec = nowSec;
      headerNext = 0;
    }
    boolean evicts = true;
    for (int left = items; left > 0; left--) {
      evicts = evicts && hasVictim();
      if (victim != NONE) {
        clean(nowSec);
      } else if (swept != NONE) {
        sweep(nowSec);
      } else if (headerNext < layout.slabs()) {
        lookAt(headerNext++, nowSec);
      } else {
        return false;
      }
    }
    return true;
  }

  /**
   * What a request pays for its place while free slabs are short: twice the share of the victim
   * that its place has of a slab, so that slabs become free as fast as they are filled.
   *
   * @return how many steps more it may be asked for
   */
  int pay(int placeBytes, int nowSec) {
    if (!hasVictim()) {
      return STEPS_MAX;
    }
    long share = 2L * placeBytes * table.get(victim, CARVED_ITEMS) >>> layout.blocks().blockShift();
    int due = Math.clamp(share, PAY_MIN, STEPS_MAX);
    for (int left = due; left > 0 && hasVictim(); left--) {
      clean(nowSec);
    }
    return STEPS_MAX - due;
  }

  /**
   * Forgets one item of a class for its place, in the slab that has been full for longest: cheaper
   * than to wait for a whole slab. False if there is none near.
   */
  boolean freePlace(int sizeClass, int nowSec) {
    int slab = heap.inClass(sizeClass).first();
    for (int i = 0; i < TRIES && slab != NONE; i++) {
      if (freePlaceOf(slab, nowSec)) {
        return true;
      }
      slab = heap.inClass(sizeClass).next(slab);
    }
    return false;
  }

  /** Forgets one item of a slab that no reader holds; false if none is found soon. */
  boolean freePlaceOf(int slab, int nowSec) {
    for (int i = 0; i < TRIES && table.get(slab, READERS) == 0; i++) {
      metrics.steps.increment();
      int number = (placeNext++ & Integer.MAX_VALUE) % table.get(slab, CARVED_ITEMS);
      long item = heap.item(slab, number);
      if (Item.isLive(region, item)) {
        forget(item, metrics.singleEvictions, nowSec);
        return true;
      }
    }
    return false;
  }

  /** Whether one free slab is kept for somebody who waits: then one more is wanted. */
  void keep(boolean one) {
    kept = one ? 1 : 0;
  }

  /**
   * Goes on until a slab is free, for so many steps at most; false if none is.
   *
   * @param others so many free ones are another's
   */
  boolean free(int others, int steps, int nowSec) {
    metrics.foregroundReclaims.add(heap.free() <= others ? 1 : 0);
    for (int left = steps; heap.free() <= others && left > 0 && hasVictim(); left--) {
      clean(nowSec);
    }
    return heap.free() > others;
  }

  /** Looks for flushed items from the next call on, without waiting for the next second. */
  void flushed() {
    headerNext = 0;
  }

  /** The slab that is being swept, or NONE. */
  int swept() {
    return swept;
  }

  /** True if there is a slab to be cleaned, chosen now if free ones are short. */
  private boolean hasVictim() {
    if (victim == NONE && heap.free() < freeWanted + kept) {
      victim = eviction.victim();
      if (victim != NONE) {
        metrics.slabsEvicted.increment();
        heap.condemn(victim);
        cleanNext = 0;
      }
    }
    return victim != NONE;
  }

  private void clean(int nowSec) {
    // Its last item may have been deleted, or it may wait for the end of a send.
    if (table.state(victim) != VICTIM || table.get(victim, LIVE_ITEMS) == 0) {
      victim = NONE;
      return;
    }
    assert cleanNext < table.get(victim, CARVED_ITEMS) : "live items behind the last one";
    metrics.steps.increment();
    long item = heap.item(victim, cleanNext++);
    if (Item.isLive(region, item)) {
      forget(item, metrics.slabEvictions, nowSec);
    }
    if (table.state(victim) != VICTIM) {
      victim = NONE;
    }
  }

  /** Forgets a live item; if it was alive, that is an eviction with this cause. */
  private void forget(long item, Counter cause, int nowSec) {
    if (!heap.isFlushed(item)) {
      if (heap.isGone(item, nowSec)) {
        heap.countExpired(item);
      } else {
        heap.countEvicted(item, nowSec);
        cause.increment();
      }
    }
    remove(item);
  }

  private void lookAt(int slab, int nowSec) {
    metrics.steps.increment();
    if (table.state(slab) != FREE) {
      metrics.classes.seen(table.sizeClass(slab), table.get(slab, ACCESSED_AT));
    }
    if (headerNext == layout.slabs()) {
      metrics.classes.allSeen(nowSec);
    }
    if (table.state(slab) != USED || table.get(slab, LIVE_ITEMS) == 0) {
      return;
    }
    boolean expires =
        table.get(slab, EARLIEST_DEADLINE) <= nowSec
            && nowSec - table.get(slab, SWEPT_AT) >= SWEEP_INTERVAL_SEC;
    if (expires || table.tokenFloor(slab) < heap.flushedBelow()) {
      swept = slab;
      sweepNext = 0;
      sweptSince = nowSec;
      sweptFloor = heap.flushedBelow();
      table.set(slab, SWEPT_AT, nowSec);
      table.set(slab, EARLIEST_DEADLINE, Integer.MAX_VALUE);
    }
  }

  private void sweep(int nowSec) {
    if (table.state(swept) != USED || table.get(swept, SWEPT_AT) != sweptSince) {
      swept = NONE;
      return;
    }
    if (sweepNext == table.get(swept, CARVED_ITEMS)) {
      table.tokenFloor(swept, Math.max(sweptFloor, table.tokenFloor(swept)));
      swept = NONE;
      return;
    }
    metrics.steps.increment();
    long item = heap.item(swept, sweepNext++);
    if (!Item.isLive(region, item)) {
      return;
    }
    if (heap.isGone(item, nowSec)) {
      if (!heap.isFlushed(item)) {
        heap.countExpired(item);
      }
      remove(item);
    } else {
      heap.noteDeadline(swept, Item.deadlineSec(region, item));
    }
  }

  private void remove(long item) {
    long position = index.findItem(index.hash(item), item);
    assert position != Index.ABSENT : "a live item has a slot";
    index.clear(position);
    heap.release(item);
  }
}

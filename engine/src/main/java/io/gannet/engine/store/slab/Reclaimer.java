package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.CARVED_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.LIVE_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.NONE;
import static io.gannet.engine.store.slab.SlabTable.READERS;
import static io.gannet.engine.store.slab.SlabTable.VICTIM;

import java.lang.foreign.MemorySegment;

/**
 * Sees to it that there are free slabs, a few items at a call, background work and requests that
 * take places with one and the same work under way. What has expired goes first; then slabs are
 * emptied whose items have room elsewhere; only where neither helps is a slab forgotten.
 */
final class Reclaimer {
  /** One in so many slabs is kept free, ahead of need. */
  private static final int SLABS_PER_FREE = 100;

  /** What making room may cost one request, in items looked at: some 150 µs. */
  static final int STEPS_MAX = 640;

  private static final int STEPS_OF_SMALL = 256;
  private static final int STEPS_PER_KIB = 8;
  private static final int PAY_MIN = 4;
  private static final int TRIES = 8;
  private static final int CHANGES_PER_TRY = 16;

  private final MemorySegment region;
  private final SlabLayout layout;
  private final Heap heap;
  private final SlabTable table;
  private final Removal removal;
  private final Sweep sweep;
  private final Compaction compaction;
  private final Eviction eviction;
  private final SlabMetrics metrics;
  private final int freeWanted;
  private int kept;

  private int victim = NONE;
  private boolean moves;
  private int cleanNext;
  private int placeNext;

  private int triedSec;
  private long triedChanges;

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
    this.eviction = eviction;
    this.metrics = metrics;
    this.removal = new Removal(heap, index);
    this.sweep = new Sweep(region, layout, heap, removal, metrics);
    this.compaction = new Compaction(region, heap, index, removal, metrics);
    this.freeWanted = 1 + SlabStore.SLABS_KEPT + layout.slabs() / SLABS_PER_FREE;
  }

  /** Looks for flushed items from the next call on. */
  void flushed() {
    sweep.flushed();
  }

  /** The slab that is being swept, or NONE. */
  int swept() {
    return sweep.slab();
  }

  /** Whether one free slab is kept for somebody who waits: then one more is wanted. */
  void keep(boolean one) {
    kept = one ? 1 : 0;
  }

  /**
   * Background work.
   *
   * @param items how many items and headers together may be looked at
   * @return true if that did not suffice
   */
  boolean work(int items, int nowSec) {
    long end = metrics.steps.get() + items;
    while (metrics.steps.get() < end) {
      if (!makeFree(nowSec) && !sweep.step(nowSec)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What a request pays for its place while free slabs are short: more than the share of the work
   * that its place has of a slab, so that slabs become free as fast as they are filled.
   *
   * @return how many steps more it may be asked for
   */
  int pay(int placeBytes, int nowSec) {
    int most = stepsMax(placeBytes);
    long begin = metrics.steps.get();
    if (hasWork(nowSec)) {
      long due = metrics.steps.get() + Math.clamp(share(placeBytes), PAY_MIN, most);
      while (metrics.steps.get() < due && makeFree(nowSec)) {
        // goes on
      }
    }
    return most - (int) (metrics.steps.get() - begin);
  }

  private static int stepsMax(int placeBytes) {
    return Math.min(STEPS_MAX, STEPS_OF_SMALL + (placeBytes >>> 10) * STEPS_PER_KIB);
  }

  /** Twice the place's share of the victim; four times where not all of it makes room. */
  private long share(int placeBytes) {
    boolean gathers = victim == NONE || moves;
    int items = table.get(victim == NONE ? sweep.slab() : victim, CARVED_ITEMS);
    int copies = gathers ? layout.slabBytes() >>> Compaction.STEP_SHIFT : 0;
    return (gathers ? 4L : 2L) * placeBytes * (items + copies) >>> layout.blocks().blockShift();
  }

  /**
   * Goes on until a class has room without anything being forgotten, for so many steps at most.
   *
   * @param others so many free slabs are another's
   * @param widely whether items may be moved to places of larger classes
   * @return how many steps are left
   */
  int gather(int sizeClass, int others, boolean widely, int steps, int nowSec) {
    long end = metrics.steps.get() + steps;
    while (metrics.steps.get() < end
        && !heap.hasRoom(sizeClass, SlabStore.SLABS_KEPT, others)
        && gathers(widely, nowSec)) {
      takeStep(nowSec);
    }
    return (int) (end - metrics.steps.get());
  }

  /** True if room is being made without anything being forgotten, from now on if need be. */
  boolean gathers(boolean widely, int nowSec) {
    if (victim != NONE) {
      return moves;
    }
    return sweep.isWorthwhile()
        || (widely || hasNews(nowSec)) && beginGathering(widely, nowSec);
  }

  /**
   * Goes on until a slab is free, for so many steps at most; false if none is.
   *
   * @param others so many free ones are another's
   */
  boolean free(int others, int steps, int nowSec) {
    metrics.foregroundReclaims.add(heap.free() <= others ? 1 : 0);
    long end = metrics.steps.get() + steps;
    while (heap.free() <= others
        && metrics.steps.get() < end
        && (hasWork(nowSec) || beginEviction())) {
      takeStep(nowSec);
    }
    return heap.free() > others;
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
        removal.forget(item, metrics.singleEvictions, nowSec);
        return true;
      }
    }
    return false;
  }

  /** Looks at an item for the sake of free slabs; false if none are wanted or to be had. */
  private boolean makeFree(int nowSec) {
    boolean works = hasWork(nowSec);
    if (works) {
      takeStep(nowSec);
    }
    return works;
  }

  private void takeStep(int nowSec) {
    if (victim == NONE) {
      sweep.step(nowSec);
    } else {
      clean(nowSec);
    }
  }

  /** True if there is something to be done for free slabs, chosen now if they are short. */
  private boolean hasWork(int nowSec) {
    if (victim != NONE) {
      return true;
    }
    if (heap.free() >= freeWanted + kept) {
      return false;
    }
    if (sweep.isWorthwhile()) {
      return true;
    }
    // Ahead of need something is forgotten only if memory is loaded.
    boolean evicts = heap.isLoaded() || kept > 0;
    return (evicts || hasNews(nowSec))
        && (beginGathering(evicts && !heap.isLoaded(), nowSec) || evicts && beginEviction());
  }

  /** False if it was in vain a moment ago, and it is likely that it would be again. */
  private boolean hasNews(int nowSec) {
    return nowSec != triedSec || heap.changes() - triedChanges >= CHANGES_PER_TRY;
  }

  private boolean beginGathering(boolean widely, int nowSec) {
    if (sweep.seek(nowSec)) {
      return true;
    }
    begin(compaction.source(sweep.slab(), widely), true);
    metrics.slabsCompacted.add(victim != NONE ? 1 : 0);
    if (victim == NONE) {
      triedSec = nowSec;
      triedChanges = heap.changes();
    }
    return victim != NONE;
  }

  private boolean beginEviction() {
    begin(eviction.victim(), false);
    metrics.slabsEvicted.add(victim != NONE ? 1 : 0);
    return victim != NONE;
  }

  private void begin(int slab, boolean moves) {
    this.victim = slab;
    this.moves = moves;
    this.cleanNext = 0;
    if (slab != NONE) {
      heap.condemn(slab);
    }
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
      takeOut(item, nowSec);
    }
    if (victim != NONE && table.state(victim) != VICTIM) {
      victim = NONE;
    }
  }

  private void takeOut(long item, int nowSec) {
    if (!moves || heap.isGone(item, nowSec)) {
      removal.forget(item, metrics.slabEvictions, nowSec);
    } else if (!compaction.move(item, table.sizeClass(victim))) {
      heap.reprieve(victim); // others took the places meanwhile
      victim = NONE;
    }
  }
}

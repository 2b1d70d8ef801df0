package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.NONE;

import io.gannet.engine.block.Clearing;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Waiting;

/**
 * Finds places for items, with bounded work: vacant ones, then such as can be had by gathering what
 * is idle, then those of items that are forgotten. Who finds none waits, and the slab that is free
 * next is kept for it.
 */
final class Placement {
  /** Of free slabs all are kept. */
  private static final int NO_SLAB = Integer.MAX_VALUE;

  private static final int FEW_ITEMS = 2;

  private final Heap heap;
  private final SizeClasses classes;
  private final Reclaimer reclaimer;
  private final Clearing clearing;
  private final SlabMetrics metrics;
  private final Waiting waiting = new Waiting();

  Placement(Heap heap, Reclaimer reclaimer, Clearing clearing, SlabMetrics metrics) {
    this.heap = heap;
    this.classes = heap.classes;
    this.reclaimer = reclaimer;
    this.clearing = clearing;
    this.metrics = metrics;
  }

  /** The background has its turn. */
  void turn() {
    waiting.turn();
    clearing.turn();
    heap.free.keep(waiting.any());
  }

  /**
   * A place, to be reserved.
   *
   * @param hash who asks
   * @return the item, or NO_MEMORY: then it waits
   */
  long allocate(int sizeClass, long hash, int nowSec) {
    long before = metrics.steps.get();
    int others = waiting.isOther(hash) ? 1 : 0;
    heap.free.keep(waiting.any());
    reclaimer.pay(classes.itemBytes(sizeClass), nowSec);
    long item = heap.allocate(sizeClass, SlabStore.SLABS_KEPT, others, nowSec);
    if (item < 0) {
      item = gather(sizeClass, others, nowSec);
    }
    assert metrics.steps.get() - before <= Reclaimer.STEPS_MAX : "too long a call";
    if (item >= 0) {
      waiting.served(hash);
      return item;
    }
    metrics.noMemory.increment();
    metrics.classes.noMemory.increment(sizeClass);
    waiting.refused(hash);
    return Store.NO_MEMORY;
  }

  /**
   * A place of so many slabs, to be reserved.
   *
   * @param hash who asks
   * @return the item, or NO_MEMORY: then it waits
   */
  long allocateLarge(int span, long hash, int nowSec) {
    long before = metrics.steps.get();
    boolean isNext = clearing.ask(hash, span);
    heap.free.keep(waiting.any());
    boolean ready = isNext && reclaimer.clear(nowSec);
    assert metrics.steps.get() - before <= Reclaimer.STEPS_MAX : "too long a call";
    if (!ready) {
      metrics.noMemory.increment();
      metrics.classes.noMemory.increment(classes.last());
      return Store.NO_MEMORY;
    }
    long item = heap.allocateRun(nowSec);
    clearing.end();
    return item;
  }

  private long gather(int sizeClass, int others, int nowSec) {
    reclaimer.gather(sizeClass, others, false, nowSec);
    boolean loaded = heap.isLoaded();
    int kept = loaded ? SlabStore.SLABS_KEPT : 0;
    long item = heap.allocate(sizeClass, kept, others, nowSec);
    if (item < 0 && !loaded) {
      item = allocateLarger(sizeClass, nowSec);
    }
    if (item < 0 && !loaded) {
      reclaimer.gather(sizeClass, others, true, nowSec);
      item = heap.allocate(sizeClass, 0, others, nowSec);
      if (item < 0 && reclaimer.mayGather(nowSec)) {
        return item; // what is alive is not forgotten while there is room for it
      }
    }
    return item < 0 ? evict(sizeClass, others, nowSec) : item;
  }

  /** A vacant place of a class that is not much larger, or NONE. */
  private long allocateLarger(int sizeClass, int nowSec) {
    long item = NONE;
    for (int i = sizeClass + 1; item < 0 && i <= classes.notMuchLarger(sizeClass); i++) {
      item = heap.allocate(i, NO_SLAB, 0, nowSec);
    }
    metrics.borrowed.add(item < 0 ? 0 : 1);
    return item;
  }

  private long evict(int sizeClass, int others, int nowSec) {
    long item = NONE;
    // While memory is not loaded no slab was condemned ahead of need: now one is.
    if (!heap.isLoaded() && reclaimer.free(others, nowSec)
        || !waitsForSlab(sizeClass) && reclaimer.freePlace(sizeClass, nowSec)
        || heap.isLoaded()
            && heap.free.count() >= others
            && reclaimer.free(others, nowSec)) {
      item = heap.allocate(sizeClass, 0, others, nowSec);
    }
    return item < 0 ? borrow(sizeClass, others, nowSec) : item;
  }

  /**
   * Of a class with an item or two a slab, to forget one of them is to forget a slab of its own,
   * whatever others hold: it waits for the one that is being emptied.
   */
  private boolean waitsForSlab(int sizeClass) {
    return classes.itemsPerSlab(sizeClass) <= FEW_ITEMS && reclaimer.isAtWork();
  }

  /** A place of the next larger class that has slabs, at the cost of an item of it, if need be. */
  private long borrow(int sizeClass, int others, int nowSec) {
    int larger = sizeClass + 1;
    while (larger < classes.count() && heap.inClass(larger).first() == NONE) {
      larger++;
    }
    if (larger == classes.count()) {
      return NONE;
    }
    long item = heap.allocate(larger, NO_SLAB, others, nowSec);
    if (item < 0 && reclaimer.freePlace(larger, nowSec)) {
      if (heap.free.count() > others) { // what was forgotten had a slab of its own
        return heap.allocate(sizeClass, 0, others, nowSec);
      }
      item = heap.allocate(larger, NO_SLAB, others, nowSec);
    }
    metrics.borrowed.add(item < 0 ? 0 : 1);
    return item;
  }
}

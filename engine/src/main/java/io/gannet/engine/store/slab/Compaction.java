package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.LIVE_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.NONE;

import java.lang.foreign.MemorySegment;

/**
 * Empties slabs without forgetting anything: where a class has as many vacant places as a slab has,
 * the items of its sparsest slab are moved to those of the others. While much of memory is idle and
 * scattered over classes, places of classes up to twice as large will do.
 */
final class Compaction {
  /** Slabs looked at for the sparsest, of one class and of all. */
  private static final int SLABS_PER_CLASS = 16;

  private static final int SLABS = 64;

  /** So many bytes moved are one step. */
  static final int STEP_SHIFT = 12;

  private final MemorySegment region;
  private final Heap heap;
  private final SlabTable table;
  private final SizeClasses classes;
  private final Index index;
  private final Removal removal;
  private final SlabMetrics metrics;
  private int classNext;
  private boolean widely;

  Compaction(
      MemorySegment region, Heap heap, Index index, Removal removal, SlabMetrics metrics) {
    this.region = region;
    this.heap = heap;
    this.table = heap.table;
    this.classes = heap.classes;
    this.index = index;
    this.removal = removal;
    this.metrics = metrics;
  }

  /**
   * The slab that takes least to be emptied, of those near, or NONE if none can be.
   *
   * @param swept is none of them
   * @param widely whether places of larger classes will do
   */
  int source(int swept, boolean widely) {
    this.widely = widely;
    int source = NONE;
    long least = Long.MAX_VALUE;
    int looks = SLABS;
    for (int i = 0; i < classes.count() && looks > 0; i++) {
      classNext = classNext + 1 < classes.count() ? classNext + 1 : 0;
      int sizeClass = classNext;
      int slab = hasRoom(sizeClass) ? heap.inClass(sizeClass).first() : NONE;
      for (int j = 0; j < SLABS_PER_CLASS && slab != NONE && table.isRoomy(slab); j++) {
        looks--;
        metrics.steps.increment();
        long bytes = (long) table.get(slab, LIVE_ITEMS) * classes.itemBytes(sizeClass);
        if (bytes < least && slab != swept && table.isLoose(slab)) {
          least = bytes;
          source = slab;
        }
        slab = heap.inClass(sizeClass).next(slab);
      }
    }
    return source;
  }

  /** True if all items of any slab of the class have another place. */
  private boolean hasRoom(int sizeClass) {
    long vacant = 0;
    for (int i = sizeClass; i <= last(sizeClass); i++) {
      vacant += heap.vacant.of(i);
    }
    return vacant >= classes.itemsPerSlab(sizeClass) && heap.vacant.of(sizeClass) > 0;
  }

  private int last(int sizeClass) {
    return widely ? classes.notMuchLarger(sizeClass) : sizeClass;
  }

  /** A vacant place of a class, or of one that is not much larger, taken from now on; or NONE. */
  private long vacancy(int sizeClass) {
    long place = NONE;
    for (int i = sizeClass; place == NONE && i <= last(sizeClass); i++) {
      place = heap.vacancy(i);
    }
    return place;
  }

  /** Moves an item that is alive out of its slab; false if there is no place for it. */
  boolean move(long item, int sizeClass) {
    long place = vacancy(sizeClass);
    if (place == NONE) {
      return false;
    }
    int bytes = Item.bytes(region, item);
    long position = removal.position(item);
    heap.move(item, place);
    index.replace(position, place);
    metrics.itemsMoved.increment();
    metrics.steps.add(bytes >>> STEP_SHIFT);
    return true;
  }
}

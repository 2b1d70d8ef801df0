package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.LIVE_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.NONE;
import static io.gannet.engine.store.slab.SlabTable.USED;

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
  private boolean widely;

  private int classNext;
  private int classesLeft;
  private int looksLeft;
  private int looksLeftInClass;
  private int slab = NONE;
  private int source = NONE;
  private long least;

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
   * Begins a search for the slab that takes least to be emptied, of those near.
   *
   * @param widely whether places of larger classes will do
   */
  void begin(boolean widely) {
    this.widely = widely;
    source = NONE;
    least = Long.MAX_VALUE;
    looksLeft = SLABS;
    classesLeft = classes.count();
    slab = NONE;
  }

  /**
   * Looks at one slab more; false if there is none that is to be looked at.
   *
   * @param swept is not what is looked for
   */
  boolean look(int swept) {
    if (looksLeft == 0 || !isAtSlab() && !findClass()) {
      return false;
    }
    looksLeft--;
    metrics.steps.increment();
    long bytes = (long) table.get(slab, LIVE_ITEMS) * classes.itemBytes(classNext);
    if (bytes < least && slab != swept && table.isLoose(slab)) {
      least = bytes;
      source = slab;
    }
    slab = --looksLeftInClass > 0 ? heap.inClass(classNext).next(slab) : NONE;
    return true;
  }

  /** The slab that was found, or NONE. */
  int source() {
    boolean found = source != NONE && isIn(source) && table.isLoose(source);
    return found ? source : NONE;
  }

  /** Between two looks much may have happened to a slab. */
  private boolean isAtSlab() {
    return slab != NONE && isIn(slab) && table.sizeClass(slab) == classNext;
  }

  private boolean isIn(int slab) {
    return table.state(slab) == USED && table.isRoomy(slab);
  }

  /** Goes on to the next class with room and a slab that has some. */
  private boolean findClass() {
    for (; classesLeft > 0; classesLeft--) {
      classNext = classNext + 1 < classes.count() ? classNext + 1 : 0;
      slab = hasRoom(classNext) ? heap.inClass(classNext).first() : NONE;
      if (isAtSlab()) {
        classesLeft--;
        looksLeftInClass = SLABS_PER_CLASS;
        return true;
      }
    }
    return false;
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
  boolean move(long item, long hash, int sizeClass) {
    return moveTo(vacancy(sizeClass), item, hash);
  }

  /** The same where a free slab is opened for it, if need be. */
  boolean moveOn(long item, long hash, int sizeClass, int nowSec) {
    long place = heap.vacancy(sizeClass);
    return moveTo(place != NONE ? place : heap.vacancyOpened(sizeClass, nowSec), item, hash);
  }

  private boolean moveTo(long place, long item, long hash) {
    if (place == NONE) {
      return false;
    }
    int steps = stepsToMove(item);
    long position = removal.position(item, hash);
    heap.move(item, place);
    index.replace(position, place);
    metrics.itemsMoved.increment();
    metrics.steps.add(steps);
    return true;
  }

  /** The steps beyond its own that it takes to move an item. */
  int stepsToMove(long item) {
    return Item.bytes(region, item) - 1 >>> STEP_SHIFT; // so 256 with its own, of a whole slab
  }
}

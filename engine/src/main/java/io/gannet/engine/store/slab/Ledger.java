package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.ACCESSED_AT;
import static io.gannet.engine.store.slab.SlabTable.LIVE_ITEMS;

import java.lang.foreign.MemorySegment;

/**
 * What is told of slabs and of the items in them, and what a walk has found of those that it has
 * passed: a change is written to both here, so that neither forgets what the other knows.
 */
final class Ledger {
  private final MemorySegment region;
  private final SlabLayout layout;
  private final SlabTable table;
  private final SizeClasses classes;
  private final SlabMetrics metrics;
  private SlabFound found;
  private long reservedBytes;

  Ledger(
      MemorySegment region, SlabLayout layout, SlabTable table, SizeClasses classes,
      SlabMetrics metrics) {
    this.region = region;
    this.layout = layout;
    this.table = table;
    this.classes = classes;
    this.metrics = metrics;
    this.found = new SlabFound(layout, classes.count());
  }

  /** From now on what this walk has found is kept right, and no other's. */
  void follow(SlabFound walk) {
    found.end();
    found = walk;
  }

  /** Bytes of the place of an item of a slab: of a large one all that its slabs have. */
  int placeBytes(int slab) {
    return classes.itemBytes(table.sizeClass(slab)) * table.span(slab);
  }

  /** There are more slabs, or fewer. */
  void resized() {
    metrics.slabs.set(table.slabs());
  }

  /** The last slab, which was free, is no slab any more. */
  void dropped(int slab) {
    found.dropped(slab);
  }

  /** There is one slab more, which is free. */
  void added(int slab) {
    found.added(slab);
  }

  /** So many places more of a slab are vacant. */
  void vacated(int slab, int places) {
    found.vacate(slab, table.sizeClass(slab), places);
  }

  /** The first of a slab's free places was taken, and this one was behind it. */
  void popped(int slab, int link) {
    if (slab == found.slabs) {
      found.idle.popped(link);
    }
  }

  /** All that was in a slab's limbo is free. */
  void spliced(int slab, int link) {
    if (slab == found.slabs) {
      found.idle.spliced(link);
    }
  }

  /** A place was put in front of one of a slab's lists. */
  void pushed(int slab, boolean toLimbo) {
    if (slab == found.slabs) {
      found.idle.pushed(toLimbo);
    }
  }

  /**
   * A place that was idle is reserved.
   *
   * @param first whether the slab had no reservation before
   */
  void reserved(long item, int slab, int sizeClass, boolean first) {
    int span = table.span(slab, sizeClass);
    int placeBytes = span * classes.itemBytes(sizeClass);
    metrics.classes.usedPlaces.add(sizeClass, span);
    reservedBytes += placeBytes;
    metrics.reservedBytes.set(reservedBytes);
    if (first) {
      found.held(slab, span);
    }
    if (found.has(item)) {
      found.reserve(slab, sizeClass, 1, span, placeBytes);
    }
  }

  /**
   * A reservation is an item that is held from now on.
   *
   * @param last whether the slab has no other reservation
   */
  void enlivened(long item, int slab, int sizeClass, boolean last) {
    endReservation(item, slab, sizeClass, last);
    lives(item, slab, sizeClass, 1, true);
  }

  /** A reservation is given up: its place is idle. */
  void abandoned(long item, int slab, int sizeClass, boolean last) {
    endReservation(item, slab, sizeClass, last);
    metrics.classes.usedPlaces.add(sizeClass, -table.span(slab, sizeClass));
  }

  /** A place that was idle has an item that was held elsewhere. */
  void moved(long item, int slab) {
    int sizeClass = table.sizeClass(slab);
    metrics.classes.usedPlaces.increment(sizeClass);
    lives(item, slab, sizeClass, 1, true);
  }

  /**
   * An item lives no longer: its place is idle.
   *
   * @param held whether it was until now: not if it was flushed
   */
  void released(long item, int slab, boolean held) {
    int sizeClass = table.sizeClass(slab);
    metrics.classes.usedPlaces.add(sizeClass, -table.span(slab, sizeClass));
    lives(item, slab, sizeClass, -1, held);
  }

  private void endReservation(long item, int slab, int sizeClass, boolean last) {
    int span = table.span(slab, sizeClass);
    int placeBytes = span * classes.itemBytes(sizeClass);
    reservedBytes -= placeBytes;
    metrics.reservedBytes.set(reservedBytes);
    if (last) {
      found.held(slab, -span);
    }
    if (found.has(item)) {
      found.reserve(slab, sizeClass, -1, span, placeBytes);
    }
  }

  private void lives(long item, int slab, int sizeClass, int sign, boolean held) {
    table.add(slab, LIVE_ITEMS, sign);
    int span = table.span(slab, sizeClass);
    if (found.has(item)) {
      found.live(slab, sizeClass, sign, span);
    }
    if (held) {
      account(item, sizeClass, sign, span * classes.itemBytes(sizeClass));
    }
  }

  private void account(long item, int sizeClass, int sign, int placeBytes) {
    int keyLength = Item.keyLength(region, item);
    int valueLength = Item.valueLength(region, item);
    int headerBytes = Item.headerBytes(region, item);
    int bytes = headerBytes + keyLength + valueLength;
    metrics.account(sign, keyLength, valueLength, headerBytes);
    metrics.slackBytes.add((long) sign * (placeBytes - bytes));
    metrics.classes.account(sizeClass, sign, bytes);
    if (found.has(item)) {
      found.account(sizeClass, sign, keyLength, valueLength, headerBytes, placeBytes);
    }
  }

  /** Nothing is held any more. */
  void forgetItems() {
    metrics.forgetItems();
    found.forgetItems();
  }

  /** Counts a live item that is forgotten to make room. */
  void countEvicted(long item, int nowSec) {
    int slab = layout.slab(item);
    boolean mortal = Item.deadlineSec(region, item) != 0;
    metrics.evicted(table.sizeClass(slab), nowSec - table.get(slab, ACCESSED_AT), mortal);
  }

  /** Counts an expired item whose place is taken back. */
  void countExpired(long item) {
    metrics.expired(table.sizeClass(layout.slab(item)));
  }

  /** A slab has got its first reader, or, with {@code sign} -1, has lost its last one. */
  void pinned(int slab, int sign) {
    found.pinned(slab, sign * table.span(slab));
  }

  /**
   * A slab was opened for its class.
   *
   * @param aside whether it was set aside, for a large item, and not free
   */
  void opened(int slab, boolean aside) {
    int span = table.span(slab);
    metrics.classes.blocks.add(table.sizeClass(slab), span);
    metrics.slabsAside.add(aside ? -1 : 0);
    found.opened(slab, table.sizeClass(slab), aside, span);
  }

  /** A slab is free, and those that its item had behind it are to be. */
  void freed(int slab, int span) {
    metrics.classes.blocks.add(table.sizeClass(slab), -span);
    found.freed(slab, table.sizeClass(slab), span);
  }

  /** A free slab is set aside for a large item, or, with {@code sign} -1, is free again. */
  void aside(int slab, int sign) {
    metrics.slabsAside.add(sign);
    found.aside(slab, sign);
  }
}

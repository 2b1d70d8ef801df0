package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.CARVED_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.EARLIEST_DEADLINE;
import static io.gannet.engine.store.slab.SlabTable.FIRST_FREE;
import static io.gannet.engine.store.slab.SlabTable.FIRST_LIMBO;
import static io.gannet.engine.store.slab.SlabTable.FREE;
import static io.gannet.engine.store.slab.SlabTable.LIVE_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.NONE;
import static io.gannet.engine.store.slab.SlabTable.READERS;
import static io.gannet.engine.store.slab.SlabTable.RESERVED_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.USED;

import io.gannet.engine.block.Chain;
import io.gannet.engine.store.Walk;
import java.lang.foreign.MemorySegment;

/**
 * A full walk over a store: every slab, every item, every slot, compared with what the store
 * believes.
 */
public final class SlabWalk extends Walk {
  private final MemorySegment region;
  private final SlabLayout layout;
  private final Heap heap;
  private final SlabTable table;
  private final Index index;
  private final int swept;
  private final SlabMetrics metrics;

  private final long[] classSlabs;
  private final long[] classItems;
  private final long[] classBytes;
  private final long[] classPlaces;
  private final long[] classVacant;
  private long slackBytes;
  private long reservedBytes;
  private long flushedItems;
  private long pinned;
  private long held;
  private long reservations;

  SlabWalk(
      MemorySegment region,
      SlabLayout layout,
      Heap heap,
      Index index,
      int swept,
      SlabMetrics metrics) {
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.table = heap.table;
    this.index = index;
    this.swept = swept;
    int classes = heap.classes.count();
    this.classSlabs = new long[classes];
    this.classItems = new long[classes];
    this.classBytes = new long[classes];
    this.classPlaces = new long[classes];
    this.classVacant = new long[classes];
    this.metrics = metrics;
    walk();
  }

  private void walk() {
    long free = 0;
    for (int slab = 0; slab < layout.slabs(); slab++) {
      if (table.state(slab) == FREE) {
        free++;
      } else {
        walkSlab(slab);
      }
    }
    walkChains(layout.slabs() - free);
    expect("free slabs", heap.free(), free);
    count("slabs_free", metrics.slabsFree.get(), free);
    count("slabs_reserved", metrics.slabsReserved.get(), held);
    count("reservations", metrics.reservations.get(), reservations);
    count("slabs_pinned", metrics.slabsPinned.get(), pinned);
    countItems(metrics);
    walkClasses();
    count("slack_bytes", metrics.slackBytes.get(), slackBytes);
    count("reserved_bytes", metrics.reservedBytes.get(), reservedBytes);
    // Each live item was seen to have a slot: as many slots as items means no slot has another use.
    expect("slots taken", index.slotsTaken(), items() + flushedItems);
  }

  private void walkSlab(int slab) {
    int carved = table.get(slab, CARVED_ITEMS);
    int live = 0;
    int reserved = 0;
    for (int number = 0; number < carved; number++) {
      long item = heap.item(slab, number);
      if (Item.isReserved(region, item)) {
        reserved++;
        reservedBytes += heap.placeBytes(item);
      } else if (Item.isLive(region, item)) {
        live++;
        walkItem(item, slab);
      }
    }
    expect("live items of", slab, table.get(slab, LIVE_ITEMS), live);
    classSlabs[table.sizeClass(slab)]++;
    classPlaces[table.sizeClass(slab)] += live + reserved;
    if (table.state(slab) == USED && table.get(slab, READERS) == 0) {
      classVacant[table.sizeClass(slab)] +=
          heap.classes.itemsPerSlab(table.sizeClass(slab)) - live - reserved;
    }
    expect("reservations of", slab, table.get(slab, RESERVED_ITEMS), reserved);
    held += reserved > 0 ? 1 : 0;
    reservations += reserved;
    long idle =
        walkList(slab, FIRST_FREE, carved) + walkList(slab, FIRST_LIMBO, carved);
    expect("items in the lists of", slab, idle, carved - live - reserved);
    pinned += table.get(slab, READERS) != 0 ? 1 : 0;
    boolean roomy = table.state(slab) == USED && heap.hasRoom(slab);
    if (roomy != table.isRoomy(slab)) {
      fault("slab " + slab + " is said to have room: " + !roomy);
    }
    if (live == 0 && table.isLoose(slab)) {
      fault("slab " + slab + " could be free");
    }
  }

  private long walkList(int slab, long list, int carved) {
    long count = 0;
    int link = table.get(slab, list);
    while (link != 0 && count <= carved) {
      long item = heap.linked(slab, link);
      if (Item.isLive(region, item) || Item.isReserved(region, item)) {
        fault("item " + item + " is free and is not");
      }
      link = Item.link(region, item);
      count++;
    }
    return count;
  }

  private void walkItem(long item, int slab) {
    long hash = index.hash(item);
    long keyOffset = Item.keyOffset(region, item);
    long position = index.findItem(hash, item);
    if (position == Index.ABSENT) {
      fault("live item " + item + " has no slot");
    } else if (index.find(region, keyOffset, Item.keyLength(region, item), hash) != position) {
      fault("the key of live item " + item + " has another item");
    }
    int deadlineSec = Item.deadlineSec(region, item);
    boolean early = deadlineSec != 0 && deadlineSec < table.get(slab, EARLIEST_DEADLINE);
    if (early && slab != swept && table.state(slab) == USED) {
      fault("item " + item + " expires before the earliest deadline of its slab");
    }
    if (Item.token(region, item) < table.tokenFloor(slab)) {
      fault("item " + item + " has a token below its slab's floor");
    }
    int bytes = Item.bytes(region, item);
    int slack = heap.placeBytes(item) - bytes;
    if (slack < 0) {
      fault("item " + item + " is larger than its place");
    }
    if (heap.isFlushed(item)) {
      flushedItems++;
    } else {
      tally(
          Item.keyLength(region, item), Item.valueLength(region, item),
          Item.headerBytes(region, item));
      classItems[table.sizeClass(slab)]++;
      classBytes[table.sizeClass(slab)] += bytes;
      slackBytes += slack;
    }
  }

  private void walkClasses() {
    SizeClassMetrics told = metrics.classes;
    for (int i = 0; i < classSlabs.length; i++) {
      expect("slabs of class", i, told.blocks.get(i), classSlabs[i]);
      expect("items of class", i, told.items.get(i), classItems[i]);
      expect("bytes of class", i, told.bytes.get(i), classBytes[i]);
      expect("used places of class", i, told.usedPlaces.get(i), classPlaces[i]);
      expect("vacant places of class", i, heap.vacant(i), classVacant[i]);
    }
  }

  private void walkChains(long used) {
    expect("slabs by age", length(heap.byAge(), used), used);
    long filling = 0;
    for (int slab = 0; slab < layout.slabs(); slab++) {
      filling += table.state(slab) == USED ? 1 : 0;
    }
    long inClasses = 0;
    for (int sizeClass = 0; sizeClass < heap.classes.count(); sizeClass++) {
      Chain chain = heap.inClass(sizeClass);
      boolean roomy = true;
      for (int s = chain.first(); s != NONE && inClasses <= used; s = chain.next(s)) {
        expect("size class of", s, table.sizeClass(s), sizeClass);
        if (table.isRoomy(s) && !roomy) {
          fault("slab " + s + " has room and stands behind one that has none");
        }
        roomy = table.isRoomy(s);
        inClasses++;
      }
    }
    expect("slabs in classes", inClasses, filling);
  }

  private static long length(Chain chain, long used) {
    long count = 0;
    for (int s = chain.first(); s != NONE && count <= used; s = chain.next(s)) {
      count++;
    }
    return count;
  }
}

package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.ASIDE;
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
import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.store.Walk;
import java.lang.foreign.MemorySegment;

/**
 * A full walk over a store: every slab, item by item and along its lists, then every slot of the
 * index, compared with what the store believes.
 *
 * <p>Each live item has a slot by which it is found, and each slot is the one by which its item is
 * found: so there are as many of the one as of the other. A chain is judged by each of its slabs'
 * neighbours.
 */
final class SlabWalk extends Walk {
  private final MemorySegment region;
  private final SlabLayout layout;
  private final Heap heap;
  private final SlabTable table;
  private final Index index;
  private final Reclaimer reclaimer;
  private final SlabMetrics metrics;
  private final SlabFound found;
  private long indexBucket;

  SlabWalk(
      MemorySegment region,
      SlabLayout layout,
      Heap heap,
      Index index,
      Reclaimer reclaimer,
      SlabMetrics metrics,
      SlabFound found) {
    super(found);
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.table = heap.table;
    this.index = index;
    this.reclaimer = reclaimer;
    this.metrics = metrics;
    this.found = found;
  }

  @Override
  protected int step() {
    if (found.slabs < table.slabs()) {
      stepSlab(found.slabs);
      return 1;
    }
    return indexBucket < index.buckets() ? stepIndex(index.bucket(indexBucket++)) : 0;
  }

  private void stepSlab(int slab) {
    if (table.state(slab) == FREE) {
      found.free++;
      found.pass();
    } else if (table.state(slab) == ASIDE) {
      walkAside(slab);
      found.pass();
    } else if (found.frontier() < heap.item(slab, table.get(slab, CARVED_ITEMS))) {
      walkItem(found.frontier(), slab);
      found.frontier(found.frontier() + heap.classes.itemBytes(table.sizeClass(slab)));
    } else if (found.idle.next() != 0) {
      walkIdle(slab);
    } else if (!found.idle.turn(table.get(slab, FIRST_FREE), table.get(slab, FIRST_LIMBO))) {
      walkHeader(slab);
      found.pass();
    }
  }

  private void walkAside(int slab) {
    found.aside++;
    int head = table.head(slab);
    boolean waits = head == NONE && heap.runs.window.awaits(slab);
    boolean isPart =
        head != NONE
            && head < slab
            && table.isInUse(head)
            && slab < head + table.span(head);
    if (!waits && !isPart) {
      fault("slab " + slab + " is set aside for nobody");
    }
  }

  private void walkItem(long item, int slab) {
    int sizeClass = table.sizeClass(slab);
    int span = table.span(slab);
    if ((Item.marks(region, item) & (Item.RESERVED | Item.LIVE)) != 0
        && span > 1 != Item.isLarge(region, item)) {
      fault("item " + item + " has " + span + " slabs, and is said to be large: " + (span == 1));
    }
    if (Item.isReserved(region, item)) {
      found.reserve(slab, sizeClass, 1, span, heap.placeBytes(item));
    } else if (Item.isLive(region, item)) {
      found.live(slab, sizeClass, 1, span);
      if (!heap.isFlushed(item)) {
        found.account(
            sizeClass, 1, Item.keyLength(region, item), Item.valueLength(region, item),
            Item.headerBytes(region, item), heap.placeBytes(item));
      }
      walkLive(item, slab);
    }
  }

  private void walkLive(long item, int slab) {
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
    if (early && slab != reclaimer.swept() && table.state(slab) == USED) {
      fault("item " + item + " expires before the earliest deadline of its slab");
    }
    if (Item.token(region, item) < table.tokenFloor(slab)) {
      fault("item " + item + " has a token below its slab's floor");
    }
    if (Item.bytes(region, item) > heap.placeBytes(item)) {
      fault("item " + item + " is larger than its place");
    }
  }

  private void walkIdle(int slab) {
    long item = heap.linked(slab, found.idle.next());
    if (!isCarved(slab, item)) {
      fault("what is free in slab " + slab + " is no place: " + item);
      found.idle.stop();
    } else if (found.idle.count() >= table.get(slab, CARVED_ITEMS)) {
      fault("the free places of slab " + slab + " have no end");
      found.idle.stop();
    } else {
      if (Item.isLive(region, item) || Item.isReserved(region, item)) {
        fault("item " + item + " is free and is not");
      }
      found.idle.found(Item.link(region, item));
    }
  }

  private boolean isCarved(int slab, long item) {
    return item >= layout.slabOffset(slab)
        && item < heap.item(slab, table.get(slab, CARVED_ITEMS))
        && (item - layout.slabOffset(slab)) % heap.placeBytes(layout.slabOffset(slab)) == 0;
  }

  private void walkHeader(int slab) {
    int carved = table.get(slab, CARVED_ITEMS);
    int idle = carved - found.live - found.reserved;
    expect("live items of", slab, table.get(slab, LIVE_ITEMS), found.live);
    expect("reservations of", slab, table.get(slab, RESERVED_ITEMS), found.reserved);
    expect("items in the lists of", slab, found.idle.count(), idle);
    boolean roomy = table.state(slab) == USED && heap.hasRoom(slab);
    if (roomy != table.isRoomy(slab)) {
      fault("slab " + slab + " is said to have room: " + !roomy);
    }
    if (found.live == 0 && table.isLoose(slab)) {
      fault("slab " + slab + " could be free");
    }
    walkChains(slab);
    int span = table.span(slab);
    found.pinned += table.get(slab, READERS) != 0 ? span : 0;
    found.held += found.reserved > 0 ? span : 0;
    int sizeClass = table.sizeClass(slab);
    found.slabsOf[sizeClass] += span;
    if (table.state(slab) == USED && table.get(slab, READERS) == 0) {
      found.vacantOf[sizeClass] +=
          heap.classes.itemsPerSlab(sizeClass) - found.live - found.reserved;
    }
  }

  private void walkChains(int slab) {
    Chain ages = heap.byAge;
    if (!ages.isLinked(slab) || !isInUse(ages.previous(slab)) || !isInUse(ages.next(slab))) {
      fault("slab " + slab + " is not in its place by age");
    }
    if (table.state(slab) != USED) {
      return;
    }
    Chain chain = heap.chain(slab);
    int before = chain.previous(slab);
    if (!chain.isLinked(slab) || !areAlike(slab, before) || !areAlike(slab, chain.next(slab))) {
      fault("slab " + slab + " is not in its place in its class");
    } else if (table.isRoomy(slab) && before != NONE && !table.isRoomy(before)) {
      fault("slab " + slab + " has room and stands behind one that has none");
    }
  }

  private boolean isInUse(int neighbour) {
    return neighbour == NONE || table.isInUse(neighbour);
  }

  private boolean areAlike(int slab, int neighbour) {
    return neighbour == NONE
        || table.state(neighbour) == USED && table.sizeClass(neighbour) == table.sizeClass(slab);
  }

  private int stepIndex(long bucket) {
    int steps = 1;
    for (int i = 0; i < TwoChoices.SLOTS_PER_BUCKET; i++) {
      long position = bucket + i * Long.BYTES;
      if (index.isTaken(position)) {
        walkSlot(position, index.item(position));
        steps++;
      }
    }
    return steps;
  }

  private void walkSlot(long position, long item) {
    boolean live =
        item < layout.slabOffset(table.slabs())
            && table.isInUse(layout.slab(item))
            && isCarved(layout.slab(item), item)
            && Item.isLive(region, item);
    if (!live) {
      fault("slot " + position + " names no live item");
    } else if (index.findItem(index.hash(item), item) != position) {
      fault("slot " + position + " is not that by which its item is found");
    }
  }

  @Override
  protected void conclude() {
    expect("free slabs", heap.free.count(), found.free);
    expect("slots taken", index.taken(), found.liveItems);
    if (index.buckets() > layout.blocks().buckets(table.slabs())) {
      fault(index.buckets() + " buckets reach into the last of " + table.slabs() + " slabs");
    }
    count("slabs", metrics.slabs.get(), table.slabs());
    count("slabs_free", metrics.slabsFree.get(), found.free);
    count("slabs_aside", metrics.slabsAside.get(), found.aside);
    count("slabs_reserved", metrics.slabsReserved.get(), found.held);
    count("reservations", metrics.reservations.get(), found.reservations);
    count("slabs_pinned", metrics.slabsPinned.get(), found.pinned);
    countItems(metrics);
    SizeClassMetrics told = metrics.classes;
    long vacantBytes = 0;
    for (int i = 0; i < heap.classes.count(); i++) {
      expect("slabs of class", i, told.blocks.get(i), found.slabsOf[i]);
      expect("items of class", i, told.items.get(i), found.itemsOf[i]);
      expect("bytes of class", i, told.bytes.get(i), found.bytesOf[i]);
      expect("used places of class", i, told.usedPlaces.get(i), found.placesOf[i]);
      expect("vacant places of class", i, heap.vacant.of(i), found.vacantOf[i]);
      vacantBytes += found.vacantOf[i] * heap.classes.itemBytes(i);
      walkFirst(i);
    }
    expect("vacant bytes", heap.vacant.bytes(), vacantBytes);
    count("slack_bytes", metrics.slackBytes.get(), found.slackBytes);
    count("reserved_bytes", metrics.reservedBytes.get(), found.reservedBytes);
  }

  private void walkFirst(int sizeClass) {
    int first = heap.inClass(sizeClass).first();
    if (first != NONE && (table.state(first) != USED || table.sizeClass(first) != sizeClass)) {
      fault("class " + sizeClass + " begins with slab " + first + ", which is not its own");
    }
  }
}

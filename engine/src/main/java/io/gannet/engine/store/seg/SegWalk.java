package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.FREE;
import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.OPEN;
import static io.gannet.engine.store.seg.SegmentTable.SEALED;

import io.gannet.engine.block.Chain;
import io.gannet.engine.hash.Hash64;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A full walk over a store: every segment, every item, every slot, compared with what the store
 * believes. For tests and for a debug command; it takes as long as the heap is large, and it
 * allocates.
 */
public final class SegWalk {
  private final MemorySegment region;
  private final SegLayout layout;
  private final Heap heap;
  private final SegmentTable table;
  private final Index index;
  private final Hash64 hash64;
  private final SegMetrics metrics;
  private final List<String> faults = new ArrayList<>();

  private long items;
  private long itemBytes;
  private long flushedItems;

  SegWalk(
      MemorySegment region,
      SegLayout layout,
      Heap heap,
      Index index,
      Hash64 hash64,
      SegMetrics metrics) {
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.table = heap.table;
    this.index = index;
    this.hash64 = hash64;
    this.metrics = metrics;
    walk();
  }

  /** Items found that are live. */
  public long items() {
    return items;
  }

  /** Their bytes, headers included. */
  public long itemBytes() {
    return itemBytes;
  }

  /** Whatever is not as the store believes; empty if all is well. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  private void walk() {
    long free = 0;
    long open = 0;
    for (int segment = 0; segment < layout.segments(); segment++) {
      free += table.state(segment) == FREE ? 1 : 0;
      open += table.state(segment) == OPEN ? 1 : 0;
      if (table.state(segment) != FREE) {
        walkSegment(segment);
      }
    }
    // Each live item was seen to have a slot: as many slots as items means no slot has another use.
    expect("slots taken", index.slotsTaken(), items + flushedItems);
    walkChains(layout.segments() - free);
    expect("free segments", heap.free(), free);
    expect("metric of free segments", metrics.segmentsFree.get(), free);
    expect("metric of open segments", metrics.segmentsOpen.get(), open);
    expect("metric of items", metrics.items.get(), items);
    expect("metric of item bytes", metrics.itemBytes(), itemBytes);
  }

  private void walkSegment(int segment) {
    int total = 0;
    int live = 0;
    int liveBytes = 0;
    int reserved = 0;
    for (int offset = 0; offset < table.writeOffset(segment); total++) {
      long item = layout.item(segment, offset);
      int marks = Item.marks(region, item);
      int bytes = Item.bytes(region, item);
      reserved += (marks & (Item.RESERVED | Item.DELETED)) == Item.RESERVED ? 1 : 0;
      if ((marks & (Item.RESERVED | Item.DELETED)) == 0) {
        live++;
        liveBytes += bytes;
        walkItem(item, segment, offset);
      }
      offset += bytes;
    }
    expect("total items of " + segment, table.totalItems(segment), total);
    expect("live items of " + segment, table.liveItems(segment), live);
    expect("live bytes of " + segment, table.liveBytes(segment), liveBytes);
    if (table.pins(segment) < reserved) {
      faults.add("segment " + segment + " has more reservations than pins");
    }
    if (live == 0 && table.pins(segment) == 0 && table.state(segment) == SEALED) {
      faults.add("segment " + segment + " could be free");
    }
    if (heap.isFlushed(segment)) {
      flushedItems += live;
    } else {
      items += live;
      itemBytes += liveBytes;
    }
  }

  private void walkItem(long item, int segment, int offset) {
    long keyOffset = Item.keyOffset(region, item);
    long hash = hash64.hash(region, keyOffset, Item.keyLength(region, item));
    if (index.findPlace(hash, segment, offset) == Index.ABSENT) {
      faults.add("live item " + item + " has no slot");
    }
    int deadlineSec = heap.deadlineSec(item);
    int latestSec = deadlineSec == 0 ? Integer.MAX_VALUE : deadlineSec;
    if (latestSec > table.latestDeadlineSec(segment)) {
      faults.add("item " + item + " outlives the latest deadline of its segment");
    }
  }

  private void walkChains(long used) {
    long byAge = 0;
    for (int rank = 0; rank < Heap.RANKS; rank++) {
      long found = walkAges(heap.byAge(rank), used);
      expect("segments of rank " + rank, heap.used(rank), found);
      byAge += found;
    }
    expect("segments by age", byAge, used);
    long inBuckets = 0;
    for (int bucket = 0; bucket < TtlBuckets.COUNT; bucket++) {
      Chain chain = heap.buckets.chain(bucket);
      for (int s = chain.first(); s != NONE && inBuckets <= used; s = chain.next(s)) {
        expect("bucket of " + s, table.bucket(s), bucket);
        inBuckets++;
      }
      int open = heap.buckets.open(bucket);
      if (open != NONE && table.state(open) != OPEN) {
        faults.add("bucket " + bucket + " appends to " + open + ", which is not open");
      }
    }
    expect("segments in buckets", inBuckets, used);
  }

  private long walkAges(Chain chain, long used) {
    long count = 0;
    long generation = 0;
    for (int s = chain.first(); s != NONE && count <= used; s = chain.next(s)) {
      if (table.generation(s) <= generation) {
        faults.add("segment " + s + " is not younger than the one before it");
      }
      generation = table.generation(s);
      count++;
    }
    return count;
  }

  private void expect(String what, long believed, long found) {
    if (believed != found) {
      faults.add(what + ": " + believed + " believed, " + found + " found");
    }
  }
}

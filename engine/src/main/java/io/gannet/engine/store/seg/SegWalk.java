package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.FREE;
import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.OPEN;
import static io.gannet.engine.store.seg.SegmentTable.SEALED;

import io.gannet.engine.block.Chain;
import io.gannet.engine.store.Walk;
import java.lang.foreign.MemorySegment;

/**
 * A full walk over a store: every segment, every item, every slot, compared with what the store
 * believes.
 */
public final class SegWalk extends Walk {
  private final MemorySegment region;
  private final SegLayout layout;
  private final Heap heap;
  private final SegmentTable table;
  private final Index index;
  private final SegMetrics metrics;

  private final long[] bucketSegments = new long[TtlBuckets.COUNT];
  private final long[] bucketItems = new long[TtlBuckets.COUNT];
  private final long[] bucketBytes = new long[TtlBuckets.COUNT];
  private long flushedItems;
  private long pinned;
  private long held;
  private long reservations;
  private long reservedBytes;

  SegWalk(
      MemorySegment region,
      SegLayout layout,
      Heap heap,
      Index index,
      SegMetrics metrics) {
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.table = heap.table;
    this.index = index;
    this.metrics = metrics;
    walk();
  }

  private void walk() {
    long free = 0;
    long open = 0;
    for (int segment = 0; segment < layout.segments(); segment++) {
      free += table.state(segment) == FREE ? 1 : 0;
      open += table.state(segment) == OPEN ? 1 : 0;
      if (table.state(segment) != FREE) {
        bucketSegments[table.bucket(segment)]++;
        walkSegment(segment);
      }
    }
    // Each live item was seen to have a slot: as many slots as items means no slot has another use.
    expect("slots taken", index.slotsTaken(), items() + flushedItems);
    walkChains(layout.segments() - free);
    expect("free segments", heap.free(), free);
    count("segments_free", metrics.segmentsFree.get(), free);
    count("segments_open", metrics.segmentsOpen.get(), open);
    count("segments_pinned", metrics.segmentsPinned.get(), pinned);
    count("segments_reserved", metrics.segmentsReserved.get(), held);
    count("reservations", metrics.reservations.get(), reservations);
    count("reserved_bytes", metrics.reservedBytes.get(), reservedBytes);
    countItems(metrics);
    walkBuckets();
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
      if ((marks & (Item.RESERVED | Item.DELETED)) == Item.RESERVED) {
        reserved++;
        reservedBytes += bytes;
      }
      if ((marks & (Item.RESERVED | Item.DELETED)) == 0) {
        live++;
        liveBytes += bytes;
        walkItem(item, segment);
      }
      offset += bytes;
    }
    expect("total items of", segment, table.totalItems(segment), total);
    expect("live items of", segment, table.liveItems(segment), live);
    expect("live bytes of", segment, table.liveBytes(segment), liveBytes);
    pinned += table.pins(segment) > 0 ? 1 : 0;
    held += reserved > 0 ? 1 : 0;
    reservations += reserved;
    expect("reservations of", segment, table.reservations(segment), reserved);
    if (table.pins(segment) < reserved) {
      fault("segment " + segment + " has more reservations than pins");
    }
    if (live == 0 && table.pins(segment) == 0 && table.state(segment) == SEALED) {
      fault("segment " + segment + " could be free");
    }
    flushedItems += heap.isFlushed(segment) ? live : 0;
  }

  private void walkItem(long item, int segment) {
    if (!heap.isFlushed(segment)) {
      tally(item, table.bucket(segment));
    }
    long hash = index.hash(item);
    long keyOffset = Item.keyOffset(region, item);
    long position = index.findItem(hash, item);
    if (position == Index.ABSENT) {
      fault("live item " + item + " has no slot");
    } else if (index.find(region, keyOffset, Item.keyLength(region, item), hash) != position) {
      fault("the key of live item " + item + " has another item");
    }
    int deadlineSec = heap.deadlineSec(item);
    int latestSec = deadlineSec == 0 ? Integer.MAX_VALUE : deadlineSec;
    if (latestSec > table.latestDeadlineSec(segment)) {
      fault("item " + item + " outlives the latest deadline of its segment");
    }
  }

  private void tally(long item, int bucket) {
    int keyLength = Item.keyLength(region, item);
    int valueLength = Item.valueLength(region, item);
    int bytes = Item.bytes(region, item);
    tally(keyLength, valueLength, bytes - keyLength - valueLength);
    bucketItems[bucket]++;
    bucketBytes[bucket] += bytes;
  }

  private void walkBuckets() {
    for (int bucket = 0; bucket < TtlBuckets.COUNT; bucket++) {
      TtlBucketMetrics told = metrics.buckets;
      expect("segments of bucket", bucket, told.blocks.get(bucket), bucketSegments[bucket]);
      expect("items of bucket", bucket, told.items.get(bucket), bucketItems[bucket]);
      expect("bytes of bucket", bucket, told.bytes.get(bucket), bucketBytes[bucket]);
    }
  }

  private void walkChains(long used) {
    long byAge = 0;
    for (int rank = 0; rank < Heap.RANKS; rank++) {
      long found = walkAges(heap.byAge(rank), used);
      expect("segments of rank", rank, heap.used(rank), found);
      byAge += found;
    }
    expect("segments by age", byAge, used);
    long inBuckets = 0;
    for (int bucket = 0; bucket < TtlBuckets.COUNT; bucket++) {
      Chain chain = heap.buckets.chain(bucket);
      for (int s = chain.first(); s != NONE && inBuckets <= used; s = chain.next(s)) {
        expect("bucket of", s, table.bucket(s), bucket);
        inBuckets++;
      }
      int open = heap.buckets.open(bucket);
      if (open != NONE && table.state(open) != OPEN) {
        fault("bucket " + bucket + " appends to " + open + ", which is not open");
      }
    }
    expect("segments in buckets", inBuckets, used);
  }

  private long walkAges(Chain chain, long used) {
    long count = 0;
    long generation = 0;
    for (int s = chain.first(); s != NONE && count <= used; s = chain.next(s)) {
      if (table.generation(s) <= generation) {
        fault("segment " + s + " is not younger than the one before it");
      }
      generation = table.generation(s);
      count++;
    }
    return count;
  }
}

package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.ASIDE;
import static io.gannet.engine.store.seg.SegmentTable.FREE;
import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.OPEN;
import static io.gannet.engine.store.seg.SegmentTable.SEALED;

import io.gannet.engine.block.Chain;
import io.gannet.engine.hash.TwoChoices;
import io.gannet.engine.store.Walk;
import java.lang.foreign.MemorySegment;

/**
 * A full walk over a store: every segment, item by item, then every slot of the index, then every
 * TTL bucket, compared with what the store believes.
 *
 * <p>Each live item has a slot by which it is found, and each slot is the one by which its item is
 * found: so there are as many of the one as of the other. A chain is judged segment by segment, by
 * its neighbours: as generations grow along it, it cannot run in a circle.
 */
final class SegWalk extends Walk {
  private final MemorySegment region;
  private final SegLayout layout;
  private final Heap heap;
  private final SegmentTable table;
  private final Index index;
  private final SegMetrics metrics;
  private final SegFound found;
  private long indexBucket;
  private int ttlBucket;

  SegWalk(
      MemorySegment region,
      SegLayout layout,
      Heap heap,
      Index index,
      SegMetrics metrics,
      SegFound found) {
    super(found);
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.table = heap.table;
    this.index = index;
    this.metrics = metrics;
    this.found = found;
  }

  @Override
  protected int step() {
    if (found.segments < table.segments()) {
      return stepSegment(found.segments);
    }
    if (indexBucket < index.buckets()) {
      return stepIndex(index.bucket(indexBucket++));
    }
    if (ttlBucket < TtlBuckets.COUNT) {
      walkTtlBucket(ttlBucket++);
      return 1;
    }
    return 0;
  }

  private int stepSegment(int segment) {
    if (table.state(segment) == ASIDE) {
      walkAside(segment);
      found.pass();
      return 1;
    }
    if (heap.isRun(segment) && table.state(segment) != FREE) {
      walkItem(heap.runs.item(segment), segment);
      walkHeader(segment);
      found.pass();
      return 1;
    }
    long item = found.frontier();
    if (item == layout.item(segment, table.writeOffset(segment))) {
      walkHeader(segment);
      found.pass();
    } else {
      walkItem(item, segment);
      found.frontier(item + Item.bytes(region, item));
    }
    return 1;
  }

  private void walkAside(int segment) {
    found.aside++;
    int head = table.head(segment);
    boolean waits = head == NONE && heap.runs.window.awaits(segment);
    boolean isPart =
        head != NONE
            && head < segment
            && table.state(head) == SEALED
            && heap.isRun(head)
            && segment < head + heap.runs.span(head);
    if (!waits && !isPart || !table.isEmpty(segment)) {
      fault("segment " + segment + " is set apart for nobody, or in use");
    }
  }

  private void walkItem(long item, int segment) {
    int marks = Item.marks(region, item) & (Item.RESERVED | Item.DELETED);
    int bytes = Item.bytes(region, item);
    found.total++;
    if (marks == Item.RESERVED) {
      found.reserve(segment, 1, bytes);
    } else if (marks == 0) {
      found.live(segment, 1, bytes);
      if (!heap.isFlushed(segment)) {
        int keyLength = Item.keyLength(region, item);
        int valueLength = Item.valueLength(region, item);
        found.account(table.bucket(segment), 1, keyLength, valueLength, bytes);
      }
      walkLive(item, segment);
    }
  }

  private void walkLive(long item, int segment) {
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

  private void walkHeader(int segment) {
    expect("total items of", segment, table.totalItems(segment), found.total);
    if (table.state(segment) == FREE) {
      found.free++;
      return;
    }
    expect("live items of", segment, table.liveItems(segment), found.live);
    expect("live bytes of", segment, table.liveBytes(segment), found.liveBytes);
    expect("reservations of", segment, table.reservations(segment), found.reserved);
    if (table.pins(segment) < found.reserved) {
      fault("segment " + segment + " has more reservations than pins");
    }
    if (found.live == 0 && table.pins(segment) == 0 && table.state(segment) == SEALED) {
      fault("segment " + segment + " could be free");
    }
    int bucket = table.bucket(segment);
    int rank = table.rank(segment);
    walkChains(segment, rank, bucket);
    found.open += table.state(segment) == OPEN ? 1 : 0;
    int span = heap.runs.span(segment);
    found.pinned += table.pins(segment) > 0 ? span : 0;
    found.held += found.reserved > 0 ? span : 0;
    found.segmentsOf[bucket] += span;
    found.ofRank[rank] += span;
  }

  private void walkChains(int segment, int rank, int bucket) {
    Chain ages = heap.ages.of(rank);
    int older = ages.previous(segment);
    if (!isPlaced(ages, segment) || older != NONE && table.rank(older) != rank) {
      fault("segment " + segment + " is not in its place by age");
    }
    Chain chain = heap.buckets.chain(bucket);
    int before = chain.previous(segment);
    if (!isPlaced(chain, segment) || before != NONE && table.bucket(before) != bucket) {
      fault("segment " + segment + " is not in its place in bucket " + bucket);
    }
  }

  private boolean isPlaced(Chain chain, int segment) {
    return isSegmentOrNone(chain.previous(segment))
        && isSegmentOrNone(chain.next(segment))
        && chain.isLinked(segment)
        && isYounger(segment, chain.previous(segment))
        && isYounger(chain.next(segment), segment);
  }

  private boolean isSegmentOrNone(int segment) {
    return segment >= NONE && segment < table.segments();
  }

  /** False if the older one is free, too. */
  private boolean isYounger(int segment, int older) {
    return segment == NONE
        || older == NONE
        || table.generation(older) != 0 && table.generation(older) < table.generation(segment);
  }

  private int stepIndex(long bucket) {
    int steps = 1;
    for (int i = 0; i < TwoChoices.SLOTS_PER_BUCKET; i++) {
      long position = bucket + i * Long.BYTES;
      if (index.isTaken(index.slot(position))) {
        walkSlot(position, index.slot(position));
        steps++;
      }
    }
    return steps;
  }

  private void walkSlot(long position, long slot) {
    if (!namesLiveItem(Slot.segment(slot), Slot.offset(slot))) {
      fault("slot " + position + " names no live item");
      return;
    }
    long item = index.item(slot);
    if (index.findItem(index.hash(item), item) != position) {
      fault("slot " + position + " is not that by which its item is found");
    }
  }

  private boolean namesLiveItem(int segment, int offset) {
    if (segment >= table.segments()
        || offset + Item.HEADER_BYTES > layout.segmentBytes()
        || offset >= table.writeOffset(segment)) {
      return false;
    }
    long item = layout.item(segment, offset);
    if (heap.isRun(segment) && item != heap.runs.item(segment)) {
      return false;
    }
    return offset + (long) Item.bytes(region, item) <= table.writeOffset(segment)
        && (Item.marks(region, item) & (Item.RESERVED | Item.DELETED)) == 0;
  }

  private void walkTtlBucket(int bucket) {
    int open = heap.buckets.open(bucket);
    if (open != NONE && (table.state(open) != OPEN || table.bucket(open) != bucket)) {
      fault("bucket " + bucket + " appends to " + open + ", which is not open");
    }
    int first = heap.buckets.chain(bucket).first();
    if (first != NONE && (table.state(first) == FREE || table.bucket(first) != bucket)) {
      fault("bucket " + bucket + " begins with " + first + ", which is not its own");
    }
  }

  @Override
  protected void conclude() {
    expect("free segments", heap.free.count(), found.free);
    expect("segments apart", heap.runs.aside(), found.aside);
    for (int rank = 0; rank < Heap.RANKS; rank++) {
      expect("segments of rank", rank, heap.ages.used(rank), found.ofRank[rank]);
    }
    expect("slots taken", index.taken(), heap.liveItems());
    if (index.buckets() > layout.blocks().buckets(table.segments())) {
      fault(index.buckets() + " buckets reach into the last of " + table.segments() + " segments");
    }
    count("segments", metrics.segments.get(), table.segments());
    count("segments_free", metrics.segmentsFree.get(), found.free);
    count("segments_aside", metrics.segmentsAside.get(), found.aside);
    count("segments_open", metrics.segmentsOpen.get(), found.open);
    count("segments_pinned", metrics.segmentsPinned.get(), found.pinned);
    count("segments_reserved", metrics.segmentsReserved.get(), found.held);
    count("reservations", metrics.reservations.get(), found.reservations);
    count("reserved_bytes", metrics.reservedBytes.get(), found.reservedBytes);
    countItems(metrics);
    TtlBucketMetrics told = metrics.buckets;
    for (int bucket = 0; bucket < TtlBuckets.COUNT; bucket++) {
      expect("segments of bucket", bucket, told.blocks.get(bucket), found.segmentsOf[bucket]);
      expect("items of bucket", bucket, told.items.get(bucket), found.itemsOf[bucket]);
      expect("bytes of bucket", bucket, told.bytes.get(bucket), found.bytesOf[bucket]);
    }
  }
}

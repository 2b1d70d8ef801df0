package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.FREE;
import static io.gannet.engine.store.seg.SegmentTable.MERGING;
import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.OPEN;
import static io.gannet.engine.store.seg.SegmentTable.SEALED;

import io.gannet.engine.block.Chain;
import io.gannet.engine.block.FreeBlocks;
import io.gannet.engine.hash.Sequences;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The segments and what lies in them: gives places out, knows which items are live, takes segments
 * back. It knows nothing of the index; whoever removes an item removes its slot too.
 *
 * <pre>
 *            open            full, or seal()          no live item, no pin
 *    FREE ----------> OPEN ------------------> SEALED ----------------------> FREE
 *       └-----------> MERGING ------------------^
 * </pre>
 *
 * Invariants: a segment that is SEALED without live items and without pins does not exist between
 * two calls; generations grow with age and never repeat; a free segment has generation 0.
 */
final class Heap {
  /** Orders of age that eviction may keep: new items, and what was kept of them. */
  static final int RANKS = 2;

  final SegmentTable table;
  final TtlBuckets buckets;
  final HeatClock heatClock;
  final Ledger ledger;
  final Holds holds;
  /** By rank, the segments that are filled with what is kept of others. */
  private final Destinations[] destinations = new Destinations[RANKS];
  /** By rank, all segments that are not free, in order of creation and so of generation. */
  private final Chain[] byAge = new Chain[RANKS];
  private final int[] used = new int[RANKS];

  /** One in so many is filled last: the index takes them from the end. */
  private static final int SEGMENTS_PER_LAST = 16;

  private static final int EIGHTHS = 8;

  /** The last free one is for what is moved: else the only way to make room is to forget. */
  private static final int FREE_FOR_MOVES = 1;

  private final MemorySegment region;
  private final SegLayout layout;
  private final SegMetrics metrics;
  private final Sequences sequences;
  private final FreeBlocks free;
  private final Flushed flushed;
  private long nextGeneration = 1;
  private int kept;
  private long liveBytes;
  private long liveItems;

  Heap(MemorySegment region, SegLayout layout, SegMetrics metrics, Sequences sequences) {
    this.region = region;
    this.layout = layout;
    this.metrics = metrics;
    this.sequences = sequences;
    this.table =
        new SegmentTable(region, layout.blocks().headersOffset(), layout.segments());
    this.free = table.freeList();
    this.flushed = new Flushed(table, sequences);
    this.heatClock = new HeatClock(sequences);
    this.ledger = new Ledger(region, layout, table, metrics);
    this.holds = new Holds(table, layout, ledger, metrics);
    this.buckets = new TtlBuckets(table);
    Arrays.setAll(byAge, rank -> table.chainByAge());
    Arrays.setAll(destinations, rank -> new Destinations(this, rank));
    for (int segment = 0; segment < table.segments(); segment++) {
      free.pushLast(segment);
    }
    resized();
  }

  /** What depends on how many segments there are. */
  private void resized() {
    int segments = table.segments();
    buckets.resized(segments);
    heatClock.resized(segments, layout.blocks().indexSlots(segments));
    metrics.segments.set(segments);
    metrics.segmentsFree.set(free.count());
  }

  /** The segment that the index takes next. */
  int last() {
    return table.segments() - 1;
  }

  /** Gives up the last segment, which is free. */
  void drop() {
    int last = last();
    assert table.state(last) == FREE : "items would be lost";
    free.remove(last);
    table.segments(last);
    sequences.reused();
    ledger.dropped(last);
    resized();
  }

  /** Gets a segment more, which is free. */
  void add() {
    table.segments(table.segments() + 1);
    assert table.segments() <= layout.segmentsMax();
    assert table.state(last()) == FREE : "it was not given up empty";
    pushFree(last());
    ledger.added(last());
    resized();
  }

  /** Segments on the free list. */
  int free() {
    return free.count();
  }

  /** Free segments but for the one that is kept for somebody who waits. */
  int spare() {
    return free.count() - kept;
  }

  /** Free segments that may be opened for new items, that which is kept included. */
  int freeForNew() {
    return free.count() - FREE_FOR_MOVES;
  }

  /** Bytes of items that the index names, in all segments. */
  long liveBytes() {
    return liveBytes;
  }

  /** How many items the index names. */
  long liveItems() {
    return liveItems;
  }

  /** True if segments hold more that is not alive than what is being filled has room. */
  boolean mayBeIdle() {
    int filled = buckets.openCount() + destinations[0].count() + destinations[1].count();
    int full = table.segments() - free.count() - filled;
    return (full - 1L) * layout.segmentBytes() > liveBytes;
  }

  /** Where what is kept goes, of segments of this rank. */
  Destinations destinations(int rank) {
    return destinations[rank];
  }

  /** Whether one free segment is kept: only {@link #allocate} may take it, and only if told so. */
  void keep(boolean one) {
    kept = one ? 1 : 0;
  }

  /**
   * Sets bytes apart in a bucket's open segment, or in a new one, and pins it. The pin is the
   * caller's.
   *
   * @param last whether it may be the free segment that is kept
   * @return where the item is to lie, or NONE if it takes a free segment and there is none
   */
  long allocate(int bucket, int bytes, boolean last, int nowSec) {
    int segment = buckets.open(bucket);
    if (segment == NONE || room(segment) < bytes) {
      if (freeForNew() <= (last ? 0 : kept)) {
        return NONE;
      }
      segment = openFree(bucket, 0, nowSec);
      heatClock.segmentOpened();
    }
    long item = append(segment, bytes);
    pin(segment);
    if (segment != buckets.open(bucket)) {
      keepRoomier(bucket, segment);
    }
    return item;
  }

  /**
   * The bucket that takes a value that is long in coming: its deadline's, or, once such values hold
   * many segments, that for any, where they lie together.
   */
  int bucketForLong(int deadlineSec, int nowSec) {
    return holds.mayScatter() ? buckets.taking(deadlineSec, nowSec) : TtlBuckets.ANY_BUCKET;
  }

  /** True if a place in the bucket may be held for long. */
  boolean mayReserve(int bucket, int bytes) {
    int open = buckets.open(bucket);
    boolean held = open != NONE && holds.isReserved(open) && room(open) >= bytes;
    return held || holds.mayReserve();
  }

  /** Sets bytes apart in a segment; NONE if it has not that much room. */
  long append(int segment, int bytes) {
    if (room(segment) < bytes) {
      return NONE;
    }
    int offset = table.writeOffset(segment);
    assert table.state(segment) == OPEN || table.state(segment) == MERGING;
    table.writeOffset(segment, offset + bytes);
    table.totalItems(segment, table.totalItems(segment) + 1);
    return layout.item(segment, offset);
  }

  /** The oldest segment of rank 0 without pins, open or not, or NONE. */
  int oldest() {
    return oldest(0);
  }

  /** The oldest of a rank. */
  int oldest(int rank) {
    int segment = byAge[rank].first();
    while (segment != NONE
        && (table.pins(segment) != 0 || table.state(segment) == MERGING)) {
      segment = byAge[rank].next(segment);
    }
    return segment;
  }

  /**
   * True unless as many segments were opened since this one as seven eighths of memory: where age
   * alone decides, an eighth of memory is opened anew before it is given up. A policy that gives
   * new items up sooner keeps those of them that were asked for or written again.
   */
  boolean isToStay(int segment) {
    long opened = nextGeneration - table.generation(segment);
    return opened * EIGHTHS <= (long) table.segments() * (EIGHTHS - 1);
  }

  /** Segments in use of a rank. */
  int used(int rank) {
    return used[rank];
  }

  /** Those of a rank, in order of age. */
  Chain byAge(int rank) {
    return byAge[rank];
  }

  /**
   * Takes a free segment, of which there must be one, for what is kept of a victim and of others:
   * only {@link #append} puts items there, until {@link #endMerge}. It is as old as the victim, and
   * none of its items has expired yet.
   */
  int beginMerge(int victim, int rank, int nowSec) {
    int segment = openFree(table.bucket(victim), rank, table.createdAtSec(victim));
    table.deadlineBaseSec(segment, Math.max(nowSec, table.deadlineBaseSec(victim)));
    table.state(segment, MERGING);
    ledger.closed(segment);
    return segment;
  }

  /** The segment is one like the others from now on. */
  void endMerge(int segment) {
    assert table.state(segment) == MERGING;
    table.state(segment, SEALED);
    freeIfIdle(segment);
  }

  /** An item's token: the one it brought along, or one made of its place. */
  long cas(long item) {
    if ((Item.marks(region, item) & Item.CAS) != 0) {
      return Item.cas(region, item);
    }
    return table.generation(layout.segment(item)) << Slot.OFFSET_WIDTH | layout.offset(item);
  }

  /** Of the bucket's open segment and a fresh one the one with more room stays open. */
  private void keepRoomier(int bucket, int fresh) {
    int open = buckets.open(bucket);
    if (open == NONE) {
      buckets.open(bucket, fresh);
    } else if (room(open) < room(fresh)) {
      seal(open);
      buckets.open(bucket, fresh);
    } else {
      seal(fresh);
    }
  }

  /** Bytes that are left in a segment. */
  int room(int segment) {
    return layout.segmentBytes() - table.writeOffset(segment);
  }

  /** Takes the bytes of the newest item of a segment back; false if it is not the newest. */
  boolean giveBack(long item) {
    int segment = layout.segment(item);
    int offset = layout.offset(item);
    if (offset + Item.bytes(region, item) != table.writeOffset(segment)) {
      return false;
    }
    table.writeOffset(segment, offset);
    table.totalItems(segment, table.totalItems(segment) - 1);
    ledger.gaveBack(item);
    return true;
  }

  /**
   * The mark that says how a deadline is kept. Whether the item will lie in the bucket's open
   * segment or in one opened now is not known yet, so SHORT must do for both: not before the
   * younger base, and within reach of the older one.
   */
  int deadlineMark(int bucket, int deadlineSec, int nowSec) {
    int freshBaseSec = TtlBuckets.baseSec(bucket, nowSec);
    int open = buckets.open(bucket);
    int openBaseSec = open == NONE ? freshBaseSec : table.deadlineBaseSec(open);
    assert openBaseSec <= freshBaseSec;
    int mark = Item.deadlineMark(deadlineSec, freshBaseSec);
    return mark == Item.SHORT_DEADLINE ? Item.deadlineMark(deadlineSec, openBaseSec) : mark;
  }

  /** Writes an item's deadline, for which it has a place. */
  void writeDeadlineSec(long item, int deadlineSec) {
    int segment = layout.segment(item);
    Item.writeDeadlineSec(region, item, deadlineSec, table.deadlineBaseSec(segment));
    int latestSec = deadlineSec == 0 ? Integer.MAX_VALUE : deadlineSec;
    if (table.latestDeadlineSec(segment) < latestSec) {
      table.latestDeadlineSec(segment, latestSec);
    }
  }

  /** An item's deadline in seconds of the clock, or 0. */
  int deadlineSec(long item) {
    int marks = Item.marks(region, item);
    if ((marks & Item.DEADLINE) == 0) {
      return 0;
    }
    return Item.deadlineSec(region, item, marks, table.deadlineBaseSec(layout.segment(item)));
  }

  /** True if an item's deadline has come. */
  boolean expired(long item, int nowSec) {
    int deadlineSec = deadlineSec(item);
    return deadlineSec != 0 && deadlineSec <= nowSec;
  }

  /** Counts a published item as live. */
  void enliven(long item) {
    liveBytes += Item.bytes(region, item);
    liveItems++;
    ledger.account(item, 1, !isFlushed(layout.segment(item)));
  }

  /** Counts an item as dead, which may free its segment. Its slot must be gone or going. */
  void release(long item) {
    int marks = Item.marks(region, item);
    assert (marks & (Item.DELETED | Item.RESERVED)) == 0 : "released twice, or never published";
    int segment = layout.segment(item);
    liveBytes -= Item.bytes(region, item);
    liveItems--;
    assert liveItems >= 0 && liveBytes >= liveItems : "more died than lived";
    ledger.account(item, -1, !isFlushed(segment));
    Item.marks(region, item, marks | Item.DELETED);
    freeIfIdle(segment);
  }

  /** Counts a live item of a segment that is forgotten to make room. */
  void countEvicted(int segment, int nowSec) {
    metrics.evicted(table.bucket(segment), nowSec - table.createdAtSec(segment));
  }

  /** Counts an expired item of a segment whose place is taken back. */
  void countExpired(int segment) {
    metrics.expired(table.bucket(segment));
  }

  /** Pins a segment for a reader; false if readers hold as many as they may. */
  boolean pinForReader(int segment) {
    if (!holds.mayRead(segment)) {
      return false;
    }
    boolean hadReader = holds.hasReader(segment);
    pin(segment);
    holds.pinned(hadReader);
    return true;
  }

  /** Ends a pin of a reader. */
  void unpinForReader(int segment) {
    assert holds.hasReader(segment) : "a reader's pin that is not open";
    unpin(segment);
    holds.unpinned(holds.hasReader(segment));
  }

  void pin(int segment) {
    int pins = table.pins(segment);
    table.pins(segment, pins + 1);
    if (pins == 0) {
      ledger.pinned(segment, 1);
    }
  }

  void unpin(int segment) {
    int pins = table.pins(segment) - 1;
    assert pins >= 0 : "unpinned more often than pinned";
    table.pins(segment, pins);
    if (pins == 0) {
      ledger.pinned(segment, -1);
      freeIfIdle(segment);
    }
  }

  /** Ends the taking of new items. */
  void seal(int segment) {
    assert table.state(segment) == OPEN;
    int bucket = table.bucket(segment);
    if (buckets.open(bucket) == segment) {
      buckets.open(bucket, NONE);
    }
    table.state(segment, SEALED);
    ledger.closed(segment);
    freeIfIdle(segment);
  }

  /** Everything published so far is dead from now on, and no longer counted. */
  void flush() {
    for (int bucket = 0; bucket < TtlBuckets.COUNT; bucket++) {
      if (buckets.open(bucket) != NONE) {
        seal(buckets.open(bucket));
      }
    }
    for (Destinations filled : destinations) {
      filled.endAll();
    }
    assert table.segments() - free.count() == used[0] + used[1];
    flushed.all(used[0] + used[1], nextGeneration);
    ledger.forgetItems();
  }

  /** True if the segment was there at the last flush: what was published in it is dead. */
  boolean isFlushed(int segment) {
    return flushed.has(segment);
  }

  /** True if segments from before the last flush are still in use. */
  boolean hasFlushed() {
    return flushed.any();
  }

  private int openFree(int bucket, int rank, int nowSec) {
    int segment = free.pop();
    if (segment == NONE) {
      return NONE;
    }
    sequences.reused();
    metrics.segmentsFree.set(free.count());
    assert nextGeneration < SegStore.GENERATION_MAX;
    table.generation(segment, nextGeneration++);
    table.state(segment, OPEN);
    table.bucket(segment, bucket);
    table.createdAtSec(segment, nowSec);
    table.deadlineBaseSec(segment, TtlBuckets.baseSec(bucket, nowSec));
    table.latestDeadlineSec(segment, 0);
    table.rank(segment, rank);
    byAge[rank].append(segment);
    used[rank]++;
    assert used[0] + used[1] + free.count() == table.segments() : "one is lost";
    buckets.chain(bucket).append(segment);
    ledger.opened(segment);
    return segment;
  }

  private void freeIfIdle(int segment) {
    boolean idle =
        table.liveItems(segment) == 0
            && table.state(segment) == SEALED
            && table.pins(segment) == 0;
    if (idle) {
      assert table.liveBytes(segment) == 0 && table.reservations(segment) == 0;
      assert buckets.open(table.bucket(segment)) != segment : "new items would go there";
      flushed.free(segment);
      byAge[table.rank(segment)].remove(segment);
      used[table.rank(segment)]--;
      assert used[table.rank(segment)] >= 0;
      buckets.chain(table.bucket(segment)).remove(segment);
      pushFree(segment);
      ledger.freed(segment);
    }
  }

  private void pushFree(int segment) {
    table.state(segment, FREE);
    table.generation(segment, 0);
    table.writeOffset(segment, 0);
    table.totalItems(segment, 0);
    if (segment + table.segments() / SEGMENTS_PER_LAST >= table.segments()) {
      free.pushLast(segment);
    } else {
      free.push(segment);
    }
    metrics.segmentsFree.set(free.count());
  }
}

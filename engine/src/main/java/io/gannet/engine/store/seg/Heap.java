package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.FREE;
import static io.gannet.engine.store.seg.SegmentTable.MERGING;
import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.OPEN;
import static io.gannet.engine.store.seg.SegmentTable.SEALED;

import io.gannet.engine.block.Chain;
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
 *       ├-----------> MERGING ------------------^
 *       └-----------> ASIDE, for a large item --^     the first of its run; the others stay ASIDE
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
  /** All segments in use, in order of creation and so of generation. */
  final Ages ages;
  final Runs runs;
  final FreeSegments free;
  /** By rank, the segments that are filled with what is kept of others. */
  private final Destinations[] destinations = new Destinations[RANKS];

  private static final int EIGHTHS = 8;

  private final MemorySegment region;
  private final SegLayout layout;
  private final SegMetrics metrics;
  private final Sequences sequences;
  private final Flushed flushed;
  private long nextGeneration = 1;
  private long liveBytes;
  private long liveItems;

  Heap(MemorySegment region, SegLayout layout, SegMetrics metrics, Sequences sequences) {
    this.region = region;
    this.layout = layout;
    this.metrics = metrics;
    this.sequences = sequences;
    this.table =
        new SegmentTable(region, layout.blocks().headersOffset(), layout.segments());
    this.flushed = new Flushed(table, sequences);
    this.heatClock = new HeatClock(sequences);
    this.ledger = new Ledger(region, layout, table, metrics);
    this.buckets = new TtlBuckets(table);
    this.ages = new Ages(table);
    this.runs = new Runs(this, layout);
    this.holds = new Holds(table, layout, runs, ledger, metrics);
    this.free = new FreeSegments(table, metrics);
    Arrays.setAll(destinations, rank -> new Destinations(this, rank));
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
    handOut(last());
    ledger.added(last());
    resized();
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
    int full = sharedSegments() - free.count() - filled;
    return (full - 1L) * layout.segmentBytes() > sharedLiveBytes();
  }

  /** Segments that are no large item's, nor set apart for one. */
  int sharedSegments() {
    return table.segments() - runs.segments();
  }

  /** Bytes of live items in those; too many while large ones that were flushed are there. */
  long sharedLiveBytes() {
    return liveBytes - metrics.buckets.bytes.get(TtlBuckets.LARGE_BUCKET);
  }

  /** Where what is kept goes, of segments of this rank. */
  Destinations destinations(int rank) {
    return destinations[rank];
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
      if (!free.hasForNew(last)) {
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
    if (bytes > layout.segmentBytes()) {
      return holds.mayReserve(runs.spanOf(bytes));
    }
    int open = buckets.open(bucket);
    boolean held = open != NONE && holds.isReserved(open) && room(open) >= bytes;
    return held || holds.mayReserve(1);
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

  /**
   * True unless as many segments were opened since this one as seven eighths of memory: where age
   * alone decides, an eighth of memory is opened anew before it is given up. A policy that gives
   * new items up sooner keeps those of them that were asked for or written again.
   */
  boolean isToStay(int segment) {
    long opened = nextGeneration - table.generation(segment);
    return opened * EIGHTHS <= (long) table.segments() * (EIGHTHS - 1);
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
    return placeToken(item);
  }

  /** A token made of an item's place, which is no other item's ever. */
  long placeToken(long item) {
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
    if (offset + Item.bytes(region, item) != table.writeOffset(segment) || isRun(segment)) {
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
    if (table.latestDeadlineSec(segment) < latestSec || isRun(segment)) {
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

  /** True if an item that still has a slot is no hit any more. */
  boolean isGone(long item, int nowSec) {
    return expired(item, nowSec) || flushed.any() && isFlushed(layout.segment(item));
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

  /** Pins a segment for a reader; false if readers hold as many as they may. */
  boolean pinForReader(int segment) {
    if (!holds.mayRead(segment)) {
      return false;
    }
    boolean hadReader = holds.hasReader(segment);
    pin(segment);
    holds.pinned(segment, hadReader);
    return true;
  }

  /** Ends a pin of a reader. */
  void unpinForReader(int segment) {
    assert holds.hasReader(segment) : "a reader's pin that is not open";
    holds.unpinned(segment);
    unpin(segment);
  }

  void pin(int segment) {
    int pins = table.pins(segment);
    table.pins(segment, pins + 1);
    if (pins == 0) {
      ledger.pinned(segment, runs.span(segment));
    }
  }

  void unpin(int segment) {
    int pins = table.pins(segment) - 1;
    assert pins >= 0 : "unpinned more often than pinned";
    table.pins(segment, pins);
    if (pins == 0) {
      ledger.pinned(segment, -runs.span(segment));
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
    assert isAllAccounted();
    flushed.all(ages.used() - runs.behind(), nextGeneration);
    ledger.forgetItems();
  }

  /** True if the segment was there at the last flush: what was published in it is dead. */
  boolean isFlushed(int segment) {
    return flushed.has(segment);
  }

  private int openFree(int bucket, int rank, int nowSec) {
    int segment = free.pop();
    if (segment == NONE) {
      return NONE;
    }
    table.state(segment, OPEN);
    begin(segment, 1, bucket, rank, nowSec);
    ledger.opened(segment);
    return segment;
  }

  /** A segment, and those behind it if it is the first of several, is in use from now on. */
  void begin(int segment, int span, int bucket, int rank, int nowSec) {
    sequences.reused();
    table.bucket(segment, bucket);
    table.createdAtSec(segment, nowSec);
    table.deadlineBaseSec(segment, TtlBuckets.baseSec(bucket, nowSec));
    table.latestDeadlineSec(segment, 0);
    line(segment, span, rank);
    assert isAllAccounted() : "one is lost";
  }

  /** The same with another rank, and as young as can be. */
  void rejuvenate(int segment, int rank) {
    int span = runs.span(segment);
    flushed.end(segment);
    ages.remove(segment, span);
    buckets.chain(table.bucket(segment)).remove(segment);
    ledger.ranked(segment, rank, span);
    line(segment, span, rank);
  }

  private void line(int segment, int span, int rank) {
    assert nextGeneration < SegStore.GENERATION_MAX;
    table.generation(segment, nextGeneration++);
    table.rank(segment, rank);
    ages.append(segment, span);
    buckets.chain(table.bucket(segment)).append(segment);
  }

  private boolean isAllAccounted() {
    return ages.used() + free.count() + runs.window.taken() == table.segments();
  }

  /** Segments of large items. */
  long segmentsOfRuns() {
    return metrics.buckets.blocks.get(TtlBuckets.LARGE_BUCKET);
  }

  /** True if a large item lies here, and begins here. */
  boolean isRun(int segment) {
    return table.bucket(segment) == TtlBuckets.LARGE_BUCKET;
  }

  private void freeIfIdle(int segment) {
    boolean idle =
        table.liveItems(segment) == 0
            && table.state(segment) == SEALED
            && table.pins(segment) == 0;
    if (idle) {
      assert table.liveBytes(segment) == 0 && table.reservations(segment) == 0;
      assert buckets.open(table.bucket(segment)) != segment : "new items would go there";
      makeFree(segment);
    }
  }

  private void makeFree(int segment) {
    int span = runs.span(segment);
    flushed.end(segment);
    ages.remove(segment, span);
    buckets.chain(table.bucket(segment)).remove(segment);
    table.state(segment, FREE);
    table.generation(segment, 0);
    table.writeOffset(segment, 0);
    table.totalItems(segment, 0);
    ledger.freed(segment, span);
    handOut(segment);
    runs.dissolve(segment, span);
  }

  /** A segment that is free: to who awaits it, or to the free ones. */
  void handOut(int segment) {
    if (runs.window.awaits(segment)) {
      runs.window.take(segment);
    } else {
      free.push(segment);
    }
  }
}

package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.ASIDE;
import static io.gannet.engine.store.seg.SegmentTable.FREE;
import static io.gannet.engine.store.seg.SegmentTable.MERGING;
import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static io.gannet.engine.store.seg.SegmentTable.OPEN;

import io.gannet.engine.block.Boundary;
import io.gannet.engine.block.Clearing;
import io.gannet.engine.hash.Rehash;
import java.lang.foreign.MemorySegment;

/**
 * Takes segments back: those that expired or were flushed, found by a sweep over all headers once a
 * second, and, so that there is always a free one, those that the eviction names. One segment at a
 * time is cleaned, item by item, a few items at a call: by background work, and by requests that
 * take places while free segments are short.
 *
 * <p>Work is counted in steps: an item or a header looked at, and each 4 KiB moved.
 */
final class Reclaimer {
  /** What making room may cost any request: some 50 µs. */
  private static final int STEPS_FOR_ANY = 256;

  /** What it may cost beyond that for each KiB that the request brings. */
  private static final int STEPS_PER_KIB = 8;

  /** What it may cost at most: some 150 µs. */
  static final int STEPS_MAX = 640;

  /** A request's last are for forgetting: a victim of few items is free before they end. */
  private static final int STEPS_TO_FORGET = 128;

  /** Beside {@link Boundary#FREE_MIN} one in so many segments is kept free, ahead of need. */
  private static final int SEGMENTS_PER_FREE = 80;

  /** Background work, which has time, is ahead of requests by one in so many, up to a few. */
  private static final int SEGMENTS_PER_LEAD = 64;

  private static final int LEAD_MAX = 3;

  /*
   * Most of a victim may be kept (Survivors), so it takes several of them to gain a segment: a
   * place is paid for with four times its share, and as often more as free segments are missing;
   * twice that once none is left but for moves.
   */
  private static final int SHARES_PER_PLACE = 4;
  private static final int URGENCY = 2;
  private static final int PAY_MIN = 4;
  private static final int KIB_SHIFT = 10;
  private static final int MOVED_PER_STEP_SHIFT = 12;

  private final MemorySegment region;
  private final SegLayout layout;
  private final Heap heap;
  private final Copies copies;
  private final SegmentTable table;
  private final Index index;
  private final Boundary boundary;
  private final Eviction eviction;
  private final Removal removal;
  private final Compaction compaction;
  private final Clearing clearing;
  private final Lookahead ahead;
  private final SegMetrics metrics;
  /*
   * A victim can become free under the cursor, when a client deletes its last live item, and can
   * then be in use again: its generation tells.
   */
  private int victim = NONE;
  private long victimGeneration;
  private int cursor;
  /** Where a compaction stopped for want of room: what is before that is dead. */
  private long leftGeneration;
  private int leftCursor;
  /** Whether what is alive in the victim stays, whatever it takes. */
  private boolean compacts;
  private int sharesPerPlace = SHARES_PER_PLACE;

  private long spared = NONE;
  private int sweepNext = Integer.MAX_VALUE;
  private int sweptSec;

  Reclaimer(
      MemorySegment region,
      SegLayout layout,
      Heap heap,
      Index index,
      Boundary boundary,
      Eviction eviction,
      Clearing clearing,
      Removal removal,
      SegMetrics metrics) {
    this.removal = removal;
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.copies = new Copies(region, heap);
    this.table = heap.table;
    this.index = index;
    this.boundary = boundary;
    this.eviction = eviction;
    this.compaction = new Compaction(heap, layout);
    this.clearing = clearing;
    this.ahead = new Lookahead(region, index);
    this.metrics = metrics;
  }

  /**
   * Background work.
   *
   * @param items how many items and headers together may be looked at
   * @return true if that did not suffice; what would move an item that takes more waits
   */
  boolean work(int items, int nowSec) {
    long before = metrics.steps.get();
    startSweep(nowSec);
    for (int left = items; left > 0; ) {
      if (victim == NONE && sweepNext < table.segments()) {
        sweep(nowSec);
        left--;
      } else {
        int toForget = left < items ? 0 : 1; // what takes more than all is not to wait for ever
        int steps = step(left, toForget, freeWanted(), nowSec);
        if (steps == 0) {
          return victim != NONE && left < items;
        }
        left -= steps;
      }
    }
    assert metrics.steps.get() - before <= items : "more than was asked for";
    return true;
  }

  /**
   * What a request pays for its place while free segments are short: the more are missing, the
   * more, so that segments become free as fast as they are filled.
   *
   * @return how many steps more it may be asked for
   */
  int pay(int bytes, int nowSec) {
    int left = stepsMax(bytes) - Rehash.LOOKS_MAX;
    int kept = left - due(bytes, left);
    int steps = 1;
    while (left > kept && steps > 0 && isDue()) {
      steps = step(left, STEPS_TO_FORGET, freePaidFor(), nowSec);
      left -= steps;
    }
    return left;
  }

  /** True if there is work that requests pay for. */
  private boolean isDue() {
    return heap.free.spare() < freePaidFor() || boundary.takes() || boundary.splits();
  }

  private int due(int bytes, int stepsMax) {
    int missing = freePaidFor() - heap.free.spare();
    if (heap.free.forNew() <= 0) {
      missing *= URGENCY;
    }
    int due = missing <= 0 ? 0 : price(bytes, missing, stepsMax);
    if (boundary.takes()) {
      return Math.clamp(boundary.price(), due, stepsMax);
    }
    return boundary.splits() ? Math.max(1, due) : due;
  }

  /** Free segments that requests pay for; one more if the index is to have it. */
  private int freePaidFor() {
    return Boundary.FREE_MIN
        + table.segments() / SEGMENTS_PER_FREE
        + (boundary.takes() ? 1 : 0);
  }

  /** Those that background work sees to. */
  private int freeWanted() {
    return freePaidFor() + Math.min(LEAD_MAX, table.segments() / SEGMENTS_PER_LEAD);
  }

  private int price(int bytes, int missing, int stepsMax) {
    if (victim == NONE) {
      return Math.min(PAY_MIN * missing, stepsMax);
    }
    long stepsPerSegment =
        table.totalItems(victim) + (layout.segmentBytes() >> MOVED_PER_STEP_SHIFT);
    long share = bytes * stepsPerSegment / layout.segmentBytes();
    return Math.clamp(share * sharesPerPlace * missing, PAY_MIN, stepsMax);
  }

  /** How many steps at most a request makes for a place of so many bytes. */
  static int stepsMax(int bytes) {
    return Math.min(STEPS_FOR_ANY + STEPS_PER_KIB * (bytes >> KIB_SHIFT), STEPS_MAX);
  }

  /**
   * Goes on until a segment is free, for so many steps at most; false if none is.
   *
   * @param kept so many free ones are another's
   */
  boolean free(int kept, int steps, int nowSec) {
    if (heap.free.forNew() <= kept) {
      metrics.foregroundReclaims.increment();
    }
    int made = 1;
    for (int left = steps; heap.free.forNew() <= kept && left > 0 && made > 0; left -= made) {
      made = step(left, STEPS_TO_FORGET, freePaidFor(), nowSec);
    }
    return heap.free.forNew() > kept;
  }

  /** Goes on until there is a place for the large item that waits; false if there is none. */
  boolean clear(int steps, int nowSec) {
    int made = 1;
    for (int left = steps; !clearing.isReady() && left > 0 && made > 0; left -= made) {
      made = step(left, STEPS_TO_FORGET, freePaidFor(), nowSec);
    }
    return clearing.isReady();
  }

  /** An item that is not to be forgotten for what is asked for now, or NONE. */
  void spare(long item) {
    spared = item;
  }

  /** Looks for flushed segments from the next call on, without waiting for the next second. */
  void flushed() {
    sweepNext = 0;
  }

  private void startSweep(int nowSec) {
    if (sweptSec != nowSec && sweepNext >= table.segments()) {
      sweptSec = nowSec;
      sweepNext = 0;
    }
  }

  private void sweep(int nowSec) {
    metrics.steps.increment();
    int segment = sweepNext++;
    int state = table.state(segment);
    if (state != FREE && state != ASIDE) {
      metrics.buckets.seen(table.bucket(segment), table.createdAtSec(segment));
    }
    if (sweepNext == table.segments()) {
      metrics.buckets.allSeen(nowSec);
      sweepNext = Integer.MAX_VALUE;
    }
    if (state == FREE || state == ASIDE || table.pins(segment) != 0) {
      return;
    }
    if (table.latestDeadlineSec(segment) <= nowSec) {
      metrics.segmentsExpired.increment();
      begin(segment, false);
    } else if (heap.isFlushed(segment)) {
      begin(segment, false);
    }
  }

  /**
   * One step towards a free segment: a look for what to clean, or an item of it.
   *
   * @param stepsMax what it may take
   * @param toForget so many of those are for forgetting: what would need them to stay does not; 0
   *     if it waits instead
   * @param freeWanted free segments beyond which none has to be made
   * @return the steps that it took; 0 if nothing can be cleaned, or nothing within those
   */
  private int step(int stepsMax, int toForget, int freeWanted, int nowSec) {
    if (victim != NONE) {
      return cleanNext(stepsMax, toForget, nowSec);
    }
    boolean needed = heap.free.spare() < freeWanted;
    int steps = boundary.step(needed, stepsMax);
    if (steps > 0) {
      metrics.steps.add(steps);
      return steps;
    }
    if (boundary.empties()) {
      int last = heap.last();
      begin(last, true);
      compaction.empty(last);
      return 1;
    }
    return makeRoom(needed, nowSec);
  }

  /** While free segments are short they come first: what is moved needs them. */
  private int makeRoom(boolean needed, int nowSec) {
    boolean hasRoomToMove = !needed || heap.free.spare() >= Boundary.FREE_MIN;
    if (hasRoomToMove && clearOne(nowSec)) {
      return 1;
    }
    if (needed && compaction.look()) {
      metrics.steps.increment();
      return 1;
    }
    return needed && choose(nowSec) || !hasRoomToMove && clearOne(nowSec) ? 1 : 0;
  }

  /** One step towards a place for a large item; false if there is none to be made now. */
  private boolean clearOne(int nowSec) {
    if (clearing.look()) {
      metrics.steps.increment();
      return true;
    }
    int segment = heap.free.count() == 0 ? NONE : clearing.block();
    if (segment != NONE) {
      begin(segment, true);
      compaction.empty(segment);
      return true;
    }
    segment = clearing.largeItem();
    if (segment != NONE) {
      countEvicted(segment, nowSec);
      begin(segment, false);
    }
    return segment != NONE;
  }

  /** The deadest segment, if that is worth the while, or else the one that the eviction names. */
  private boolean choose(int nowSec) {
    int segment = compaction.victim();
    if (segment != NONE) {
      metrics.segmentsCompacted.increment();
      begin(segment, true);
      sharesPerPlace = SHARES_PER_PLACE + compaction.victimsPerSegment(segment);
      return true;
    }
    segment = eviction.victim(nowSec);
    if (segment == NONE) {
      return false;
    }
    countEvicted(segment, nowSec);
    begin(segment, false);
    return true;
  }

  private void countEvicted(int segment, int nowSec) {
    if (!heap.isFlushed(segment) && table.latestDeadlineSec(segment) > nowSec) {
      metrics.segmentsEvicted.add(heap.runs.span(segment));
    }
  }

  private void begin(int segment, boolean compacts) {
    assert table.pins(segment) == 0;
    victim = segment;
    victimGeneration = table.generation(segment);
    cursor = victimGeneration == leftGeneration ? leftCursor : 0;
    ahead.forget();
    this.compacts = compacts;
    sharesPerPlace = SHARES_PER_PLACE;
    if (table.state(segment) == OPEN) {
      heap.seal(segment);
    } else if (table.state(segment) == MERGING) {
      heap.destinations(table.rank(segment)).end(segment);
    }
  }

  /**
   * Cleans one item more, as {@link #step} says; tells the steps that it took, or 0 if these are
   * too few to move it, or it is not to be touched now.
   */
  private int cleanNext(int stepsMax, int toForget, int nowSec) {
    if (table.generation(victim) != victimGeneration || table.liveItems(victim) == 0) {
      victim = NONE;
      return 1;
    }
    if (heap.isRun(victim)) {
      cleanRun(nowSec);
      return 1;
    }
    assert cursor < table.writeOffset(victim) : "live items behind the last one";
    long item = layout.item(victim, cursor);
    long hash = ahead.hash(item, layout.item(victim, table.writeOffset(victim)));
    int bytes = Item.bytes(region, item);
    boolean live = (Item.marks(region, item) & Item.DELETED) == 0;
    if (item == spared) {
      return 0;
    }
    int stepsToMove = 1 + (bytes >> MOVED_PER_STEP_SHIFT);
    if (live && (compacts || toForget == 0) && stepsToMove > stepsMax) {
      return 0;
    }
    cursor += bytes;
    boolean mayMove = compacts || stepsToMove <= stepsMax - toForget;
    int steps = live && keepOrDrop(item, hash, mayMove, nowSec) ? stepsToMove : 1;
    metrics.steps.add(steps);
    return steps;
  }

  /** True if the item was kept, elsewhere. */
  private boolean keepOrDrop(long item, long hash, boolean mayMove, int nowSec) {
    long position = index.findItem(hash, item);
    assert position != Index.ABSENT : "a live item has a slot";
    boolean kept = false;
    if (!removal.clearGone(item, victim, position, hash, nowSec)) {
      kept = mayMove && isKept(item, position, nowSec);
      if (!kept && compacts) {
        compaction.failed();
        leftGeneration = victimGeneration;
        leftCursor = layout.offset(item);
        victim = NONE;
        return false;
      }
      if (!kept) {
        removal.evict(item, victim, position, hash, nowSec);
      }
    }
    heap.release(item);
    return kept;
  }

  /** A large item is kept where it lies, as young as if it had been moved, or forgotten. */
  private void cleanRun(int nowSec) {
    metrics.steps.increment();
    int segment = victim;
    long item = heap.runs.item(segment);
    long hash = index.hash(item);
    long position = index.findItem(hash, item);
    assert position != Index.ABSENT : "a live item has a slot";
    victim = NONE;
    boolean gone = removal.clearGone(item, segment, position, hash, nowSec);
    if (!gone && eviction.keepsLarge(Slot.heat(index.slot(position)))) {
      index.moveCooled(position, segment, Runs.LEAD_BYTES);
      heap.rejuvenate(segment, Admission.MAIN);
      metrics.itemsKept.increment();
      return;
    }
    if (!gone) {
      removal.evict(item, segment, position, hash, nowSec);
    }
    heap.release(item);
  }

  /** Moves an item to where it is kept, if it is. */
  private boolean isKept(long item, long position, int nowSec) {
    int bytes = Item.bytes(region, item);
    if (!compacts && !eviction.keeps(bytes, Slot.heat(index.slot(position)))) {
      return false;
    }
    int room = bytes + Item.MOVED_BYTES_MAX;
    int segment = compacts ? compaction.destination(room, nowSec) : eviction.destination(room);
    if (segment == NONE) {
      return false;
    }
    long copy = copies.to(segment, item);
    heap.enliven(copy);
    if (compacts) {
      index.move(position, layout.segment(copy), layout.offset(copy));
      metrics.itemsCompacted.increment();
    } else {
      index.moveCooled(position, layout.segment(copy), layout.offset(copy));
      metrics.itemsKept.increment();
    }
    return true;
  }
}

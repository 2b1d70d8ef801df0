package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.CARVED_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.LIVE_ITEMS;
import static io.gannet.engine.store.slab.SlabTable.NONE;
import static io.gannet.engine.store.slab.SlabTable.READERS;
import static io.gannet.engine.store.slab.SlabTable.VICTIM;

import io.gannet.engine.block.Boundary;
import io.gannet.engine.block.Clearing;
import io.gannet.engine.hash.Rehash;
import java.lang.foreign.MemorySegment;

/**
 * Sees to it that there are free slabs, a few items at a call, background work and requests that
 * take places with one and the same work under way. What has expired goes first; then slabs are
 * emptied whose items have room elsewhere; only where neither helps is a slab forgotten. Where free
 * slabs are not short those are emptied that are in a large item's way.
 */
final class Reclaimer {
  /** One in so many slabs is kept free, ahead of need. */
  private static final int SLABS_PER_FREE = 100;

  /** What a request may cost beyond its own item, all told: some 50 µs. */
  static final int STEPS_MAX = 256;

  private static final int PAY_MIN = 4;
  private static final int CHANGES_PER_TRY = 16;
  private static final int TRIES = 8;

  /** The last of all these are for the place of one item, in any of so many slabs, … */
  private static final int STEPS_TO_FORGET = TRIES * TRIES;

  /** … and, before the others, for one in a slab that reservations hold. */
  private static final int STEPS_OF_HELD = TRIES;

  private final MemorySegment region;
  private final SlabLayout layout;
  private final Heap heap;
  private final SlabTable table;
  private final Removal removal;
  private final Sweep sweep;
  private final Compaction compaction;
  private final Boundary boundary;
  private final Lookahead ahead;
  private final Allowance allowance;
  private final Eviction eviction;
  private final Clearing clearing;
  private final SlabMetrics metrics;

  private int victim = NONE;
  private boolean moves;
  /** Whether the victim's items may open free slabs: the index takes it, or a large item. */
  private boolean opens;
  private int cleanNext;
  private int placeNext;
  private int stepsToForget;

  /** Whether it is being looked for what can be had without that anything is forgotten. */
  private boolean searches;
  /** What has expired is looked for first. */
  private boolean seeksExpired;
  private boolean searchesWidely;

  private int triedSec;
  private long triedChanges;
  private boolean triedWidely;

  Reclaimer(
      MemorySegment region,
      SlabLayout layout,
      Heap heap,
      Index index,
      Boundary boundary,
      Eviction eviction,
      Clearing clearing,
      Removal removal,
      SlabMetrics metrics) {
    this.region = region;
    this.layout = layout;
    this.heap = heap;
    this.table = heap.table;
    this.boundary = boundary;
    this.eviction = eviction;
    this.clearing = clearing;
    this.metrics = metrics;
    this.removal = removal;
    this.sweep = new Sweep(region, heap, removal, metrics);
    this.compaction = new Compaction(region, heap, index, removal, metrics);
    this.ahead = new Lookahead(region, heap, index);
    this.allowance = new Allowance(metrics.steps);
  }

  /** Looks for flushed items from the next call on. */
  void flushed() {
    sweep.flushed();
  }

  /** The slab that is being swept, or NONE. */
  int swept() {
    return sweep.slab();
  }

  /**
   * Background work.
   *
   * @param items how many items and headers together may be looked at
   * @return true if that did not suffice
   */
  boolean work(int items, int nowSec) {
    allowance.grant(items);
    boolean goesOn = true;
    while (goesOn && allowance.left() > 0) {
      goesOn = hasWork(nowSec) ? takeStep(nowSec) : sweep.step(nowSec);
    }
    assert allowance.left() >= 0 : "more than was asked for";
    return allowance.left() < items && (goesOn || victim != NONE);
  }

  /**
   * What a request pays for its place while free slabs are short: more than the share of the work
   * that its place has of a slab, so that slabs become free as fast as they are filled. All else
   * that it does here is held against what is left of its steps.
   */
  void pay(int placeBytes, int nowSec) {
    allowance.grant(STEPS_MAX - STEPS_TO_FORGET - STEPS_OF_HELD - Rehash.LOOKS_MAX);
    stepsToForget = STEPS_TO_FORGET;
    boolean goesOn = hasWork(nowSec);
    while (goesOn && searches && allowance.left() > 0) {
      goesOn = takeStep(nowSec) && hasWork(nowSec);
    }
    int kept = allowance.left() - share(placeBytes);
    while (goesOn && allowance.left() > Math.max(0, kept)) {
      goesOn = takeStep(nowSec) && hasWork(nowSec);
    }
  }

  private int share(int placeBytes) {
    int share = shareOfVictim(placeBytes);
    if (boundary.takes()) {
      return Math.max(share, boundary.price());
    }
    return boundary.gives() ? Math.max(share, Boundary.priceToGive(placeBytes)) : share;
  }

  /** Twice the place's share of the victim; four times where not all of it makes room. */
  private int shareOfVictim(int placeBytes) {
    int slab = victim == NONE ? sweep.slab() : victim;
    if (slab == NONE) {
      return PAY_MIN;
    }
    boolean gathers = victim == NONE || moves;
    int items = table.get(slab, CARVED_ITEMS);
    int copies = gathers ? layout.slabBytes() >>> Compaction.STEP_SHIFT : 0;
    long share =
        (gathers ? 4L : 2L) * placeBytes * (items + copies) >>> layout.blocks().blockShift();
    return Math.clamp(share, PAY_MIN, STEPS_MAX);
  }

  /**
   * Goes on until a class has room without anything being forgotten, for as many steps as are left.
   *
   * @param others so many free slabs are another's
   * @param widely whether items may be moved to places of larger classes
   */
  void gather(int sizeClass, int others, boolean widely, int nowSec) {
    boolean goesOn = true;
    while (goesOn
        && allowance.left() > 0
        && !heap.hasRoom(sizeClass, SlabStore.SLABS_KEPT, others)) {
      goesOn = gathers(widely, nowSec) && takeStep(nowSec);
    }
  }

  /** True if room is being made without anything being forgotten, from now on if need be. */
  private boolean gathers(boolean widely, int nowSec) {
    if (victim != NONE) {
      return moves;
    }
    if (hasBoundaryWork()) {
      return true;
    }
    if (!sweep.isWorthwhile() && hasNews(widely, nowSec)) {
      search(widely);
    }
    return sweep.isWorthwhile() || searches;
  }

  /** True if room is being made without anything being forgotten, or may yet be. */
  boolean mayGather(int nowSec) {
    return victim != NONE
        ? moves
        : sweep.isWorthwhile() || searches || hasNews(true, nowSec);
  }

  /** True if a slab is being emptied, or becomes of the index's memory. */
  boolean isAtWork() {
    return victim != NONE || hasBoundaryWork();
  }

  /** True if fewer slabs are free than are to be ahead of need, and for the index. */
  private boolean isShort() {
    int wanted = Boundary.FREE_MIN + table.slabs() / SLABS_PER_FREE;
    return heap.free.spare() < wanted + (boundary.takes() ? 1 : 0);
  }

  /**
   * Goes on until a slab is free, for as many steps as are left; false if none is.
   *
   * @param others so many free ones are another's
   */
  boolean free(int others, int nowSec) {
    metrics.foregroundReclaims.add(heap.free.count() <= others ? 1 : 0);
    boolean goesOn = true;
    while (goesOn && heap.free.count() <= others && allowance.left() > 0) {
      goesOn = (hasWork(nowSec) || beginEviction()) && takeStep(nowSec);
    }
    return heap.free.count() > others;
  }

  /** Goes on until there is room for the large item that waits; false if there is none. */
  boolean clear(int nowSec) {
    allowance.grant(STEPS_MAX - Rehash.LOOKS_MAX);
    boolean goesOn = true;
    while (goesOn && !clearing.isReady() && allowance.left() > 0) {
      goesOn = hasWork(nowSec) && takeStep(nowSec);
    }
    return clearing.isReady();
  }

  /**
   * Forgets one item of a class for its place, in the slab that has been full for longest: cheaper
   * than to wait for a whole slab. False if there is none near.
   */
  boolean freePlace(int sizeClass, int nowSec) {
    if (!eviction.forgets()) {
      return false;
    }
    int left = allowance.left();
    allowance.grant(stepsToForget);
    boolean freed = false;
    int slab = heap.inClass(sizeClass).first();
    while (!freed && slab != NONE && allowance.left() >= TRIES) {
      freed = freePlaceOf(slab, nowSec);
      slab = freed ? NONE : heap.inClass(sizeClass).next(slab);
    }
    stepsToForget = allowance.left();
    allowance.grant(left);
    return freed;
  }

  /** Forgets one item of a slab that no reader holds; false if none is found soon. */
  boolean freePlaceOf(int slab, int nowSec) {
    boolean allowed = eviction.forgets();
    for (int i = 0; allowed && i < TRIES && table.get(slab, READERS) == 0; i++) {
      metrics.steps.increment();
      int number = (placeNext++ & Integer.MAX_VALUE) % table.get(slab, CARVED_ITEMS);
      long item = heap.item(slab, number);
      if (Item.isLive(region, item)) {
        removal.forget(item, metrics.singleEvictions, nowSec);
        return true;
      }
    }
    return false;
  }

  /** True if there is something to be done for free slabs, begun now if they are short. */
  private boolean hasWork(int nowSec) {
    if (victim != NONE || hasBoundaryWork() || clearing.isAsked() && clears()) {
      return true;
    }
    if (!isShort()) {
      searches = false;
      return false;
    }
    if (searches || sweep.isWorthwhile()) {
      return true;
    }
    // Ahead of need something is forgotten only if memory is loaded.
    boolean evicts = heap.isLoaded() || heap.free.keepsOne() || clearing.isClearing();
    boolean widely = evicts && !heap.isLoaded();
    if (hasNews(widely, nowSec)) {
      search(widely);
      return true;
    }
    return evicts && beginEviction();
  }

  /** True if the boundary is to be moved, and a call of this size can do it. */
  private boolean hasBoundaryWork() {
    return boundary.hasWork(isShort(), allowance.granted());
  }

  /** False if it was in vain a moment ago, and it is likely that it would be again. */
  private boolean hasNews(boolean widely, int nowSec) {
    return nowSec != triedSec
        || heap.changes() - triedChanges >= CHANGES_PER_TRY
        || widely && !triedWidely;
  }

  /** One step; false if what is next takes more than are left. */
  private boolean takeStep(int nowSec) {
    if (victim != NONE) {
      return clean(nowSec);
    }
    if (searches && !sweep.isWorthwhile()) {
      searchNext(nowSec);
      return true;
    }
    searches = false;
    if (hasBoundaryWork()) {
      return moveBoundary();
    }
    if (clearing.look()) {
      metrics.steps.increment();
      return true;
    }
    sweep.step(nowSec);
    return true;
  }

  /** A step of the boundary's, or the last slab is emptied from now on. */
  private boolean moveBoundary() {
    int steps = boundary.step(isShort(), allowance.left());
    if (steps == 0 && boundary.empties()) {
      begin(table.last(), true);
      opens = true;
      steps = 1;
    }
    metrics.steps.add(steps);
    return steps > 0;
  }

  /** Looks for what has expired, then for what is scattered, from the next step on. */
  private void search(boolean widely) {
    if (searches && (searchesWidely || !widely)) {
      return;
    }
    if (!searches) {
      sweep.beginSeeking();
      seeksExpired = true;
    }
    searches = true;
    searchesWidely = widely;
    compaction.begin(widely);
  }

  private void searchNext(int nowSec) {
    if (seeksExpired) {
      seeksExpired = sweep.seek(nowSec);
    } else if (!compaction.look(sweep.slab())) {
      searches = false;
      begin(compaction.source(), true);
      metrics.slabsCompacted.add(victim != NONE ? 1 : 0);
      if (victim == NONE) {
        triedSec = nowSec;
        triedChanges = heap.changes();
        triedWidely = searchesWidely;
      }
    }
  }

  private boolean beginEviction() {
    searches = false;
    return beginForgetting(eviction.victim());
  }

  private boolean beginForgetting(int slab) {
    if (slab == NONE) {
      return false;
    }
    metrics.slabsEvicted.add(table.span(slab));
    begin(slab, false);
    return true;
  }

  /** True if a place is being looked for, or cleared, for a large item. */
  private boolean clears() {
    return clearing.isSearching() || beginClearing();
  }

  /**
   * Empties a slab that is in a large item's way, while there is where to move what is in it; or,
   * where only other large items leave no window, forgets one of these.
   */
  private boolean beginClearing() {
    int slab = heap.free.spare() < Boundary.FREE_MIN ? NONE : clearing.block();
    if (slab == NONE) {
      return beginForgetting(clearing.largeItem());
    }
    begin(slab, true);
    opens = true;
    return true;
  }

  private void begin(int slab, boolean moves) {
    this.victim = slab;
    this.moves = moves;
    this.opens = false;
    this.cleanNext = 0;
    ahead.forget();
    if (slab != NONE) {
      heap.condemn(slab);
    }
  }

  /** Takes one item more out of the victim; false if to move it takes more steps than are left. */
  private boolean clean(int nowSec) {
    // Its last item may have been deleted, or it may wait for the end of a send.
    if (table.state(victim) != VICTIM || table.get(victim, LIVE_ITEMS) == 0) {
      victim = NONE;
      return true;
    }
    int carved = table.get(victim, CARVED_ITEMS);
    assert cleanNext < carved : "live items behind the last one";
    long item = heap.item(victim, cleanNext);
    boolean live = Item.isLive(region, item);
    if (live && moves && 1 + compaction.stepsToMove(item) > allowance.left()) {
      return false;
    }
    metrics.steps.increment();
    if (live) {
      takeOut(item, ahead.hash(victim, cleanNext, carved), nowSec);
    }
    cleanNext++;
    if (victim != NONE && table.state(victim) != VICTIM) {
      victim = NONE;
    }
    return true;
  }

  private void takeOut(long item, long hash, int nowSec) {
    if (!moves || heap.isGone(item, nowSec)) {
      removal.forget(item, hash, metrics.slabEvictions, nowSec);
    } else if (!isMoved(item, hash, nowSec)) {
      heap.reprieve(victim); // others took the places meanwhile
      victim = NONE;
    }
  }

  private boolean isMoved(long item, long hash, int nowSec) {
    int sizeClass = table.sizeClass(victim);
    return opens
        ? compaction.moveOn(item, hash, sizeClass, nowSec)
        : compaction.move(item, hash, sizeClass);
  }
}

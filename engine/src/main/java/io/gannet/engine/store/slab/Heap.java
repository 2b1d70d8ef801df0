package io.gannet.engine.store.slab;

import static io.gannet.engine.store.slab.SlabTable.ACCESSED_AT;
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
import static io.gannet.engine.store.slab.SlabTable.VICTIM;

import io.gannet.engine.block.Chain;
import io.gannet.engine.hash.Sequences;
import java.lang.foreign.MemorySegment;

/**
 * The slabs and what lies in them: hands out places for items, takes them back, and counts.
 *
 * <pre>
 *             +- free list (of the slab, through its free items) ----+
 *             v                                                      |
 *   FREE --> USED: carved items | not carved yet --> VICTIM --> FREE
 *             ^
 *             +- in its class's chain, in front as long as it has room
 * </pre>
 *
 * A slab is carved as its items are first needed, so taking one into use is no work. When its last
 * item is gone it is free, whatever class needs it next.
 *
 * <p>An item that dies while its slab has a reader goes to the slab's limbo, a second list, and is
 * used anew when the readers are gone.
 */
final class Heap {
  final SlabTable table;
  final SizeClasses classes;
  final Holds holds;
  final Vacancies vacant;
  final FreeSlabs free;
  final Ledger ledger;
  final Runs runs;

  /** Slabs in use, the first to be evicted by order first. */
  final Chain byAge;

  private final MemorySegment region;
  private final SlabLayout layout;
  private final Sequences sequences;
  private final boolean movesAccessed;
  private final ClassChains inClass;
  private int condemned = NONE;
  private long changes;
  private long lastToken;
  private long flushedBelow;

  Heap(
      MemorySegment region, SlabLayout layout, SizeClasses classes, EvictionPolicy eviction,
      SlabMetrics metrics, Sequences sequences) {
    this.region = region;
    this.sequences = sequences;
    this.layout = layout;
    this.classes = classes;
    this.movesAccessed = eviction == EvictionPolicy.LRA;
    long headersOffset = layout.blocks().headersOffset();
    this.table = new SlabTable(region, headersOffset, layout.slabs(), classes.last());
    this.free = new FreeSlabs(table, metrics);
    this.ledger = new Ledger(region, layout, table, classes, metrics);
    this.holds = new Holds(table, classes.count(), metrics);
    this.byAge = table.chainByAge();
    this.inClass = new ClassChains(table, classes.count());
    this.vacant = new Vacancies(classes);
    this.runs = new Runs(this, layout);
    resized();
  }

  /** What depends on how many slabs there are. */
  private void resized() {
    holds.resized();
    ledger.resized();
  }

  /** Gives up the last slab, which is free. */
  void drop() {
    sequences.reused();
    ledger.dropped(free.drop());
    resized();
  }

  /** Gets a slab more, which is free. */
  void add() {
    ledger.added(free.add());
    assert table.slabs() <= layout.slabsMax();
    resized();
  }

  /** Slabs of a class that are no victims: those with room in front, then the longest full. */
  Chain inClass(int sizeClass) {
    return inClass.of(sizeClass);
  }

  /** The chain that such a slab is in: that of its class, or the one of large items. */
  Chain chain(int slab) {
    return inClass.chain(slab);
  }

  /** The first slabs of large items that are no victims, the first to give way first. */
  Chain large() {
    return inClass.ofLarge();
  }

  /**
   * Takes a place out of its slab's free ones, to be reserved.
   *
   * @param kept so many free slabs are not for a class that has one
   * @param others so many free slabs are for nobody but another who waits
   * @return the item, or NONE if it takes a free slab and there is none
   */
  long allocate(int sizeClass, int kept, int others, int nowSec) {
    int slab = inClass.roomy(sizeClass);
    if (slab == NONE && mayOpen(sizeClass, kept, others)) {
      slab = open(sizeClass, nowSec);
    }
    if (slab == NONE) {
      return NONE;
    }
    return occupyToReserve(slab);
  }

  /** The place in a run of slabs for a large item, which is reserved. */
  long allocateRun(int nowSec) {
    int head = runs.open();
    begin(head, classes.last(), nowSec);
    return occupyToReserve(head);
  }

  private long occupyToReserve(int slab) {
    long item = occupy(slab);
    int sizeClass = table.sizeClass(slab);
    ledger.reserved(item, slab, sizeClass, holds.reserve(slab, sizeClass));
    relist(slab);
    return item;
  }

  /** True if {@link #allocate} would find a place. */
  boolean hasRoom(int sizeClass, int kept, int others) {
    return inClass.roomy(sizeClass) != NONE || mayOpen(sizeClass, kept, others);
  }

  private boolean mayOpen(int sizeClass, int kept, int others) {
    return free.count() > (inClass.isEmpty(sizeClass) ? others : Math.max(kept, others));
  }

  /** Grows with each place that is given up, or not held any more. */
  long changes() {
    return changes;
  }

  /** True if so little is left that to make room is to forget: else to gather what is scattered. */
  boolean isLoaded() {
    long idleBytes = idleBytes();
    if (condemned != NONE
        && table.state(condemned) == VICTIM
        && table.get(condemned, READERS) == 0) {
      idleBytes += (long) idle(condemned) * classes.itemBytes(table.sizeClass(condemned));
    }
    return idleBytes < layout.idleBytesMin(table.slabs());
  }

  /** Bytes of vacant places and free slabs. */
  long idleBytes() {
    return vacant.bytes() + (long) free.count() * layout.slabBytes();
  }

  /** A vacant place of a class for an item that is to be moved there, or NONE. */
  long vacancy(int sizeClass) {
    int slab = inClass.roomy(sizeClass);
    return slab != NONE ? occupy(slab) : NONE;
  }

  /** The same in a slab that is opened for it, or NONE if none is free. */
  long vacancyOpened(int sizeClass, int nowSec) {
    int slab = open(sizeClass, nowSec);
    return slab != NONE ? occupy(slab) : NONE;
  }

  private long occupy(int slab) {
    sequences.publish(); // that what was there is free, before anything else is there
    vacate(slab, -1);
    return take(slab);
  }

  /** So many places more are vacant, unless the slab is no place for items, or has a reader. */
  private void vacate(int slab, int places) {
    if (table.state(slab) == USED && table.get(slab, READERS) == 0) {
      vacant.add(table.sizeClass(slab), places);
      ledger.vacated(slab, places);
    }
  }

  /** Places of a slab without an item. */
  private int idle(int slab) {
    return classes.itemsPerSlab(table.sizeClass(slab))
        - table.get(slab, LIVE_ITEMS) - table.get(slab, RESERVED_ITEMS);
  }

  private long take(int slab) {
    if (table.get(slab, FIRST_FREE) == 0 && table.get(slab, READERS) == 0) {
      endLimbo(slab);
    }
    int link = table.get(slab, FIRST_FREE);
    if (link != 0) {
      long item = linked(slab, link);
      int behind = Item.link(region, item);
      table.set(slab, FIRST_FREE, behind);
      ledger.popped(slab, behind);
      return item;
    }
    int carved = table.get(slab, CARVED_ITEMS);
    table.set(slab, CARVED_ITEMS, carved + 1);
    return item(slab, carved);
  }

  private void endLimbo(int slab) {
    int limbo = table.get(slab, FIRST_LIMBO);
    table.set(slab, FIRST_FREE, limbo);
    table.set(slab, FIRST_LIMBO, 0);
    ledger.spliced(slab, limbo);
  }

  /** The item that a link names. */
  long linked(int slab, int link) {
    return layout.slabOffset(slab) + ((link - 1L) << Item.UNIT_SHIFT);
  }

  /** The n-th item of a slab. */
  long item(int slab, int number) {
    return layout.slabOffset(slab) + (long) number * classes.itemBytes(table.sizeClass(slab));
  }

  /** Bytes of an item's place. */
  int placeBytes(long item) {
    return ledger.placeBytes(layout.slab(item));
  }

  /** The reservation is an item that is held from now on. */
  void enliven(long item, int nowSec) {
    assert Item.isReserved(region, item);
    assert lastToken < Item.TOKEN_MAX;
    int slab = layout.slab(item);
    int sizeClass = table.sizeClass(slab);
    boolean last = holds.release(slab, sizeClass);
    sequences.publish();
    Item.enliven(region, item, ++lastToken);
    table.noteDeadline(slab, Item.deadlineSec(region, item));
    ledger.enlivened(item, slab, sizeClass, last);
    accessed(item, nowSec);
  }

  /** Gives an item another token, for its value is to be written over; false if it may be read. */
  boolean renew(long item, int nowSec) {
    boolean unread = table.get(layout.slab(item), READERS) == 0;
    if (unread) {
      Item.enliven(region, item, ++lastToken);
      accessed(item, nowSec);
    }
    return unread;
  }

  /** Moves an item that is alive to a vacancy. */
  void move(long from, long to) {
    assert Item.isLive(region, from) && !isFlushed(from);
    assert table.span(layout.slab(from)) == 1 : "a large item stays where it is";
    Item.copy(region, from, to, sequences);
    int slab = layout.slab(to);
    table.tokenFloor(slab, Math.min(table.tokenFloor(slab), Item.token(region, from)));
    table.noteDeadline(slab, Item.deadlineSec(region, to));
    ledger.moved(to, slab);
    relist(slab);
    release(from);
  }

  /** Ends a reservation. */
  void abandon(long item) {
    assert Item.isReserved(region, item);
    int slab = layout.slab(item);
    int sizeClass = table.sizeClass(slab);
    ledger.abandoned(item, slab, sizeClass, holds.release(slab, sizeClass));
    giveBack(item, slab);
  }

  /** Ends a live item. Its slot must be gone or going. */
  void release(long item) {
    assert Item.isLive(region, item) : "released twice, or never published";
    int slab = layout.slab(item);
    ledger.released(item, slab, !isFlushed(item));
    giveBack(item, slab);
  }

  private void giveBack(long item, int slab) {
    long list = table.get(slab, READERS) == 0 ? FIRST_FREE : FIRST_LIMBO;
    Item.free(region, item, table.get(slab, list));
    int units = (int) (item - layout.slabOffset(slab) >>> Item.UNIT_SHIFT);
    table.set(slab, list, units + 1);
    ledger.pushed(slab, list == FIRST_LIMBO);
    vacate(slab, 1);
    settle(slab);
  }

  /** Gives a live item another deadline. */
  void deadlineSec(long item, int deadlineSec) {
    Item.deadlineSec(region, item, deadlineSec);
    table.noteDeadline(layout.slab(item), deadlineSec);
  }

  /** Notes a hit, at most once a second and slab, if eviction goes by that. */
  void accessed(long item, int nowSec) {
    if (!movesAccessed) {
      return;
    }
    int slab = layout.slab(item);
    if (table.get(slab, ACCESSED_AT) != nowSec) {
      table.set(slab, ACCESSED_AT, nowSec);
      byAge.remove(slab);
      byAge.append(slab);
      inClass.accessed(slab);
    }
  }

  /** True if an item that still has a slot is no hit any more. */
  boolean isGone(long item, int nowSec) {
    int deadlineSec = Item.deadlineSec(region, item);
    return deadlineSec != 0 && deadlineSec <= nowSec || isFlushed(item);
  }

  /** True if a live item was published before the last flush. */
  boolean isFlushed(long item) {
    return Item.token(region, item) < flushedBelow;
  }

  /** Live items with smaller tokens are dead. */
  long flushedBelow() {
    return flushedBelow;
  }

  /** Everything published so far is dead from now on, and no longer counted. */
  void flush() {
    flushedBelow = lastToken + 1;
    sequences.deadBefore(flushedBelow);
    ledger.forgetItems();
  }

  /** A reader more; false if readers hold as much as they may. */
  boolean pin(int slab) {
    if (!holds.mayRead(slab)) {
      return false;
    }
    vacate(slab, -idle(slab));
    holds.read(slab);
    if (table.get(slab, READERS) == 1) {
      ledger.pinned(slab, 1);
    }
    relist(slab);
    return true;
  }

  void unpin(int slab) {
    holds.unread(slab);
    if (table.get(slab, READERS) == 0) {
      vacate(slab, idle(slab));
      ledger.pinned(slab, -1);
      settle(slab);
    }
  }

  /** True if a place that is free, or becomes so, in this class may be held for long. */
  boolean mayReserve(int sizeClass) {
    int slab = inClass.roomy(sizeClass);
    return slab != NONE && table.get(slab, RESERVED_ITEMS) != 0 || holds.mayReserve(1);
  }

  /** Ends the taking of new items: the slab is being cleaned. */
  void condemn(int slab) {
    assert table.state(slab) == USED && table.isLoose(slab);
    unlist(slab);
    table.state(slab, VICTIM);
    condemned = slab;
  }

  /** Takes that back: new items come. What has expired in the slab may not be known. */
  void reprieve(int slab) {
    assert table.state(slab) == VICTIM;
    table.state(slab, USED);
    table.set(slab, EARLIEST_DEADLINE, 1);
    vacate(slab, idle(slab));
    inClass.add(slab, hasRoom(slab));
  }

  /** True if there is a place for one more item of the slab's class. */
  boolean hasRoom(int slab) {
    return table.get(slab, FIRST_FREE) != 0
        || table.get(slab, CARVED_ITEMS) < classes.itemsPerSlab(table.sizeClass(slab))
        || table.get(slab, FIRST_LIMBO) != 0 && table.get(slab, READERS) == 0;
  }

  private void relist(int slab) {
    if (table.state(slab) == USED && hasRoom(slab) != table.isRoomy(slab)) {
      inClass.remove(slab);
      inClass.add(slab, hasRoom(slab));
    }
  }

  private void unlist(int slab) {
    if (table.state(slab) == USED) {
      vacate(slab, -idle(slab));
      inClass.remove(slab);
    }
  }

  /** Puts a slab where it belongs after it has lost an item or a reader. */
  private void settle(int slab) {
    changes++;
    if (table.get(slab, LIVE_ITEMS) != 0 || !table.isLoose(slab)) {
      relist(slab);
      return;
    }
    int span = table.span(slab);
    byAge.remove(slab);
    unlist(slab);
    table.state(slab, FREE);
    ledger.freed(slab, span);
    handOut(slab);
    runs.dissolve(slab, span);
  }

  /** A slab that is free: to the large item that awaits it, or to the free ones. */
  void handOut(int slab) {
    if (runs.window.awaits(slab)) {
      runs.window.take(slab);
    } else {
      free.push(slab);
    }
  }

  private int open(int sizeClass, int nowSec) {
    int slab = free.pop();
    if (slab != NONE) {
      begin(slab, sizeClass, nowSec);
    }
    return slab;
  }

  private void begin(int slab, int sizeClass, int nowSec) {
    boolean aside = table.state(slab) == SlabTable.ASIDE;
    sequences.reused();
    table.open(slab, sizeClass, lastToken + 1, nowSec);
    byAge.append(slab);
    inClass.add(slab, true);
    vacate(slab, idle(slab));
    ledger.opened(slab, aside);
  }
}

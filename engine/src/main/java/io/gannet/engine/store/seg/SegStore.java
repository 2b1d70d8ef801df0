package io.gannet.engine.store.seg;

import io.gannet.engine.block.Boundary;
import io.gannet.engine.block.Clearing;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.store.Evictions;
import io.gannet.engine.store.ForeignReader;
import io.gannet.engine.store.Ghosts;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Listed;
import io.gannet.engine.store.MissCause;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/**
 * A store that appends items to segments of items with about the same deadline and takes memory
 * back a segment at a time, after Segcache (Yang, Yue, Vinayak: "Segcache: a memory-efficient and
 * scalable in-memory key-value cache for small objects", NSDI 2021).
 *
 * <p>An item costs 5 bytes in front of its key, 2 more with a deadline, 4 more with client flags,
 * and a slot of 8 in the index. Deadlines are exact to the second and "never" is never. CAS tokens
 * are derived from the item's place and never repeat. All memory is the region that it is given;
 * nothing is allocated after construction. One thread.
 *
 * <p>A handle is the item's offset in the region; a pin is the number of its segment.
 */
public final class SegStore implements Store {
  /** Generations stay below, so that CAS tokens are positive in every client's integers. */
  static final long GENERATION_MAX = 1L << 62 - Slot.OFFSET_WIDTH;

  private final MemorySegment region;
  private final SegLayout layout;
  private final SegMetrics metrics;
  private final CoarseClock clock;
  private final Sequences sequences;
  private final Heap heap;
  private final Index index;
  private final InPlace inPlace;
  private final Removal removal;
  private final Reclaimer reclaimer;
  private final Placement placement;
  private final Deadlines deadlines;
  private final SegListing listing;
  private final Evictions evictions = new Evictions();
  private final Ghosts ghosts;
  private final int itemBytesMax;
  /** Of items that lie in a segment with others. */
  private final int smallBytesMax;

  /**
   * Lays a store out in a region, all of it.
   *
   * @param region of native memory; its contents are overwritten
   * @param hashSeed a secret, so that clients cannot make keys collide
   * @throws IllegalArgumentException if the region is too small; the message says the cure
   */
  public SegStore(MemorySegment region, SegOptions options, CoarseClock clock, long hashSeed) {
    this(region, options, clock, hashSeed, new Sequences(false));
  }

  /**
   * As above.
   *
   * @param sequences by which readers on other threads go, if it is shared; of this store alone
   */
  public SegStore(
      MemorySegment region,
      SegOptions options,
      CoarseClock clock,
      long hashSeed,
      Sequences sequences) {
    this.region = region;
    this.sequences = sequences;
    this.layout = SegLayout.of(region.address(), region.byteSize(), options);
    layout.blocks().clear(region);
    this.metrics = new SegMetrics(layout);
    this.clock = clock;
    this.heap = new Heap(region, layout, metrics, sequences);
    this.index = new Index(region, layout, heap.table, sequences, hashSeed);
    this.inPlace = new InPlace(region, layout, heap, clock);
    Boundary boundary =
        new Boundary(
            layout.blocks(), new LastSegment(heap, metrics), index, LastSegment.LOAD_TO_GIVE);
    Clearing clearing =
        new Clearing(heap.runs.window, layout.segmentBytes(), options.evicts());
    Eviction eviction = options.over(heap, layout);
    this.ghosts = new Ghosts(region.byteSize());
    this.removal = new Removal(layout, heap, index, eviction, evictions, ghosts, metrics);
    this.reclaimer =
        new Reclaimer(
            region, layout, heap, index, boundary, eviction, clearing, removal, metrics);
    this.placement =
        new Placement(region, layout, options, heap, index, reclaimer, clearing, clock, metrics);
    this.deadlines = new Deadlines(layout, heap, index, inPlace, placement, sequences);
    this.listing = new SegListing(region, layout, heap, index, clock);
    this.itemBytesMax = Math.min(options.itemBytesMax(), layout.itemBytesMax());
    this.smallBytesMax = Math.min(itemBytesMax, layout.segmentBytes());
  }

  /** What it counts. */
  public SegMetrics metrics() {
    return metrics;
  }

  /** The largest item: key, value and a header of {@code 21} bytes. */
  public int itemBytesMax() {
    return itemBytesMax;
  }

  /** Bytes of a segment. */
  public int segmentBytes() {
    return layout.segmentBytes();
  }

  /** How many segments there are now. */
  public int segments() {
    return heap.table.segments();
  }

  @Override
  public Walk walk() {
    return walk(new SegFound(layout)).complete();
  }

  @Override
  public Walk beginWalk() {
    SegFound found = new SegFound(layout);
    heap.ledger.follow(found);
    return walk(found);
  }

  private SegWalk walk(SegFound found) {
    return new SegWalk(region, layout, heap, index, metrics, found);
  }

  @Override
  public void hash(Key key) {
    key.hash = index.hash(key.memory, key.offset, key.length);
    key.hint = Index.ABSENT;
  }

  @Override
  public long prefetchIndex(Key key) {
    return index.prefetch(key.hash);
  }

  @Override
  public long prefetchItem(Key key) {
    key.hint = index.locate(key.hash);
    return index.loadHead(key.hint) + index.loadRest(key.hint);
  }

  @Override
  public long prefetch(Key[] keys, int count) {
    return index.prefetch(keys, count);
  }

  @Override
  public ForeignReader foreignReader() {
    return sequences.shared()
        ? new SegReader(region, layout, heap.table, sequences, ghosts)
        : ForeignReader.NONE;
  }

  @Override
  public void wasFound(long hash) {
    long position = index.locate(hash);
    if (position != Index.ABSENT) {
      index.heat(position, index.slot(position), heap.heatClock.time());
    }
  }

  @Override
  public long find(Key key) {
    long position = position(key);
    if (position == Index.ABSENT) {
      return ABSENT;
    }
    long slot = index.slot(position);
    long item = index.item(slot);
    if (removal.noteIfGone(item, key.hash, clock.nowSec())) {
      return ABSENT;
    }
    index.heat(position, slot, heap.heatClock.time());
    return item;
  }

  @Override
  public long seek(Key key) {
    long position = position(key);
    if (position == Index.ABSENT) {
      return ABSENT;
    }
    long item = index.item(index.slot(position));
    return removal.noteIfGone(item, key.hash, clock.nowSec()) ? ABSENT : item;
  }

  private long position(Key key) {
    return position(key, key.hint);
  }

  /** The position of a key's slot, which may be where it was once. */
  private long position(Key key, long hint) {
    return index.isAt(hint, key.memory, key.offset, key.length, key.hash)
        ? hint
        : index.find(key.memory, key.offset, key.length, key.hash);
  }

  @Override
  public MemorySegment memory() {
    return region;
  }

  @Override
  public long keyOffset(long item) {
    return Item.keyOffset(region, item);
  }

  @Override
  public int keyLength(long item) {
    return Item.keyLength(region, item);
  }

  @Override
  public long valueOffset(long item) {
    return Item.valueOffset(region, item);
  }

  @Override
  public int valueLength(long item) {
    return Item.valueLength(region, item) - Item.annexBytes(region, item);
  }

  @Override
  public boolean hasAnnex(long item) {
    return (Item.marks(region, item) & Item.ANNEX) != 0;
  }

  @Override
  public void annex(long reservation) {
    int marks = Item.marks(region, reservation);
    assert (marks & (Item.RESERVED | Item.ANNEX)) == Item.RESERVED;
    assert Item.valueLength(region, reservation) >= ANNEX_BYTES;
    Item.marks(region, reservation, marks | Item.ANNEX);
  }

  @Override
  public int clientFlags(long item) {
    return Item.clientFlags(region, item);
  }

  @Override
  public int kind(long item) {
    return TtlBuckets.told(heap.table.bucket(layout.segment(item)));
  }

  @Override
  public void tellEvictions(Evictions.Listener listener) {
    evictions.tellTo(listener);
  }

  @Override
  public int expiresAtSec(long item) {
    return heap.deadlineSec(item);
  }

  /** From now on a client knows the token, and it has to go along when the item moves. */
  @Override
  public long cas(long item) {
    int marks = Item.marks(region, item);
    if ((marks & Item.TOLD) == 0) {
      Item.marks(region, item, marks | Item.TOLD);
    }
    return heap.cas(item);
  }

  @Override
  public boolean isTooLarge(int keyLength, int valueLength, int clientFlags) {
    return (long) Item.HEADER_BYTES_MAX + keyLength + valueLength > itemBytesMax;
  }

  @Override
  public long reserve(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    if (isTooLarge(key.length, valueLength, clientFlags)) {
      return TOO_LARGE;
    }
    int bucket = heap.bucketForLong(expiresAtSec, clock.nowSec());
    if (!heap.mayReserve(bucket, Item.HEADER_BYTES_MAX + key.length + valueLength)) {
      metrics.reservationsRefused.increment();
      return NO_MEMORY;
    }
    return hold(lay(bucket, key, valueLength, clientFlags, expiresAtSec, Item.RESERVED));
  }

  @Override
  public long reserveBriefly(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    int bucket = heap.buckets.taking(expiresAtSec, clock.nowSec());
    return hold(lay(bucket, key, valueLength, clientFlags, expiresAtSec, Item.RESERVED));
  }

  private long hold(long item) {
    if (item >= 0) {
      heap.holds.reserve(item);
    }
    return item;
  }

  /** A place in a segment of the bucket, or in a run, or none. */
  private long lay(
      int bucket, Key key, int length, int clientFlags, int expiresAtSec, int state) {
    if ((long) Item.HEADER_BYTES_MAX + key.length + length <= smallBytesMax) {
      return placement.lay(key, length, clientFlags, expiresAtSec, bucket, state);
    }
    return isTooLarge(key.length, length, clientFlags)
        ? TOO_LARGE
        : placement.layLarge(key, length, clientFlags, expiresAtSec, state);
  }

  /** A reservation ends; its segment is still pinned for it. */
  private void endReservation(long reservation) {
    int marks = Item.marks(region, reservation);
    assert (marks & (Item.RESERVED | Item.DELETED)) == Item.RESERVED : "not open";
    heap.holds.release(reservation);
  }

  @Override
  public void publish(long reservation, long hash) {
    endReservation(reservation);
    Item.marks(region, reservation, Item.marks(region, reservation) & ~Item.RESERVED);
    long item = reservation;
    if (heap.isFlushed(layout.segment(item))) {
      item = moveOut(reservation, hash);
    }
    long keyOffset = Item.keyOffset(region, reservation);
    long position = index.find(region, keyOffset, Item.keyLength(region, reservation), hash);
    if (item >= 0) {
      heap.enliven(item);
      enter(item, hash, position);
      heap.unpin(layout.segment(item));
      metrics.itemsStored.increment();
    } else {
      removal.lose(position, hash);
    }
    if (item != reservation) {
      heap.unpin(layout.segment(reservation));
    }
  }

  /** A flush came between: only a place in a younger segment is exempt from it. */
  private long moveOut(long reservation, long hash) {
    if (heap.isRun(layout.segment(reservation))) {
      heap.rejuvenate(layout.segment(reservation), 0);
      return reservation;
    }
    long item = placement.copy(reservation, heap.deadlineSec(reservation), hash);
    placement.payFor(item);
    Item.marks(region, reservation, Item.marks(region, reservation) | Item.DELETED);
    return item;
  }

  /** Names an item in the index, in place of the key's older one if there is one. */
  private void enter(long item, long hash, long position) {
    int segment = layout.segment(item);
    int offset = layout.offset(item);
    if (position != Index.ABSENT) {
      long older = index.item(index.slot(position));
      removal.countIfExpired(older, clock.nowSec());
      index.move(position, segment, offset);
      heap.release(older);
      return;
    }
    long looks = index.looks();
    long evicted = index.insert(hash, segment, offset, heap.heatClock.time());
    metrics.steps.add(index.looks() - looks);
    heap.heatClock.itemEntered();
    removal.dropPushedOut(evicted, clock.nowSec());
  }

  @Override
  public long put(
      Key key, int clientFlags, int expiresAtSec, MemorySegment from, long offset, int length) {
    long item = write(key, clientFlags, expiresAtSec, from, offset, length);
    metrics.itemsStored.add(item < 0 ? 0 : 1);
    return item;
  }

  @Override
  public long rewrite(Key key, long item, MemorySegment from, long offset) {
    assert !hasAnnex(item);
    return write(key, clientFlags(item), expiresAtSec(item), from, offset, valueLength(item));
  }

  /** Answers with the item, which is the older one's place if that may be written over. */
  private long write(
      Key key, int clientFlags, int expiresAtSec, MemorySegment from, long offset, int length) {
    long position = position(key);
    long item = position == Index.ABSENT ? ABSENT : index.item(index.slot(position));
    if (item != ABSENT
        && !heap.isGone(item, clock.nowSec())
        && inPlace.takesValue(item, clientFlags, expiresAtSec, length)) {
      index.heat(position, index.slot(position), heap.heatClock.time());
      sequences.changing(key.hash);
      inPlace.prepare(item, clientFlags, expiresAtSec);
      MemorySegment.copy(from, offset, region, Item.valueOffset(region, item), length);
      sequences.changed(key.hash);
      metrics.itemsOverwritten.increment();
      return item;
    }
    int bucket = heap.buckets.taking(expiresAtSec, clock.nowSec());
    item = lay(bucket, key, length, clientFlags, expiresAtSec, 0);
    if (item < 0) {
      return item;
    }
    MemorySegment.copy(from, offset, region, Item.valueOffset(region, item), length);
    // Making room may have forgotten the older item, or moved its slot; it enters none.
    long older = position == Index.ABSENT ? Index.ABSENT : position(key, position);
    heap.enliven(item);
    enter(item, key.hash, older);
    heap.unpin(layout.segment(item));
    return item;
  }

  @Override
  public void abandon(long reservation) {
    endReservation(reservation);
    if (!heap.giveBack(reservation)) {
      Item.marks(region, reservation, Item.DELETED | Item.marks(region, reservation));
    }
    heap.unpin(layout.segment(reservation));
  }

  @Override
  public boolean delete(Key key) {
    long position = position(key);
    if (position == Index.ABSENT) {
      return false;
    }
    long item = index.item(index.slot(position));
    boolean gone = removal.noteIfGone(item, key.hash, clock.nowSec());
    if (!gone) {
      ghosts.note(key.hash, MissCause.DELETED);
    }
    removal.remove(position);
    return !gone;
  }

  @Override
  public Ghosts ghosts() {
    return ghosts;
  }

  @Override
  public long touch(Key key, int expiresAtSec) {
    long item = seek(key);
    return item == ABSENT ? ABSENT : deadlines.change(key, item, expiresAtSec);
  }

  @Override
  public void flush() {
    heap.flush();
    ghosts.flushed(clock.nowSec());
    reclaimer.flushed();
  }

  @Override
  public long pin(long item) {
    int segment = layout.segment(item);
    if (!heap.pinForReader(segment)) {
      metrics.pinsRefused.increment();
      return NO_MEMORY;
    }
    return segment;
  }

  @Override
  public void unpin(long pin) {
    heap.unpinForReader((int) pin);
  }

  @Override
  public boolean maintain(int items) {
    placement.turn();
    return reclaimer.work(items, clock.nowSec());
  }

  @Override
  public int list(Listed listed, int steps) {
    return listing.go(listed, steps);
  }

  @Override
  public long steps() {
    return metrics.steps.get();
  }
}

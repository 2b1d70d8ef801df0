package io.gannet.engine.store.slab;

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
 * A store that cuts memory into slabs and each slab into items of one size, where an item stays
 * until it dies, and that takes memory back a slab at a time, after Twemcache (Twitter, 2012).
 *
 * <p>An item costs 16 bytes in front of its key, 4 more with client flags, what its size class has
 * beyond its size, and a slot of 8 in the index. Deadlines are exact to the second. CAS tokens are
 * counted, so they never repeat. All memory is the region that it is given; nothing is allocated
 * after construction. One thread.
 *
 * <p>A handle is the item's offset in the region; a pin is the number of its slab.
 */
public final class SlabStore implements Store {
  /** Free slabs for classes that have none: who has some takes the place of an item sooner. */
  static final int SLABS_KEPT = 1;

  private final MemorySegment region;
  private final SlabLayout layout;
  private final SizeClasses classes;
  private final SlabMetrics metrics;
  private final CoarseClock clock;
  private final Sequences sequences;
  private final boolean notesFinds;
  private final Heap heap;
  private final Index index;
  private final Removal removal;
  private final Reclaimer reclaimer;
  private final Placement placement;
  private final SlabListing listing;
  private final Evictions evictions = new Evictions();
  private final Ghosts ghosts;
  private final int itemBytesMax;
  private final boolean refuses;

  /**
   * Lays a store out in a region, all of it.
   *
   * @param region of native memory; its contents are overwritten
   * @param hashSeed a secret, so that clients cannot make keys collide
   * @throws IllegalArgumentException if the region is too small; the message says the cure
   */
  public SlabStore(MemorySegment region, SlabOptions options, CoarseClock clock, long hashSeed) {
    this(region, options, clock, hashSeed, new Sequences(false));
  }

  /**
   * The same where other threads may read it.
   *
   * @param sequences by which they go, if it is shared; of this store alone
   */
  public SlabStore(
      MemorySegment region, SlabOptions options, CoarseClock clock, long hashSeed,
      Sequences sequences) {
    this.region = region;
    this.sequences = sequences;
    this.notesFinds = options.eviction() == EvictionPolicy.LRA;
    this.layout = SlabLayout.of(region.address(), region.byteSize(), options);
    layout.blocks().clear(region);
    this.classes = SizeClasses.of(options, layout.slabBytes());
    this.metrics = new SlabMetrics(layout, classes);
    this.clock = clock;
    this.heap = new Heap(region, layout, classes, options.eviction(), metrics, sequences);
    this.index = new Index(region, layout, hashSeed, sequences);
    Eviction eviction = new Eviction(options.eviction(), options.evicts(), heap);
    this.refuses = !options.evicts();
    Boundary boundary =
        new Boundary(layout.blocks(), new LastSlab(heap, metrics), index, LastSlab.LOAD_TO_GIVE);
    this.ghosts = new Ghosts(region.byteSize());
    this.removal = new Removal(region, layout, heap, index, evictions, ghosts);
    Clearing clearing =
        new Clearing(heap.runs.window, layout.slabBytes(), options.evicts());
    this.reclaimer =
        new Reclaimer(
            region, layout, heap, index, boundary, eviction, clearing, removal, metrics);
    this.placement = new Placement(heap, reclaimer, clearing, metrics);
    this.listing = new SlabListing(region, heap, clock);
    this.itemBytesMax = Math.min(options.itemBytesMax(), layout.itemBytesMax());
  }

  /** What it counts. */
  public SlabMetrics metrics() {
    return metrics;
  }

  /**
   * The largest item: key, value and a header of 16 bytes, with client flags of 20; 8 more if it is
   * larger than a slab.
   */
  public int itemBytesMax() {
    return itemBytesMax;
  }

  /** Bytes of a slab. */
  public int slabBytes() {
    return layout.slabBytes();
  }

  /** How many slabs there are now. */
  public int slabs() {
    return heap.table.slabs();
  }

  @Override
  public Walk walk() {
    return walk(new SlabFound(layout, classes.count())).complete();
  }

  @Override
  public Walk beginWalk() {
    SlabFound found = new SlabFound(layout, classes.count());
    heap.ledger.follow(found);
    return walk(found);
  }

  private SlabWalk walk(SlabFound found) {
    return new SlabWalk(region, layout, heap, index, reclaimer, metrics, found);
  }

  @Override
  public ForeignReader foreignReader() {
    return sequences.shared()
        ? new SlabReader(region, layout, notesFinds ? heap.table : null, sequences, ghosts)
        : ForeignReader.NONE;
  }

  /** Whosever of its tag it was. */
  @Override
  public void wasFound(long hash) {
    long item = index.tagged(hash);
    if (item != Index.ABSENT) {
      heap.accessed(item, clock.nowSec());
    }
  }

  @Override
  public void hash(Key key) {
    key.hash = index.hash(key.memory, key.offset, key.length);
  }

  @Override
  public long prefetchIndex(Key key) {
    return index.prefetch(key.hash);
  }

  @Override
  public long prefetchItem(Key key) {
    return index.prefetchItem(key.hash);
  }

  @Override
  public long find(Key key) {
    long position = position(key);
    if (position == Index.ABSENT) {
      return ABSENT;
    }
    long item = index.item(position);
    int nowSec = clock.nowSec();
    if (removal.noteIfGone(item, key.hash, nowSec)) {
      return ABSENT;
    }
    heap.accessed(item, nowSec);
    return item;
  }

  @Override
  public long seek(Key key) {
    long position = position(key);
    if (position == Index.ABSENT) {
      return ABSENT;
    }
    long item = index.item(position);
    return removal.noteIfGone(item, key.hash, clock.nowSec()) ? ABSENT : item;
  }

  private long position(Key key) {
    return index.find(key.memory, key.offset, key.length, key.hash);
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
    return Item.valueLength(region, item) - (Item.hasAnnex(region, item) ? ANNEX_BYTES : 0);
  }

  @Override
  public boolean hasAnnex(long item) {
    return Item.hasAnnex(region, item);
  }

  @Override
  public void annex(long reservation) {
    assert Item.isReserved(region, reservation) && !hasAnnex(reservation);
    assert Item.valueLength(region, reservation) >= ANNEX_BYTES;
    Item.annex(region, reservation);
  }

  @Override
  public int clientFlags(long item) {
    return Item.clientFlags(region, item);
  }

  @Override
  public int kind(long item) {
    return 1 + heap.table.sizeClass(layout.slab(item));
  }

  @Override
  public void tellEvictions(Evictions.Listener listener) {
    evictions.tellTo(listener);
  }

  @Override
  public int expiresAtSec(long item) {
    return Item.deadlineSec(region, item);
  }

  @Override
  public long cas(long item) {
    return Item.token(region, item);
  }

  @Override
  public boolean isTooLarge(int keyLength, int valueLength, int clientFlags) {
    long bytes = Item.bytes(clientFlags, keyLength, valueLength);
    return bytes > itemBytesMax || isLarge(bytes) && bytes + Item.LARGE > itemBytesMax;
  }

  /** True of an item that a slab has no room for. */
  private boolean isLarge(long bytes) {
    return bytes > layout.slabBytes();
  }

  @Override
  public long reserve(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    if (isTooLarge(key.length, valueLength, clientFlags)) {
      return TOO_LARGE;
    }
    if (!mayReserve((int) Item.bytes(clientFlags, key.length, valueLength))) {
      metrics.reservationsRefused.increment();
      return NO_MEMORY;
    }
    return reserveBriefly(key, valueLength, clientFlags, expiresAtSec);
  }

  /** Where reservations hold all that they may, a place is made in a slab that they hold. */
  private boolean mayReserve(int bytes) {
    if (isLarge(bytes)) {
      return heap.holds.mayReserve(layout.spanOf(bytes + Item.LARGE));
    }
    int sizeClass = classes.of(bytes);
    int held = heap.holds.reservedOf(sizeClass);
    return heap.mayReserve(sizeClass)
        || held != SlabTable.NONE
            && reclaimer.freePlaceOf(held, clock.nowSec())
            && heap.mayReserve(sizeClass);
  }

  @Override
  public long reserveBriefly(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    assert key.length >= 1 && key.length <= KEY_LENGTH_MAX && valueLength >= 0;
    if (isTooLarge(key.length, valueLength, clientFlags)) {
      return TOO_LARGE;
    }
    if (refuses && position(key) == Index.ABSENT && !index.hasRoom(key.hash)) {
      metrics.noMemory.increment();
      return NO_MEMORY;
    }
    int bytes = (int) Item.bytes(clientFlags, key.length, valueLength);
    long item = isLarge(bytes)
        ? layLarge(bytes, key, valueLength, clientFlags, expiresAtSec)
        : lay(bytes, key, valueLength, clientFlags, expiresAtSec);
    if (item >= 0) {
      long keyOffset = Item.keyOffset(region, item);
      MemorySegment.copy(key.memory, key.offset, region, keyOffset, key.length);
    }
    return item;
  }

  private long lay(int bytes, Key key, int valueLength, int clientFlags, int expiresAtSec) {
    long item = placement.allocate(classes.of(bytes), key.hash, clock.nowSec());
    if (item >= 0) {
      Item.reserve(region, item, key.length, valueLength, clientFlags, expiresAtSec);
    }
    return item;
  }

  private long layLarge(int bytes, Key key, int valueLength, int clientFlags, int expiresAtSec) {
    int span = layout.spanOf(bytes + Item.LARGE);
    long item = placement.allocateLarge(span, key.hash, clock.nowSec());
    if (item >= 0) {
      Item.reserveLarge(region, item, key.length, valueLength, clientFlags, expiresAtSec);
    }
    return item;
  }

  @Override
  public void publish(long reservation, long hash) {
    enter(reservation, hash);
    metrics.itemsStored.increment();
  }

  /** Where the item lies, unless a reader may be there. */
  @Override
  public long rewrite(Key key, long item, MemorySegment from, long offset) {
    assert !hasAnnex(item);
    int length = Item.valueLength(region, item);
    sequences.changing(key.hash);
    boolean renewed = heap.renew(item, clock.nowSec());
    if (renewed) {
      sequences.publish();
      MemorySegment.copy(from, offset, region, Item.valueOffset(region, item), length);
    }
    sequences.changed(key.hash);
    if (renewed) {
      return item;
    }
    int clientFlags = Item.clientFlags(region, item);
    long other = reserveBriefly(key, length, clientFlags, Item.deadlineSec(region, item));
    if (other >= 0) {
      MemorySegment.copy(from, offset, region, Item.valueOffset(region, other), length);
      enter(other, key.hash);
    }
    return other;
  }

  /** A reservation is its key's item from now on. */
  private void enter(long reservation, long hash) {
    long keyOffset = Item.keyOffset(region, reservation);
    int keyLength = Item.keyLength(region, reservation);
    long position = index.find(region, keyOffset, keyLength, hash);
    heap.enliven(reservation, clock.nowSec());
    if (position != Index.ABSENT) {
      long older = index.item(position);
      removal.countIfExpired(older, clock.nowSec());
      index.replace(position, reservation);
      heap.release(older);
      return;
    }
    long looks = index.looks();
    long evicted = index.insert(hash, reservation);
    metrics.steps.add(index.looks() - looks);
    if (evicted != Index.ABSENT) {
      removal.drop(evicted, metrics.indexEvictions, clock.nowSec());
    }
  }

  @Override
  public void abandon(long reservation) {
    heap.abandon(reservation);
  }

  @Override
  public boolean delete(Key key) {
    long position = position(key);
    if (position == Index.ABSENT) {
      return false;
    }
    long item = index.item(position);
    boolean gone = removal.noteIfGone(item, key.hash, clock.nowSec());
    if (!gone) {
      ghosts.note(key.hash, MissCause.DELETED);
    }
    index.clear(position);
    heap.release(item);
    return !gone;
  }

  @Override
  public Ghosts ghosts() {
    return ghosts;
  }

  @Override
  public long touch(Key key, int expiresAtSec) {
    long item = find(key);
    if (item >= 0) {
      heap.deadlineSec(item, expiresAtSec);
    }
    return item;
  }

  @Override
  public void flush() {
    heap.flush();
    ghosts.flushed(clock.nowSec());
    reclaimer.flushed();
  }

  @Override
  public long pin(long item) {
    int slab = layout.slab(item);
    if (!heap.pin(slab)) {
      metrics.pinsRefused.increment();
      return NO_MEMORY;
    }
    return slab;
  }

  @Override
  public void unpin(long pin) {
    heap.unpin((int) pin);
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

package io.gannet.engine.store.cuckoo;

import static io.gannet.engine.store.cuckoo.Table.ABSENT;

import io.gannet.engine.hash.Hash64;
import io.gannet.engine.store.Evictions;
import io.gannet.engine.store.Ghosts;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Listed;
import io.gannet.engine.store.MissCause;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/**
 * A store for very small items: one array of slots of a fixed size which is the hash table itself.
 * There is no index and no pointer, so an item costs 8 bytes in its slot, 8 more to keep its CAS
 * token, 4 more with client flags.
 *
 * <p>A key may be in two buckets of eight slots. If both are full, an item or two are moved to
 * their other buckets; if that makes no room, one of the sixteen neighbours is given up.
 *
 * <p>Deadlines are exact to the second and "never" is never. All memory is the region that it is
 * given; nothing is allocated after construction. One thread.
 *
 * <p>A handle is the number of a slot, or of a staging place behind them; a pin likewise.
 */
public final class CuckooStore implements Store {
  /** Room is searched for only while one slot in so many is free: else it is seldom found. */
  private static final int FREE_TO_SEARCH = 32;

  private final MemorySegment region;
  private final CuckooLayout layout;
  private final CuckooMetrics metrics;
  private final CoarseClock clock;
  private final Hash64 hash64;
  private final Table table;
  private final Cells cells;
  private final Staging staging;
  private final Tokens tokens;
  private final Displacement displacement;
  private final Victims victims;
  private final Sweep sweep;
  private final Evictions evictions = new Evictions();
  private final Ghosts ghosts;

  /**
   * Lays a store out in a region, all of it.
   *
   * @param region of native memory; its contents are overwritten
   * @param hashSeed a secret, so that clients cannot make keys collide
   * @throws IllegalArgumentException if the region is too small; the message says the cure
   */
  public CuckooStore(
      MemorySegment region, CuckooOptions options, CoarseClock clock, long hashSeed) {
    this(region, options, clock, hashSeed, Displacement.NODES);
  }

  CuckooStore(
      MemorySegment region, CuckooOptions options, CoarseClock clock, long hashSeed, int nodes) {
    this.region = region;
    this.layout = CuckooLayout.of(region.address(), region.byteSize(), options);
    this.metrics = new CuckooMetrics(layout);
    this.clock = clock;
    this.hash64 = Hash64.seeded(hashSeed);
    this.table = new Table(region, layout, hash64);
    this.ghosts = new Ghosts(region.byteSize());
    this.cells = new Cells(table, new Blocks(region, layout), layout, ghosts, metrics);
    this.staging = new Staging(table, layout, metrics);
    this.tokens = new Tokens(table, layout, metrics);
    this.displacement = new Displacement(cells, metrics, nodes);
    this.victims = new Victims(cells, options.eviction(), hash64.hash(hashSeed));
    this.sweep = new Sweep(cells, layout);
  }

  /** What it counts. */
  public CuckooMetrics metrics() {
    return metrics;
  }

  /** How many items there is room for. */
  public long slots() {
    return layout.slots();
  }

  @Override
  public Walk walk() {
    return walk(new CuckooFound(layout)).complete();
  }

  @Override
  public Walk beginWalk() {
    CuckooFound found = new CuckooFound(layout);
    cells.follow(found);
    staging.follow(found);
    return walk(found);
  }

  private CuckooWalk walk(CuckooFound found) {
    return new CuckooWalk(layout, cells, sweep, metrics, found);
  }

  @Override
  public void hash(Key key) {
    key.hash = hash64.hash(key.memory, key.offset, key.length);
  }

  @Override
  public long prefetchIndex(Key key) {
    return table.prefetch(key.hash);
  }

  @Override
  public long prefetchItem(Key key) {
    return table.prefetchBody(key.hash, key.length);
  }

  @Override
  public long find(Key key) {
    long slot = slot(key);
    if (slot == ABSENT || isExpired(slot, key)) {
      return ABSENT;
    }
    if (victims.countsHits()) {
      victims.heat(slot);
    }
    return slot;
  }

  @Override
  public long seek(Key key) {
    long slot = slot(key);
    return slot == ABSENT || isExpired(slot, key) ? ABSENT : slot;
  }

  /** Whether a key's item is no hit any more, which is noted then. */
  private boolean isExpired(long slot, Key key) {
    boolean expired = Header.expired(table.header(slot), clock.nowSec());
    if (expired) {
      ghosts.note(key.hash, MissCause.EXPIRED);
    }
    return expired;
  }

  private long slot(Key key) {
    return slot(key.memory, key.offset, key.length, key.hash);
  }

  /** Where the key's item is, expired or not. */
  private long slot(MemorySegment key, long offset, int length, long hash) {
    long wanted = Header.wanted(length, hash);
    long first = table.first(hash);
    long slot =
        cells.blocks.isStale(first) ? ABSENT : table.find(first, wanted, key, offset, length);
    if (slot != ABSENT) {
      return slot;
    }
    long second = table.second(hash);
    return cells.blocks.isStale(second)
        ? ABSENT
        : table.find(second, wanted, key, offset, length);
  }

  @Override
  public MemorySegment memory() {
    return region;
  }

  @Override
  public long keyOffset(long item) {
    return table.keyOffset(item, table.header(item));
  }

  @Override
  public int keyLength(long item) {
    return Header.keyLength(table.header(item));
  }

  @Override
  public long valueOffset(long item) {
    return table.valueOffset(item, table.header(item));
  }

  @Override
  public int valueLength(long item) {
    long header = table.header(item);
    return Header.valueLength(header) - (Header.hasAnnex(header) ? ANNEX_BYTES : 0);
  }

  @Override
  public boolean hasAnnex(long item) {
    return Header.hasAnnex(table.header(item));
  }

  @Override
  public void annex(long reservation) {
    long header = table.header(reservation);
    assert !Header.hasAnnex(header) && Header.valueLength(header) >= ANNEX_BYTES;
    table.header(reservation, header | Header.ANNEX);
  }

  @Override
  public void tellEvictions(Evictions.Listener listener) {
    evictions.tellTo(listener);
  }

  @Override
  public int clientFlags(long item) {
    return table.clientFlags(item, table.header(item));
  }

  @Override
  public int expiresAtSec(long item) {
    return Header.deadlineSec(table.header(item));
  }

  /**
   * Where items keep no token, it may change though the value does not: see {@link Tokens}. It
   * never stays when the value changes.
   */
  @Override
  public long cas(long item) {
    return tokens.of(item);
  }

  @Override
  public boolean isTooLarge(int keyLength, int valueLength, int clientFlags) {
    return !table.fits(keyLength, valueLength, clientFlags != 0);
  }

  @Override
  public long reserve(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    if (!staging.mayOpen() && !isTooLarge(key.length, valueLength, clientFlags)) {
      metrics.reservationsRefused.increment();
      return NO_MEMORY;
    }
    return reserveBriefly(key, valueLength, clientFlags, expiresAtSec);
  }

  @Override
  public long reserveBriefly(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    assert key.length >= 1 && key.length <= KEY_LENGTH_MAX && valueLength >= 0;
    if (isTooLarge(key.length, valueLength, clientFlags)) {
      return TOO_LARGE;
    }
    long place = staging.open();
    if (place == ABSENT) {
      metrics.noMemory.increment();
      return NO_MEMORY;
    }
    long header =
        Header.pack(key.length, valueLength, key.hash, clientFlags != 0, expiresAtSec);
    table.header(place, header);
    if (clientFlags != 0) {
      table.clientFlags(place, clientFlags);
    }
    MemorySegment.copy(
        key.memory, key.offset, region, table.keyOffset(place, header), key.length);
    staging.reserved(place);
    return place;
  }

  @Override
  public void publish(long reservation, long hash) {
    metrics.itemsStored.add(enter(reservation, hash) ? 1 : 0);
  }

  /** Where the item is, unless a reader may be there. */
  @Override
  public long rewrite(Key key, long item, MemorySegment from, long offset) {
    assert !hasAnnex(item);
    long header = table.header(item);
    if (cells.pins.isPinned(item)) {
      int flags = table.clientFlags(item, header);
      int length = Header.valueLength(header);
      long other = reserveBriefly(key, length, flags, Header.deadlineSec(header));
      if (other >= 0) {
        write(other, from, offset);
        enter(other, key.hash);
      }
      return other;
    }
    tokens.renew(item, key.hash);
    write(item, from, offset);
    return item;
  }

  private void write(long item, MemorySegment from, long offset) {
    MemorySegment.copy(from, offset, region, valueOffset(item), valueLength(item));
  }

  /** A reservation is its key's item from now on; false if there was no place for it. */
  private boolean enter(long reservation, long hash) {
    long header = table.header(reservation);
    long keyOffset = table.keyOffset(reservation, header);
    long older = slot(region, keyOffset, Header.keyLength(header), hash);
    int olderHeat = 0;
    if (older != ABSENT) {
      olderHeat = Header.heat(table.header(older));
      boolean expired = Header.expired(table.header(older), clock.nowSec());
      metrics.itemsExpired.add(expired ? 1 : 0);
      older = cells.release(older) ? older : ABSENT;
    }
    long slot = older != ABSENT ? older : place(hash);
    tokens.renew(reservation, hash);
    if (slot != ABSENT) {
      cells.fill(slot, reservation, Victims.warmed(header, olderHeat));
    } else {
      ghosts.note(hash, MissCause.EVICTED);
      metrics.itemsDropped.increment();
    }
    staging.close(reservation);
    return slot != ABSENT;
  }

  /** A free slot for a hash, whatever it takes, or ABSENT if all its slots are pinned. */
  private long place(long hash) {
    int nowSec = clock.nowSec();
    long first = table.first(hash);
    long second = table.second(hash);
    cells.freshen(first);
    cells.freshen(second);
    long slot = cells.claim(first, nowSec);
    if (slot == ABSENT) {
      slot = cells.claim(second, nowSec);
    }
    if (slot != ABSENT) {
      metrics.placed(0);
    } else if (cells.hasFree(FREE_TO_SEARCH)) {
      slot = displacement.makeRoom(first, second, nowSec);
    }
    return slot == ABSENT ? evict(first, second, nowSec) : slot;
  }

  private long evict(long first, long second, int nowSec) {
    metrics.steps.add(Victims.CANDIDATES);
    long victim = victims.choose(first, second);
    if (victim != ABSENT) {
      if (evictions.areTold()) {
        evictions.tell(victim, 0, Header.heat(table.header(victim)) > 0);
      }
      ghosts.note(table.hash(victim), MissCause.EVICTED);
      metrics.evicted(Header.deadlineSec(table.header(victim)), nowSec);
      cells.release(victim);
    }
    return victim;
  }

  @Override
  public void abandon(long reservation) {
    staging.close(reservation);
  }

  @Override
  public boolean delete(Key key) {
    long slot = slot(key);
    if (slot == ABSENT) {
      return false;
    }
    boolean expired = isExpired(slot, key);
    if (!expired) {
      ghosts.note(key.hash, MissCause.DELETED);
    }
    cells.release(slot);
    return !expired;
  }

  @Override
  public Ghosts ghosts() {
    return ghosts;
  }

  @Override
  public MissCause missCause(Key key) {
    MissCause flushed = flushedCause(key, table.first(key.hash));
    flushed = flushed != null ? flushed : flushedCause(key, table.second(key.hash));
    return flushed != null ? flushed : ghosts.cause(key.hash);
  }

  /** Why the key's item is no hit if it lies in a block that was flushed; null if none does. */
  private MissCause flushedCause(Key key, long bucket) {
    if (!cells.blocks.isStale(bucket) || !cells.blocks.wasUsed(bucket)) {
      return null;
    }
    long wanted = Header.wanted(key.length, key.hash);
    long slot = table.find(bucket, wanted, key.memory, key.offset, key.length);
    return slot == ABSENT
        ? null
        : ghosts.causeOf(true, Header.deadlineSec(table.header(slot)));
  }

  @Override
  public long touch(Key key, int expiresAtSec) {
    long slot = find(key);
    if (slot != ABSENT) {
      table.header(slot, Header.withDeadlineSec(table.header(slot), expiresAtSec));
      cells.note(expiresAtSec);
    }
    return slot;
  }

  @Override
  public void flush() {
    cells.flush();
    ghosts.flushed(clock.nowSec());
  }

  @Override
  public long pin(long item) {
    if (!cells.pins.mayPin(item)) {
      metrics.pinsRefused.increment();
      return NO_MEMORY;
    }
    cells.pin(item);
    return item;
  }

  @Override
  public void unpin(long pin) {
    cells.unpin(pin);
  }

  @Override
  public boolean maintain(int items) {
    return sweep.work(items, clock.nowSec());
  }

  @Override
  public int list(Listed listed, int steps) {
    long slot = listed.place;
    listed.begin(slot);
    long end = Math.min(slot + steps, layout.slots());
    while (slot < end && !isListed(slot)) {
      slot++;
    }
    int looked = (int) (Math.min(slot + 1, end) - listed.place);
    if (slot < end) {
      long header = table.header(slot);
      listed.item = slot;
      listed.bytes = table.itemBytes(header);
      listed.found = Header.heat(header) > 0;
      listed.token = tokens.kept(slot);
      slot++;
    }
    listed.place = slot < layout.slots() ? slot : Listed.END;
    return looked;
  }

  private boolean isListed(long slot) {
    long header = table.header(slot);
    return header != Header.EMPTY
        && !Header.isDead(header)
        && !Header.expired(header, clock.nowSec())
        && !cells.blocks.isStale(Table.bucket(slot));
  }

  @Override
  public long steps() {
    return metrics.steps.get();
  }
}

package io.gannet.engine.store.direct;

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
 * The simplest store that keeps every promise: a hash names one bucket, a bucket holds one item,
 * and whatever is published later takes its bucket. To be read, not to be run: two keys that share
 * a bucket forget each other however much memory is free.
 *
 * <pre>
 *  region  +-------------+--------+--------+-----+--------+------+
 *          | buckets × 4 | slot 0 | slot 1 |  …  | slot n | tail |
 *          +------|------+--------+----^---+-----+--------+------+
 *                 +--------------------+   more slots than buckets: the others are for
 *                                          items being received, or forgotten and still read
 * </pre>
 *
 * <p>A handle, a reservation and a pin are each the number of a slot. One thread.
 */
public final class DirectStore implements Store {
  private final MemorySegment region;
  private final CoarseClock clock;
  private final Hash64 hash64;
  private final DirectMetrics metrics;
  private final Buckets buckets;
  private final Slots slots;
  private final Evictions evictions = new Evictions();
  private final Ghosts ghosts;

  /** Slots that reservations may hold, and as many for readers: one spare slot is for neither. */
  private final int heldMax;

  /** Slots that a send reads. */
  private int pinnedSlots;

  /** The token given last: tokens count publications, so that they order them too. */
  private long lastToken;

  /** Items up to this token were flushed. */
  private long flushedToken;

  /** No item has an earlier deadline, but for those that a sweep under way has yet to look at. */
  private int soonestSec = Integer.MAX_VALUE;

  /** The bucket that the sweep comes to next; 0 between sweeps. */
  private int hand;

  /**
   * Lays a store out in a region, all of it.
   *
   * @param region of native memory; its contents are overwritten
   * @param hashSeed a secret, so that clients cannot make keys collide
   * @throws IllegalArgumentException if the region is too small; the message says the cure
   */
  public DirectStore(
      MemorySegment region, DirectOptions options, CoarseClock clock, long hashSeed) {
    int count = Buckets.slotsOf(region.byteSize(), options.slotBytes());
    this.region = region;
    this.clock = clock;
    this.ghosts = new Ghosts(region.byteSize());
    this.hash64 = Hash64.seeded(hashSeed);
    this.buckets = new Buckets(region, count);
    this.slots = new Slots(region, buckets.bytes(), count, options.slotBytes());
    this.heldMax = (count - buckets.count - 1) / 2;
    this.metrics = new DirectMetrics(slots, buckets, region.byteSize());
  }

  /** What it counts. */
  public DirectMetrics metrics() {
    return metrics;
  }

  @Override
  public void hash(Key key) {
    key.hash = hash64.hash(key.memory, key.offset, key.length);
  }

  @Override
  public long prefetchIndex(Key key) {
    return buckets.held(buckets.of(key.hash));
  }

  @Override
  public long prefetchItem(Key key) {
    long item = buckets.held(buckets.of(key.hash));
    return item == ABSENT ? 0 : slots.token(item);
  }

  @Override
  public long find(Key key) {
    long item = lookup(key);
    return item == ABSENT || isExpired(item) ? ABSENT : item;
  }

  /** The key's item, expired or not. */
  private long lookup(Key key) {
    long item = buckets.held(buckets.of(key.hash));
    boolean known = item != ABSENT && !isFlushed(item);
    return known && slots.hasKey(item, key.memory, key.offset, key.length) ? item : ABSENT;
  }

  boolean isFlushed(long item) {
    return slots.token(item) <= flushedToken;
  }

  private boolean isExpired(long item) {
    int deadlineSec = slots.deadlineSec(item);
    return deadlineSec != NEVER && deadlineSec <= clock.nowSec();
  }

  @Override
  public MemorySegment memory() {
    return region;
  }

  @Override
  public long keyOffset(long item) {
    return slots.keyOffset(item);
  }

  @Override
  public int keyLength(long item) {
    return slots.keyLength(item);
  }

  @Override
  public long valueOffset(long item) {
    return slots.valueOffset(item);
  }

  @Override
  public int valueLength(long item) {
    return slots.valueLength(item) - (slots.hasAnnex(item) ? ANNEX_BYTES : 0);
  }

  @Override
  public boolean hasAnnex(long item) {
    return slots.hasAnnex(item);
  }

  @Override
  public void annex(long reservation) {
    assert slots.state(reservation) == Slots.RESERVED && !slots.hasAnnex(reservation);
    slots.annex(reservation);
  }

  @Override
  public void tellEvictions(Evictions.Listener listener) {
    evictions.tellTo(listener);
  }

  @Override
  public int clientFlags(long item) {
    return slots.clientFlags(item);
  }

  @Override
  public int expiresAtSec(long item) {
    return slots.deadlineSec(item);
  }

  @Override
  public long cas(long item) {
    return slots.token(item);
  }

  @Override
  public boolean isTooLarge(int keyLength, int valueLength, int clientFlags) {
    return valueLength > slots.slotBytes - Slots.HEADER_BYTES - keyLength;
  }

  @Override
  public long reserve(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    if (isTooLarge(key.length, valueLength, clientFlags)) {
      return TOO_LARGE;
    }
    if (metrics.reservations.get() >= heldMax) {
      metrics.reservationsRefused.increment();
      return NO_MEMORY;
    }
    return reserveBriefly(key, valueLength, clientFlags, expiresAtSec);
  }

  @Override
  public long reserveBriefly(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    if (isTooLarge(key.length, valueLength, clientFlags)) {
      return TOO_LARGE;
    }
    long slot = slots.take();
    if (slot == ABSENT) {
      metrics.noMemory.increment();
      return NO_MEMORY;
    }
    slots.write(slot, key, valueLength, clientFlags, expiresAtSec);
    accountReservation(slot, 1);
    return slot;
  }

  @Override
  public void publish(long reservation, long hash) {
    enter(reservation, hash);
    metrics.itemsStored.increment();
  }

  @Override
  public long rewrite(Key key, long item, MemorySegment from, long offset) {
    int length = valueLength(item);
    long other = reserveBriefly(key, length, clientFlags(item), expiresAtSec(item));
    if (other >= 0) {
      MemorySegment.copy(from, offset, region, valueOffset(other), length);
      enter(other, key.hash);
    }
    return other;
  }

  private void enter(long reservation, long hash) {
    int bucket = buckets.of(hash);
    makeRoom(bucket, reservation);
    accountReservation(reservation, -1);
    slots.token(reservation, ++lastToken);
    slots.state(reservation, Slots.HELD);
    buckets.hold(bucket, reservation);
    account(reservation, 1);
    note(slots.deadlineSec(reservation));
  }

  /** Forgets what a bucket holds for the sake of another item, and counts why. */
  private void makeRoom(int bucket, long successor) {
    long item = buckets.held(bucket);
    if (item == ABSENT) {
      return;
    }
    metrics.steps.increment();
    long key = slots.keyOffset(successor);
    if (isFlushed(item) || isExpired(item)) {
      noteGone(item);
      metrics.itemsExpired.add(isFlushed(item) ? 0 : 1);
    } else if (!slots.hasKey(item, region, key, slots.keyLength(successor))) {
      if (evictions.areTold()) {
        evictions.tell(item, 0, false);
      }
      ghosts.note(hash(item), MissCause.EVICTED);
      metrics.evictions.increment();
    }
    forget(bucket, item);
  }

  /** Empties a bucket. A slot that a send reads is free when the last pin ends. */
  private void forget(int bucket, long item) {
    buckets.hold(bucket, ABSENT);
    if (!isFlushed(item)) {
      account(item, -1);
    }
    if (slots.pins(item) == 0) {
      slots.free(item);
    } else {
      slots.state(item, Slots.READ);
    }
  }

  private void account(long item, int sign) {
    int keyLength = slots.keyLength(item);
    int valueLength = slots.valueLength(item);
    metrics.account(sign, keyLength, valueLength, Slots.HEADER_BYTES);
    if (slots.found().has(item)) {
      slots.found().account(sign, keyLength, valueLength, Slots.HEADER_BYTES);
    }
  }

  private void accountReservation(long slot, int sign) {
    assert slots.state(slot) == Slots.RESERVED : "a reservation that is not open";
    long bytes = (long) sign * slots.bytes(slot);
    metrics.reservations.add(sign);
    metrics.reservedBytes.add(bytes);
    slots.found().reservedBytes += slots.found().has(slot) ? bytes : 0;
  }

  @Override
  public void abandon(long reservation) {
    accountReservation(reservation, -1);
    slots.free(reservation);
  }

  @Override
  public boolean delete(Key key) {
    long item = lookup(key);
    if (item == ABSENT) {
      return false;
    }
    boolean expired = isExpired(item);
    metrics.itemsExpired.add(expired ? 1 : 0);
    ghosts.note(key.hash, expired ? MissCause.EXPIRED : MissCause.DELETED);
    forget(buckets.of(key.hash), item);
    return !expired;
  }

  @Override
  public Ghosts ghosts() {
    return ghosts;
  }

  @Override
  public MissCause missCause(Key key) {
    long item = buckets.held(buckets.of(key.hash));
    return item != ABSENT && slots.hasKey(item, key.memory, key.offset, key.length)
        ? causeOf(item)
        : ghosts.cause(key.hash);
  }

  /** Why an item that a bucket still holds is no hit. */
  private MissCause causeOf(long item) {
    return ghosts.causeOf(isFlushed(item), slots.deadlineSec(item));
  }

  private void noteGone(long item) {
    ghosts.note(hash(item), causeOf(item));
  }

  private long hash(long item) {
    return hash64.hash(region, slots.keyOffset(item), slots.keyLength(item));
  }

  @Override
  public long touch(Key key, int expiresAtSec) {
    long item = find(key);
    if (item != ABSENT) {
      slots.deadlineSec(item, expiresAtSec);
      note(expiresAtSec);
    }
    return item;
  }

  @Override
  public void flush() {
    flushedToken = lastToken;
    ghosts.flushed(clock.nowSec());
    metrics.forgetItems();
    slots.found().forgetItems();
    soonestSec = clock.nowSec();
  }

  @Override
  public long pin(long item) {
    if (slots.pins(item) == 0 && pinnedSlots >= heldMax) {
      metrics.pinsRefused.increment();
      return NO_MEMORY;
    }
    pinnedSlots += slots.pins(item) == 0 ? 1 : 0;
    slots.pins(item, slots.pins(item) + 1);
    accountPin(item, 1);
    return item;
  }

  @Override
  public void unpin(long pin) {
    int pins = slots.pins(pin) - 1;
    assert pins >= 0 : "a pin that is not open";
    slots.pins(pin, pins);
    pinnedSlots -= pins == 0 ? 1 : 0;
    accountPin(pin, -1);
    if (pins == 0 && slots.state(pin) == Slots.READ) {
      slots.free(pin);
    }
  }

  private void accountPin(long slot, int sign) {
    metrics.pins.add(sign);
    slots.found().pins += slots.found().has(slot) ? sign : 0;
  }

  /** Sweeps the buckets, once an item may have expired or was flushed. */
  @Override
  public boolean maintain(int items) {
    if (hand == 0 && soonestSec > clock.nowSec()) {
      return false;
    }
    soonestSec = hand == 0 && items > 0 ? Integer.MAX_VALUE : soonestSec;
    int end = (int) Math.min(buckets.count, (long) hand + items);
    for (; hand < end; hand++) {
      reclaim(hand);
    }
    hand = hand == buckets.count ? 0 : hand;
    return hand != 0 || soonestSec <= clock.nowSec();
  }

  @Override
  public int list(Listed listed, int steps) {
    long slot = listed.place;
    listed.begin(slot);
    long end = Math.min(slot + steps, slots.count);
    while (slot < end && !isListed(slot)) {
      slot++;
    }
    int looked = (int) (Math.min(slot + 1, end) - listed.place);
    if (slot < end) {
      listed.item = slot;
      listed.bytes = slots.bytes(slot);
      listed.token = slots.token(slot);
      slot++;
    }
    listed.place = slot < slots.count ? slot : Listed.END;
    return looked;
  }

  private boolean isListed(long slot) {
    return slots.state(slot) == Slots.HELD && !isFlushed(slot) && !isExpired(slot);
  }

  @Override
  public long steps() {
    return metrics.steps.get();
  }

  private void reclaim(int bucket) {
    long item = buckets.held(bucket);
    if (item == ABSENT) {
      return;
    }
    metrics.steps.increment();
    boolean flushed = isFlushed(item);
    if (flushed || isExpired(item)) {
      noteGone(item);
      metrics.itemsExpired.add(flushed ? 0 : 1);
      forget(bucket, item);
    } else {
      note(slots.deadlineSec(item));
    }
  }

  private void note(int deadlineSec) {
    if (deadlineSec != NEVER) {
      soonestSec = Math.min(soonestSec, deadlineSec);
    }
  }

  @Override
  public Walk walk() {
    return walk(new DirectFound()).complete();
  }

  @Override
  public Walk beginWalk() {
    slots.follow(new DirectFound());
    return walk(slots.found());
  }

  private DirectWalk walk(DirectFound found) {
    return new DirectWalk(buckets, slots, hash64, this, found);
  }
}

package io.gannet.engine.store.direct;

import io.gannet.engine.hash.Hash64;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Walk;

/** A full walk over a store: every slot, then every bucket, compared with what it believes. */
final class DirectWalk extends Walk {
  private final Buckets buckets;
  private final Slots slots;
  private final Hash64 hash64;
  private final DirectStore store;
  private final DirectFound found;
  private int bucket;

  DirectWalk(
      Buckets buckets, Slots slots, Hash64 hash64, DirectStore store, DirectFound found) {
    super(found);
    this.buckets = buckets;
    this.slots = slots;
    this.hash64 = hash64;
    this.store = store;
    this.found = found;
  }

  @Override
  protected int step() {
    long slot = found.frontier();
    if (slot < slots.count) {
      walkSlot(slot);
      found.frontier(slot + 1);
      return 1;
    }
    if (bucket < buckets.count) {
      walkBucket(bucket++);
      return 1;
    }
    return 0;
  }

  private void walkSlot(long slot) {
    int state = slots.state(slot);
    found.slotsByState[state]++;
    found.reservedBytes += state == Slots.RESERVED ? slots.bytes(slot) : 0;
    found.pins += state == Slots.FREE ? 0 : slots.pins(slot);
    if (state != Slots.FREE && slots.bytes(slot) > slots.slotBytes) {
      fault("slot " + slot + " holds an item that does not fit it");
    }
    if (state == Slots.READ && slots.pins(slot) == 0) {
      fault("slot " + slot + " waits for a send that is over");
    }
    if (state == Slots.HELD) {
      walkItem(slot);
    }
  }

  private void walkItem(long slot) {
    if (!store.isFlushed(slot)) {
      found.account(1, slots.keyLength(slot), slots.valueLength(slot), Slots.HEADER_BYTES);
    }
    if (buckets.held(bucketOf(slot)) != slot) {
      fault("slot " + slot + " is held, but not by its bucket");
    }
  }

  private void walkBucket(int bucket) {
    long slot = buckets.held(bucket);
    if (slot != Store.ABSENT
        && (slots.state(slot) != Slots.HELD || bucketOf(slot) != bucket)) {
      fault("bucket " + bucket + " holds slot " + slot + ", which is not its own");
    }
  }

  private int bucketOf(long slot) {
    return buckets.of(hash64.hash(slots.region, slots.keyOffset(slot), slots.keyLength(slot)));
  }

  @Override
  protected void conclude() {
    DirectMetrics metrics = store.metrics();
    countItems(metrics);
    count("reservations", metrics.reservations.get(), found.slotsByState[Slots.RESERVED]);
    count("reserved_bytes", metrics.reservedBytes.get(), found.reservedBytes);
    count("pins", metrics.pins.get(), found.pins);
    expect("slots free", slots.free(), found.slotsByState[Slots.FREE]);
  }
}

package io.gannet.engine.store.direct;

import io.gannet.engine.hash.Hash64;
import io.gannet.engine.store.Walk;

/** A full walk over a store: every bucket and every slot, compared with what the store believes. */
public final class DirectWalk extends Walk {
  private final Buckets buckets;
  private final Slots slots;
  private final Hash64 hash64;
  private final long flushedToken;
  private final long[] slotsByState = new long[Slots.READ + 1];

  private long held;
  private long reservedBytes;
  private long pins;

  DirectWalk(
      Buckets buckets, Slots slots, Hash64 hash64, long flushedToken, DirectMetrics metrics) {
    this.buckets = buckets;
    this.slots = slots;
    this.hash64 = hash64;
    this.flushedToken = flushedToken;
    for (int bucket = 0; bucket < buckets.count; bucket++) {
      walkBucket(bucket);
    }
    for (long slot = 0; slot < slots.count; slot++) {
      walkSlot(slot);
    }
    countItems(metrics);
    count("reservations", metrics.reservations.get(), slotsByState[Slots.RESERVED]);
    count("reserved_bytes", metrics.reservedBytes.get(), reservedBytes);
    count("pins", metrics.pins.get(), pins);
    expect("slots held", slotsByState[Slots.HELD], held);
    expect("slots free", slots.countFree(), slotsByState[Slots.FREE]);
  }

  private void walkBucket(int bucket) {
    long item = buckets.held(bucket);
    if (item < 0) {
      return;
    }
    held++;
    long hash = hash64.hash(slots.region, slots.keyOffset(item), slots.keyLength(item));
    if (slots.state(item) != Slots.HELD || buckets.of(hash) != bucket) {
      fault("bucket " + bucket + " holds slot " + item + ", which is not its own");
    }
    if (slots.token(item) > flushedToken) {
      tally(slots.keyLength(item), slots.valueLength(item), Slots.HEADER_BYTES);
    }
  }

  private void walkSlot(long slot) {
    int state = slots.state(slot);
    slotsByState[state]++;
    reservedBytes += state == Slots.RESERVED ? slots.bytes(slot) : 0;
    pins += state == Slots.FREE ? 0 : slots.pins(slot);
    if (state != Slots.FREE && slots.bytes(slot) > slots.slotBytes) {
      fault("slot " + slot + " holds an item that does not fit it");
    }
    if (state == Slots.READ && slots.pins(slot) == 0) {
      fault("slot " + slot + " waits for a send that is over");
    }
  }
}

package io.gannet.engine.store.direct;

import io.gannet.engine.hash.Hash64;
import java.util.ArrayList;
import java.util.List;

/**
 * A full walk over a store: every bucket and every slot, compared with what the store believes. For
 * tests and for a debug command; it takes as long as the memory is large, and it allocates.
 */
public final class DirectWalk {
  private final Buckets buckets;
  private final Slots slots;
  private final Hash64 hash64;
  private final long flushedToken;
  private final List<String> faults = new ArrayList<>();
  private final long[] slotsByState = new long[Slots.READ + 1];

  private long items;
  private long keyBytes;
  private long valueBytes;
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
    expect("items", metrics.items.get(), items);
    expect("key bytes", metrics.keyBytes.get(), keyBytes);
    expect("value bytes", metrics.valueBytes.get(), valueBytes);
    expect("slots held", slotsByState[Slots.HELD], held);
    expect("slots free", slots.countFree(), slotsByState[Slots.FREE]);
    expect("reservations", metrics.reservations.get(), slotsByState[Slots.RESERVED]);
    expect("reserved bytes", metrics.reservedBytes.get(), reservedBytes);
    expect("pins", metrics.pins.get(), pins);
  }

  /** Items found that are live. */
  public long items() {
    return items;
  }

  /** Their bytes, headers included. */
  public long itemBytes() {
    return items * Slots.HEADER_BYTES + keyBytes + valueBytes;
  }

  /** Whatever is not as the store believes; empty if all is well. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  private void walkBucket(int bucket) {
    long item = buckets.held(bucket);
    if (item < 0) {
      return;
    }
    held++;
    long hash = hash64.hash(slots.region, slots.keyOffset(item), slots.keyLength(item));
    if (slots.state(item) != Slots.HELD || buckets.of(hash) != bucket) {
      faults.add("bucket " + bucket + " holds slot " + item + ", which is not its own");
    }
    if (slots.token(item) > flushedToken) {
      items++;
      keyBytes += slots.keyLength(item);
      valueBytes += slots.valueLength(item);
    }
  }

  private void walkSlot(long slot) {
    int state = slots.state(slot);
    slotsByState[state]++;
    reservedBytes += state == Slots.RESERVED ? slots.bytes(slot) : 0;
    pins += state == Slots.FREE ? 0 : slots.pins(slot);
    if (state != Slots.FREE && slots.bytes(slot) > slots.slotBytes) {
      faults.add("slot " + slot + " holds an item that does not fit it");
    }
    if (state == Slots.READ && slots.pins(slot) == 0) {
      faults.add("slot " + slot + " waits for a send that is over");
    }
  }

  private void expect(String what, long believed, long found) {
    if (believed != found) {
      faults.add(what + ": " + believed + " believed, " + found + " found");
    }
  }
}

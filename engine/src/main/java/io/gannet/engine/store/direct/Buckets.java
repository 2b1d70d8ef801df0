package io.gannet.engine.store.direct;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/** Which slot each bucket holds: the numbers of slots plus one, 0 for none. */
final class Buckets {
  private static final int SLOTS_MIN = 8;
  private static final int SLOTS_MAX = Integer.MAX_VALUE - 1;
  private static final int SLOTS_PER_SPARE = 8;
  private static final int SPARES_MIN = 3;
  private static final int SPARES_MAX = 1024;

  final int count;
  private final MemorySegment region;

  /** Empty ones at the region's beginning, fewer than slots: the others are spare. */
  Buckets(MemorySegment region, int slots) {
    this.region = region;
    this.count = slots - Math.clamp(slots / SLOTS_PER_SPARE, SPARES_MIN, SPARES_MAX);
    region.asSlice(0, bytes()).fill((byte) 0);
  }

  /**
   * How many slots a region has room for, with a bucket for each.
   *
   * @throws IllegalArgumentException if they are too few or too many; the message says the cure
   */
  static int slotsOf(long regionBytes, int slotBytes) {
    long slots = regionBytes / (Integer.BYTES + slotBytes);
    if (slots > SLOTS_MAX) {
      throw new IllegalArgumentException(
          regionBytes + " bytes of a shard are more than " + SLOTS_MAX + " slots of " + slotBytes
              + ": give a larger slot-size or more threads");
    }
    if (slots < SLOTS_MIN) {
      throw new IllegalArgumentException(
          regionBytes + " bytes make fewer than " + SLOTS_MIN + " slots of " + slotBytes
              + ": give more memory or a smaller slot-size");
    }
    return (int) slots;
  }

  long bytes() {
    return (long) count * Integer.BYTES;
  }

  /** The one bucket that a key of this hash may be in. */
  int of(long hash) {
    return (int) Math.unsignedMultiplyHigh(hash, count);
  }

  /** The slot that a bucket holds, or ABSENT. */
  long held(int bucket) {
    return Bits.getInt(region, (long) bucket * Integer.BYTES) + Store.ABSENT;
  }

  /** Has a bucket hold a slot, or ABSENT. */
  void hold(int bucket, long slot) {
    Bits.putInt(region, (long) bucket * Integer.BYTES, (int) (slot - Store.ABSENT));
  }
}

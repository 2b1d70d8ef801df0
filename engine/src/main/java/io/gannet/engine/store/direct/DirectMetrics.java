package io.gannet.engine.store.direct;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.EvictionCauses;
import io.gannet.engine.store.ItemMetrics;
import java.util.List;

/** What a direct-mapped store counts. */
public final class DirectMetrics extends ItemMetrics {
  /** Sends that read from slots. */
  public final Counter pins = gauge("pins", "pins", "Sends that read from slots.");

  DirectMetrics(Slots slots, Buckets buckets, long regionBytes) {
    gauge("buckets", "buckets", "Items that can be held at once.", () -> buckets.count);
    gauge("slots", "slots", "Slots, those for items being received included.",
        () -> slots.count);
    maximum("slot_bytes", "slot_size", "Bytes of a slot.", () -> slots.slotBytes);
    long leftoverBytes = regionBytes - buckets.bytes() - (long) slots.count * slots.slotBytes;
    tellMemory(
        regionBytes, buckets::bytes, 0, leftoverBytes,
        () -> items.get() * slots.slotBytes - itemBytes());
    part(new EvictionCauses(List.of("bucket"), cause -> evictions.get()));
  }
}

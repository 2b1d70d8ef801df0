package io.gannet.engine.store.direct;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.ItemMetrics;

/** What a direct-mapped store counts. */
public final class DirectMetrics extends ItemMetrics {
  /** Open reservations. */
  public final Counter reservations =
      gauge("reservations", "reservations", "Items being received.");

  /** Sends that read from slots. */
  public final Counter pins = gauge("pins", "pins", "Sends that read from slots.");

  DirectMetrics(Slots slots, int buckets) {
    gauge("buckets", "buckets", "Items that can be held at once.", () -> buckets);
    gauge("slots", "slots", "Slots, those for items being received included.",
        () -> slots.count);
    gauge("slot_bytes", "slot_size", "Bytes of a slot.", () -> slots.slotBytes);
    gauge("item_slack_bytes", "slack_bytes", "Bytes of slots in use that items leave over.",
        () -> items.get() * slots.slotBytes - itemBytes());
    gauge("index_bytes", "index_bytes", "Bytes of the buckets.",
        () -> (long) buckets * Integer.BYTES);
  }
}

package io.gannet.engine.store.direct;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/**
 * What a direct-mapped store counts. The gauges of items and bytes equal a full walk at any time.
 * Figures of several shards may be summed.
 */
public final class DirectMetrics extends MetricGroup {
  /** Items held, expired ones that were not yet reclaimed included. */
  public final Counter items = gauge("items", "curr_items", "Items held.");

  /** Bytes of their keys. */
  public final Counter keyBytes = gauge("item_key_bytes", "key_bytes", "Bytes of keys held.");

  /** Bytes of their values. */
  public final Counter valueBytes =
      gauge("item_value_bytes", "value_bytes", "Bytes of values held.");

  /** Items published. */
  public final Counter itemsStored =
      counter("items_stored_total", "total_items", "Items stored since the start.");

  /** Live items whose bucket another key took. */
  public final Counter evictions =
      counter("items_evicted_total", "evictions", "Live items forgotten to make room.");

  /** Expired items whose slot was taken back. */
  public final Counter itemsExpired =
      counter("items_expired_total", "reclaimed", "Expired items that were reclaimed.");

  /** Reservations refused because no slot was free. */
  public final Counter noMemory =
      counter("store_no_memory_total", "store_no_memory", "Items refused for want of memory.");

  /** Open reservations. */
  public final Counter reservations =
      gauge("reservations", "reservations", "Items being received.");

  /** Bytes of open reservations. */
  public final Counter reservedBytes =
      gauge("reserved_bytes", "reserved_bytes", "Bytes of items being received.");

  /** Sends that read from slots. */
  public final Counter pins = gauge("pins", "pins", "Sends that read from slots.");

  DirectMetrics(Slots slots, int buckets) {
    gauge("item_metadata_bytes", "metadata_bytes", "Bytes of item headers held.",
        this::metadataBytes);
    gauge("item_bytes", "bytes", "Bytes of items held, headers included.", this::itemBytes);
    gauge("item_slack_bytes", "slack_bytes", "Bytes of slots in use that items leave over.",
        () -> items.get() * slots.slotBytes - itemBytes());
    gauge("buckets", "buckets", "Items that can be held at once.", () -> buckets);
    gauge("slots", "slots", "Slots, those for items being received included.",
        () -> slots.count);
    gauge("slot_bytes", "slot_size", "Bytes of a slot.", () -> slots.slotBytes);
    gauge("index_bytes", "index_bytes", "Bytes of the buckets.",
        () -> (long) buckets * Integer.BYTES);
  }

  /** Bytes of the items held, headers included. */
  public long itemBytes() {
    return keyBytes.get() + valueBytes.get() + metadataBytes();
  }

  private long metadataBytes() {
    return items.get() * Slots.HEADER_BYTES;
  }
}

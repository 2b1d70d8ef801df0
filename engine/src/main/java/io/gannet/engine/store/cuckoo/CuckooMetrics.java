package io.gannet.engine.store.cuckoo;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/**
 * What a cuckoo store counts. The gauges of items and bytes equal a full walk at any time. Figures
 * of several shards may be summed.
 */
public final class CuckooMetrics extends MetricGroup {
  /** Items held, expired ones that were not yet reclaimed included. */
  public final Counter items = gauge("items", "curr_items", "Items held.");

  /** Bytes of their keys. */
  public final Counter keyBytes = gauge("item_key_bytes", "key_bytes", "Bytes of keys held.");

  /** Bytes of their values. */
  public final Counter valueBytes =
      gauge("item_value_bytes", "value_bytes", "Bytes of values held.");

  /** Bytes of their headers: lengths, deadlines, client flags, CAS tokens. */
  public final Counter metadataBytes =
      gauge("item_metadata_bytes", "metadata_bytes", "Bytes of item headers held.");

  /** Items published. */
  public final Counter itemsStored =
      counter("items_stored_total", "total_items", "Items stored since the start.");

  /** Live items forgotten to make room. */
  public final Counter evictions =
      counter("items_evicted_total", "evictions", "Live items forgotten to make room.");

  /** Expired items whose place was taken back. */
  public final Counter itemsExpired =
      counter("items_expired_total", "reclaimed", "Expired items that were reclaimed.");

  /** Items not stored because a send read from each slot that they could have taken. */
  public final Counter itemsDropped =
      counter("items_dropped_total", "items_dropped", "Items dropped: all their slots pinned.");

  /** Searches for room by displacement. */
  public final Counter searches =
      counter(
          "displacement_searches_total",
          "displacement_searches",
          "Items whose two buckets were full, for which room was looked for.");

  /** Searches that found no room. */
  public final Counter searchesFailed =
      counter(
          "displacement_searches_failed_total",
          "displacement_failures",
          "Searches for room that found none within their bound.");

  /** Items moved to their other bucket. */
  public final Counter moves =
      counter("displacement_moves_total", "displacement_moves", "Items moved to make room.");

  private final Counter movesOfOne = movesOf("1", "one item");
  private final Counter movesOfTwo = movesOf("2", "two items or more");

  /** Items, headers and slots looked at to make room: the work that an operation may be in for. */
  public final Counter steps =
      counter(
          "upkeep_steps_total",
          "upkeep_steps",
          "Items, headers and slots looked at to make room.");

  /** Reservations refused because all staging places were open. */
  public final Counter noMemory =
      counter("store_no_memory_total", "store_no_memory", "Items refused for want of memory.");

  /** Open reservations. */
  public final Counter reservations =
      gauge("reservations", "reservations", "Items being received.");

  /** Bytes of open reservations. */
  public final Counter reservedBytes =
      gauge("reserved_bytes", "reserved_bytes", "Bytes of items being received.");

  /** Sends that read from slots. */
  public final Counter pinsOpen = gauge("pins", "pins", "Sends that read from slots.");

  /** Tokens told that were forgotten for another's, where items keep none. */
  public final Counter tokensForgotten =
      counter(
          "cas_tokens_forgotten_total",
          "cas_tokens_forgotten",
          "CAS tokens told to a client and forgotten since, without CAS.");

  CuckooMetrics(CuckooLayout layout) {
    long slots = layout.slots();
    gauge("item_bytes", "bytes", "Bytes of items held, headers included.", this::itemBytes);
    gauge("slots", "slots", "Items that the table has room for.", () -> slots);
    gauge("slot_bytes", "slot_size", "Bytes of a slot.", layout::slotBytes);
    gauge("slots_free", "slots_free", "Slots without an item.", () -> slots - items.get());
    gauge("table_bytes", "table_bytes", "Bytes of all slots.", () -> slots * layout.slotBytes());
    gauge("item_slack_bytes", "slack_bytes", "Bytes of slots in use that items leave over.",
        () -> items.get() * layout.slotBytes() - itemBytes());
    gauge("staging_places", "staging_places", "Items that can be received at once.",
        layout::stagingPlaces);
    gauge("leftover_bytes", "leftover_bytes", "Bytes of memory put to no use.",
        layout::leftoverBytes);
  }

  private Counter movesOf(String count, String words) {
    return counter(
        "displacements_of_" + count + "_total",
        "displacements_of_" + count,
        "Times that room was made by moving " + words + ".");
  }

  /** Bytes of the items held, headers included. */
  public long itemBytes() {
    return keyBytes.get() + valueBytes.get() + metadataBytes.get();
  }

  void moved(int count) {
    moves.add(count);
    (count == 1 ? movesOfOne : movesOfTwo).increment();
  }

  void forgetItems() {
    items.set(0);
    keyBytes.set(0);
    valueBytes.set(0);
    metadataBytes.set(0);
  }
}

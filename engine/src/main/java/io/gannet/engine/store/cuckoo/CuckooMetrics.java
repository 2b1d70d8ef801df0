package io.gannet.engine.store.cuckoo;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.ItemMetrics;

/** What a cuckoo store counts. */
public final class CuckooMetrics extends ItemMetrics {
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

  /** Open reservations. */
  public final Counter reservations =
      gauge("reservations", "reservations", "Items being received.");

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

  void moved(int count) {
    moves.add(count);
    (count == 1 ? movesOfOne : movesOfTwo).increment();
  }
}

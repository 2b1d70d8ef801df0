package io.gannet.engine.store.cuckoo;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.EvictionCauses;
import io.gannet.engine.store.ItemMetrics;
import java.util.List;

/** What a cuckoo store counts. */
@SuppressWarnings("this-escape") // only to parts that keep it for later
public final class CuckooMetrics extends ItemMetrics {
  /** The same as the table's own. */
  public final TableMetrics table;

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

  /** Sends that read from slots. */
  public final Counter pinsOpen = gauge("pins", "pins", "Sends that read from slots.");

  /** Tokens told that were forgotten for another's, where items keep none. */
  public final Counter tokensForgotten =
      counter(
          "cas_tokens_forgotten_total",
          "cas_tokens_forgotten",
          "CAS tokens told to a client and forgotten since, without CAS.");

  CuckooMetrics(CuckooLayout layout) {
    table = part(new TableMetrics(layout, this));
    part(new EvictionCauses(List.of("slot"), cause -> evictions.get()));
    tellMemory(
        layout.regionBytes(), () -> 0, layout.headersBytes(), layout.leftoverBytes(),
        () -> items.get() * layout.slotBytes() - itemBytes());
  }

  /** Counts an item that found room after so many others were moved. */
  void placed(int moved) {
    moves.add(moved);
    table.movesPerInsert.record(moved);
  }

  /** Counts a living item that is forgotten to make room. */
  void evicted(int deadlineSec, int nowSec) {
    evictions.increment();
    if (deadlineSec != 0) {
      table.evictedTtls.record(Math.max(0, deadlineSec - nowSec));
    }
  }
}

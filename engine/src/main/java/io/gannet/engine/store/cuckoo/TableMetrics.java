package io.gannet.engine.store.cuckoo;

import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a cuckoo store counts of its table: {@code stats table}. There is one size of slots, so
 * {@code stats items} and {@code stats sizes} tell one class.
 */
@SuppressWarnings("this-escape") // only to methods that declare a metric, which are final
public final class TableMetrics extends MetricGroup {
  private static final int MOVES_MAX = 4;
  private static final int TTL_SHIFT_MAX = 27;

  /** By insert that took no item's place, how many others were moved for it. */
  public final Histogram movesPerInsert =
      histogram(
          "moves_per_insert",
          "moves_per_insert",
          "By item that found room, how many others were moved for it.",
          Histogram.ofEach(MOVES_MAX));

  /**
   * By item evicted that would have expired, how long it would have lived on. How long it has lived
   * is not known: that would cost each item four bytes.
   */
  public final Histogram evictedTtls =
      histogram(
          "evicted_ttl_seconds",
          "evicted_ttl",
          "By item evicted that had a deadline, the time that it had left.",
          Histogram.ofPowers(TTL_SHIFT_MAX));

  TableMetrics(CuckooLayout layout, CuckooMetrics metrics) {
    super("table", null);
    long slots = layout.slots();
    gauge("slots", "slots", "Items that the table has room for.", () -> slots);
    gauge("slots_free", "slots_free", "Slots without an item.", () -> slots - metrics.items.get());
    maximum("slot_bytes", "slot_size", "Bytes of a slot.", layout::slotBytes);
    gauge("table_bytes", "table_bytes", "Bytes of all slots.", () -> slots * layout.slotBytes());
    gauge("staging_places", "staging_places", "Items that can be received at once.",
        layout::stagingPlaces);
    ratio("table_load", "table_load", "Items held by slots.", metrics.items::get, () -> slots);
    part(new ItemRow(metrics, this));
    part(new Sizes(layout.slotBytes(), metrics.items::get));
  }

  /** As memcached tells a class of items. */
  private static final class ItemRow extends MetricGroup {
    ItemRow(CuckooMetrics metrics, TableMetrics table) {
      super("items", row("items:", "1", metrics));
      rowGauge(null, "number", "Items held.", row -> metrics.items.get());
      rowGauge(null, "mem_requested", "Bytes of items held.", row -> metrics.itemBytes());
      rowCounter(null, "evicted", "Items evicted.", row -> metrics.evictions.get());
      rowCounter(null, "evicted_nonzero", "Items evicted that had a deadline.",
          row -> table.evictedTtls.count());
      rowCounter(null, "outofmemory", "Items refused.", row -> metrics.noMemory.get());
      rowCounter(null, "reclaimed", "Items expired or flushed.", row -> metrics.reclaimed());
    }
  }

  /** How many items there are of the one size. */
  private static final class Sizes extends MetricGroup {
    Sizes(int slotBytes, LongSupplier items) {
      super(
          "sizes",
          new RowLabels(
              "", "size", List.of(Integer.toString(slotBytes)), row -> items.getAsLong() != 0));
      rowGauge(null, "", "Items of a size.", row -> items.getAsLong());
    }
  }

  private static RowLabels row(String prefix, String text, CuckooMetrics metrics) {
    return new RowLabels(prefix, "row", List.of(text), row -> metrics.items.get() != 0);
  }
}

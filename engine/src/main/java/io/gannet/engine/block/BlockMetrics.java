package io.gannet.engine.block;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.ItemMetrics;

/** What a store counts that keeps its items in blocks behind an index. */
@SuppressWarnings("this-escape") // only to methods that declare a metric, which are final
public abstract class BlockMetrics extends ItemMetrics {
  /** Those of {@link #evictions} for which both buckets were full. */
  public final Counter indexEvictions =
      counter(
          "items_evicted_by_index_total",
          "index_evictions",
          "Live items forgotten because both their buckets were full.");

  /** Figures of a region so divided. */
  protected BlockMetrics(BlockLayout layout) {
    gauge("heap_bytes", "heap_bytes", "Bytes of items' places.", layout::heapBytes);
    gauge("index_bytes", "index_bytes", "Bytes of the index.", layout::indexBytes);
    gauge("index_slots", "index_slots", "Items that the index has room for.", layout::indexSlots);
    gauge("leftover_bytes", "leftover_bytes", "Bytes of memory put to no use.",
        layout::leftoverBytes);
  }
}

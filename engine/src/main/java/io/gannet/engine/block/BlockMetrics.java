package io.gannet.engine.block;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.ItemMetrics;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What a store counts that keeps its items in blocks behind an index. */
@SuppressWarnings("this-escape") // only to methods that declare a metric, which are final
public abstract class BlockMetrics extends ItemMetrics {
  /** Those of {@link #evictions} for which both buckets were full. */
  public final Counter indexEvictions =
      counter(
          "items_evicted_by_index_total",
          null,
          "Live items forgotten because both their buckets were full.");

  /**
   * Figures of a region so divided.
   *
   * @param blocks how many there are now; from any thread
   * @param slackBytes what items leave of their places; from any thread
   */
  protected BlockMetrics(BlockLayout layout, IntSupplier blocks, LongSupplier slackBytes) {
    LongSupplier indexBytes = () -> layout.indexBytes(blocks.getAsInt());
    LongSupplier indexSlots = () -> indexBytes.getAsLong() / Long.BYTES;
    gauge("heap_bytes", "heap_bytes", "Bytes of items' places.",
        () -> layout.heapBytes(blocks.getAsInt()));
    gauge("index_slots", "index_slots", "Items that the index has room for.", indexSlots);
    maximum(null, "hash_power_level", "Times that 2 is to be doubled for as many, at most.",
        () -> Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, indexSlots.getAsLong())));
    ratio("index_load", "index_load", "Items held by those that the index has room for.",
        items::get, indexSlots);
    long memoryBytes =
        layout.heapBytes() + layout.indexBytes() + layout.headersBytes() + layout.leftoverBytes();
    tellMemory(
        memoryBytes, indexBytes, layout.headersBytes(), layout.leftoverBytes(), slackBytes);
  }
}

package io.gannet.engine.store.slab;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/**
 * What a slab store counts. The gauges of items and bytes equal a full walk at any time. Figures of
 * several shards may be summed.
 */
public final class SlabMetrics extends MetricGroup {
  /** Items held, expired ones that were not yet reclaimed included. */
  public final Counter items = gauge("items", "curr_items", "Items held.");

  /** Bytes of their keys. */
  public final Counter keyBytes = gauge("item_key_bytes", "key_bytes", "Bytes of keys held.");

  /** Bytes of their values. */
  public final Counter valueBytes =
      gauge("item_value_bytes", "value_bytes", "Bytes of values held.");

  /** Bytes of their headers: lengths, marks, deadlines, CAS tokens, client flags. */
  public final Counter metadataBytes =
      gauge("item_metadata_bytes", "metadata_bytes", "Bytes of item headers held.");

  /** Bytes that their size classes have beyond what they need. */
  public final Counter slackBytes =
      gauge("item_slack_bytes", "slack_bytes", "Bytes that items leave of their places.");

  /** Items published. */
  public final Counter itemsStored =
      counter("items_stored_total", "total_items", "Items stored since the start.");

  /** Live items forgotten to make room, in the index or in a slab. */
  public final Counter evictions =
      counter("items_evicted_total", "evictions", "Live items forgotten to make room.");

  /** Those of {@link #evictions} for which both buckets were full. */
  public final Counter indexEvictions =
      counter(
          "items_evicted_by_index_total",
          "index_evictions",
          "Live items forgotten because both their buckets were full.");

  /** Those of {@link #evictions} whose place was wanted while no slab was free. */
  public final Counter singleEvictions =
      counter(
          "items_evicted_singly_total",
          "single_evictions",
          "Live items forgotten for their place, while no slab was free.");

  /** Expired items whose place was taken back. */
  public final Counter itemsExpired =
      counter("items_expired_total", "reclaimed", "Expired items that were reclaimed.");

  /** Slabs that were chosen to make room. */
  public final Counter slabsEvicted =
      counter("slabs_evicted_total", "slab_evictions", "Slabs evicted to make room.");

  /** Times that a request had to wait until a slab was cleaned. */
  public final Counter foregroundReclaims =
      counter(
          "slabs_reclaimed_in_foreground_total",
          "foreground_reclaims",
          "Times that a request had to clean a slab itself.");

  /** Items, headers and slots looked at to make room: the work that an operation may be in for. */
  public final Counter steps =
      counter(
          "upkeep_steps_total",
          "upkeep_steps",
          "Items, headers and slots looked at to make room.");

  /** Reservations refused because no memory was to be had. */
  public final Counter noMemory =
      counter("store_no_memory_total", "store_no_memory", "Items refused for want of memory.");

  /** Bytes of open reservations. */
  public final Counter reservedBytes =
      gauge("reserved_bytes", "reserved_bytes", "Bytes of items being received.");

  /** Slabs on the free list. */
  public final Counter slabsFree = gauge("slabs_free", "slabs_free", "Slabs that are free.");

  /** Slabs with a reader. */
  public final Counter slabsPinned =
      gauge("slabs_pinned", "slabs_pinned", "Slabs that a send reads from.");

  SlabMetrics(SlabLayout layout, SizeClasses classes) {
    long slots = layout.buckets() * Index.SLOTS_PER_BUCKET;
    gauge("item_bytes", "bytes", "Bytes of items held, headers included.", this::itemBytes);
    gauge("slabs", "slabs", "Slabs.", layout::slabs);
    gauge("slabs_active", "active_slabs", "Slabs cut into items.",
        () -> layout.slabs() - slabsFree.get());
    gauge("slab_bytes", "slab_size", "Bytes of one slab.", layout::slabBytes);
    gauge("size_classes", "size_classes", "Sizes that slabs are cut into.", classes::count);
    gauge("heap_bytes", "heap_bytes", "Bytes of all slabs.", layout::heapBytes);
    gauge("index_bytes", "index_bytes", "Bytes of the index.", () -> slots * Long.BYTES);
    gauge("index_slots", "index_slots", "Items that the index has room for.", () -> slots);
    gauge("leftover_bytes", "leftover_bytes", "Bytes of memory put to no use.",
        layout::leftoverBytes);
  }

  /** Bytes of the items held, headers included. */
  public long itemBytes() {
    return keyBytes.get() + valueBytes.get() + metadataBytes.get();
  }
}

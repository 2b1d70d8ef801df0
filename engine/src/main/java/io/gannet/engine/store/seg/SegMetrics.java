package io.gannet.engine.store.seg;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;

/**
 * What a segment store counts. The gauges of items and bytes equal a full walk at any time. Figures
 * of several shards may be summed.
 */
public final class SegMetrics extends MetricGroup {
  /** Items held, expired ones that were not yet reclaimed included. */
  public final Counter items = gauge("items", "curr_items", "Items held.");

  /** Bytes of their keys. */
  public final Counter keyBytes = gauge("item_key_bytes", "key_bytes", "Bytes of keys held.");

  /** Bytes of their values. */
  public final Counter valueBytes =
      gauge("item_value_bytes", "value_bytes", "Bytes of values held.");

  /** Bytes of their headers: lengths, marks, client flags, deadlines, CAS tokens. */
  public final Counter metadataBytes =
      gauge("item_metadata_bytes", "metadata_bytes", "Bytes of item headers held.");

  /** Items published. */
  public final Counter itemsStored =
      counter("items_stored_total", "total_items", "Items stored since the start.");

  /** Live items forgotten to make room, in the index or in a segment. */
  public final Counter evictions =
      counter("items_evicted_total", "evictions", "Live items forgotten to make room.");

  /** Those of {@link #evictions} for which both buckets were full. */
  public final Counter indexEvictions =
      counter(
          "items_evicted_by_index_total",
          "index_evictions",
          "Live items forgotten because both their buckets were full.");

  /** Expired items whose place was taken back. */
  public final Counter itemsExpired =
      counter("items_expired_total", "reclaimed", "Expired items that were reclaimed.");

  /** Segments with live items that were taken back to make room. */
  public final Counter segmentsEvicted =
      counter(
          "segments_evicted_total", "segments_evicted", "Segments evicted to make room.");

  /** Items that an eviction moved to another segment instead of forgetting them. */
  public final Counter itemsKept =
      counter("items_kept_total", "items_kept", "Items that an eviction kept.");

  /** Segments taken back because all their items had expired. */
  public final Counter segmentsExpired =
      counter(
          "segments_expired_total", "segments_expired", "Segments whose items had all expired.");

  /** Times that a request had to wait until a segment was cleaned. */
  public final Counter foregroundReclaims =
      counter(
          "segments_reclaimed_in_foreground_total",
          "foreground_reclaims",
          "Times that a request had to clean a segment itself.");

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

  /** Segments on the free list. */
  public final Counter segmentsFree =
      gauge("segments_free", "segments_free", "Segments that are free.");

  /** Segments that take new items. */
  public final Counter segmentsOpen =
      gauge("segments_open", "segments_open", "Segments that take new items.");

  /** Segments with a reader or an open reservation. */
  public final Counter segmentsPinned =
      gauge("segments_pinned", "segments_pinned", "Segments with a reader or a reservation.");

  SegMetrics(SegLayout layout) {
    long slots = layout.buckets() * Index.SLOTS_PER_BUCKET;
    gauge("item_bytes", "bytes", "Bytes of items held, headers included.", this::itemBytes);
    gauge("segments", "segments", "Segments.", layout::segments);
    gauge("segment_bytes", "segment_size", "Bytes of one segment.", layout::segmentBytes);
    gauge("segments_sealed", "segments_sealed", "Segments that take no new items.",
        () -> layout.segments() - segmentsFree.get() - segmentsOpen.get());
    gauge("heap_bytes", "heap_bytes", "Bytes of all segments.", layout::heapBytes);
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

package io.gannet.engine.store.seg;

import io.gannet.engine.block.BlockMetrics;
import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.EvictionCauses;
import java.util.List;

/** What a segment store counts. */
public final class SegMetrics extends BlockMetrics {
  /** The same by TTL bucket. */
  public final TtlBucketMetrics buckets = part(new TtlBucketMetrics());

  /** As many as there are beside the index as it is now. */
  final Counter segments;

  /** Those of {@link #evictions} whose segment was taken back. */
  final Counter segmentEvictions = new Counter();

  /** Segments with live items that were taken back to make room. */
  public final Counter segmentsEvicted =
      counter(
          "segments_evicted_total", "segments_evicted", "Segments evicted to make room.");

  /** Segments whose live items were moved together with others, so that none was forgotten. */
  public final Counter segmentsCompacted =
      counter(
          "segments_compacted_total", "segments_compacted",
          "Segments joined with others for the dead bytes in them.");

  /** Items that were moved for that. */
  public final Counter itemsCompacted =
      counter("items_compacted_total", "items_compacted", "Items that a compaction moved.");

  /** Items that an eviction moved to another segment instead of forgetting them. */
  public final Counter itemsKept =
      counter("items_kept_total", "items_kept", "Items that an eviction kept.");

  /** Items whose value was written over where it lay. */
  public final Counter itemsOverwritten =
      counter(
          "items_overwritten_total", "items_overwritten", "Items that were changed in place.");

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

  /** Segments on the free list. */
  public final Counter segmentsFree =
      gauge("segments_free", "segments_free", "Segments that are free.");

  /** Segments that take new items. */
  public final Counter segmentsOpen =
      gauge("segments_open", "segments_open", "Segments that take new items.");

  /** Segments behind the first of a large item, or for one that is waited for. */
  public final Counter segmentsAside =
      gauge("segments_aside", "segments_aside",
          "Segments behind the first of a large item, or set apart for one that waits.");

  /** Segments with a reader or an open reservation. */
  public final Counter segmentsPinned =
      gauge("segments_pinned", "segments_pinned", "Segments with a reader or a reservation.");

  /** Segments that an open reservation holds. */
  public final Counter segmentsReserved =
      gauge("segments_reserved", "segments_reserved", "Segments with an open reservation.");

  /** Segments that readers hold. */
  public final Counter segmentsRead =
      gauge("segments_read", "segments_read", "Segments that a send reads from.");

  /** Segments that became part of the index. */
  public final Counter segmentsDropped =
      counter(
          "segments_to_index_total", "segments_to_index",
          "Segments that the index took for itself.");

  /** Segments that the index gave back. */
  public final Counter segmentsAdded =
      counter(
          "segments_from_index_total", "segments_from_index",
          "Segments that the index gave back.");

  SegMetrics(SegLayout layout) {
    this(layout, new Counter());
  }

  private SegMetrics(SegLayout layout, Counter segments) {
    super(layout.blocks(), () -> (int) segments.get(), () -> 0);
    this.segments = segments;
    counter(null, "direct_reclaims", "The same as foreground_reclaims.", foregroundReclaims::get);
    gauge("segments", "segments", "Segments.", segments::get);
    maximum("segment_bytes", "segment_size", "Bytes of one segment.", layout::segmentBytes);
    gauge("segments_sealed", "segments_sealed", "Segments that take no new items.",
        () -> segments.get() - segmentsFree.get() - segmentsOpen.get() - segmentsAside.get());
    part(
        new EvictionCauses(
            List.of("segment", "index"),
            cause -> (cause == 0 ? segmentEvictions : indexEvictions).get()));
  }

  /** Counts a live item that is forgotten to make room, from a segment of this age. */
  void evicted(int bucket, int ageSec, boolean mortal) {
    evictions.increment();
    buckets.evicted(bucket, ageSec, mortal);
  }

  /** Counts an expired item whose place is taken back. */
  void expired(int bucket) {
    itemsExpired.increment();
    buckets.expired.increment(bucket);
  }

  @Override
  public void forgetItems() {
    super.forgetItems();
    buckets.forgetItems();
  }
}

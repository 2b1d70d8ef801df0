package io.gannet.engine.store.slab;

import io.gannet.engine.block.BlockMetrics;
import io.gannet.engine.metrics.Counter;

/** What a slab store counts. */
public final class SlabMetrics extends BlockMetrics {
  /** Bytes that their size classes have beyond what they need. */
  public final Counter slackBytes =
      gauge("item_slack_bytes", "slack_bytes", "Bytes that items leave of their places.");

  /** Those of {@link #evictions} whose place was wanted while no slab was free. */
  public final Counter singleEvictions =
      counter(
          "items_evicted_singly_total",
          "single_evictions",
          "Live items forgotten for their place, while no slab was free.");

  /** Slabs that were chosen to make room. */
  public final Counter slabsEvicted =
      counter("slabs_evicted_total", "slab_evictions", "Slabs evicted to make room.");

  /** Times that a request had to wait until a slab was cleaned. */
  public final Counter foregroundReclaims =
      counter(
          "slabs_reclaimed_in_foreground_total",
          "foreground_reclaims",
          "Times that a request had to clean a slab itself.");

  /** Items that lie in a place of a larger class, as none of their own was to be had. */
  public final Counter borrowed =
      counter(
          "places_borrowed_total",
          "borrowed",
          "Items put in a place of a larger class, for want of one of their own.");

  /** Slabs on the free list. */
  public final Counter slabsFree = gauge("slabs_free", "slabs_free", "Slabs that are free.");

  /** Slabs with a reader. */
  public final Counter slabsPinned =
      gauge("slabs_pinned", "slabs_pinned", "Slabs that a send reads from.");

  SlabMetrics(SlabLayout layout, SizeClasses classes) {
    super(layout.blocks());
    gauge("slabs", "slabs", "Slabs.", layout::slabs);
    gauge("slabs_active", "active_slabs", "Slabs cut into items.",
        () -> layout.slabs() - slabsFree.get());
    gauge("slab_bytes", "slab_size", "Bytes of one slab.", layout::slabBytes);
    gauge("size_classes", "size_classes", "Sizes that slabs are cut into.", classes::count);
  }

  @Override
  public void forgetItems() {
    super.forgetItems();
    slackBytes.set(0);
  }
}

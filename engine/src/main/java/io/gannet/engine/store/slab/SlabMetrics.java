package io.gannet.engine.store.slab;

import io.gannet.engine.block.BlockMetrics;
import io.gannet.engine.metrics.Counter;
import io.gannet.engine.store.EvictionCauses;
import java.util.List;

/** What a slab store counts. */
public final class SlabMetrics extends BlockMetrics {
  /** Bytes that their size classes have beyond what they need. */
  public final Counter slackBytes;

  /** The same by size class. */
  public final SizeClassMetrics classes;

  /** Those of {@link #evictions} whose slab was taken back. */
  final Counter slabEvictions = new Counter();

  /** Those of {@link #evictions} whose place was wanted while no slab was free. */
  public final Counter singleEvictions =
      counter(
          "items_evicted_singly_total",
          null,
          "Live items forgotten for their place, while no slab was free.");

  /** Slabs that were chosen to make room. */
  public final Counter slabsEvicted =
      counter("slabs_evicted_total", "slab_evictions", "Slabs evicted to make room.");

  /** Slabs whose items were moved where others had room. */
  public final Counter slabsCompacted =
      counter(
          "slabs_compacted_total", "slab_compactions",
          "Slabs whose items were moved to vacant places of others.");

  /** Items moved for that. */
  public final Counter itemsMoved =
      counter("items_moved_total", "items_moved", "Items moved to vacant places of other slabs.");

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

  /** As many as there are beside the index as it is now. */
  final Counter slabs;

  /** Slabs that became part of the index. */
  public final Counter slabsDropped =
      counter(
          "slabs_to_index_total", "slabs_to_index", "Slabs that the index took for itself.");

  /** Slabs that the index gave back. */
  public final Counter slabsAdded =
      counter(
          "slabs_from_index_total", "slabs_from_index", "Slabs that the index gave back.");

  /** Slabs on the free list. */
  public final Counter slabsFree = gauge("slabs_free", "slabs_free", "Slabs that are free.");

  /** Slabs behind the first of a large item, or set aside for the next one. */
  public final Counter slabsAside =
      gauge(
          "slabs_aside", "slabs_aside",
          "Slabs behind the first of a large item, or set aside for one.");

  /** Slabs with a reader. */
  public final Counter slabsPinned =
      gauge("slabs_pinned", "slabs_pinned", "Slabs that a send reads from.");

  /** Slabs that an open reservation holds. */
  public final Counter slabsReserved =
      gauge("slabs_reserved", "slabs_reserved", "Slabs with an open reservation.");

  SlabMetrics(SlabLayout layout, SizeClasses classes) {
    this(layout, classes, new Counter(), new Counter());
  }

  private SlabMetrics(
      SlabLayout layout, SizeClasses classes, Counter slabs, Counter slackBytes) {
    super(layout.blocks(), () -> (int) slabs.get(), slackBytes::get);
    this.slabs = slabs;
    this.slackBytes = slackBytes;
    this.classes = part(new SizeClassMetrics(classes));
    counter(null, "direct_reclaims", "The same as foreground_reclaims.", foregroundReclaims::get);
    gauge("slabs", "slabs", "Slabs.", slabs::get);
    gauge("slabs_used", "slabs_used", "Slabs cut into items.",
        () -> slabs.get() - slabsFree.get());
    maximum("slab_bytes", "slab_size", "Bytes of one slab.", layout::slabBytes);
    maximum("size_classes", "size_classes", "Sizes that slabs are cut into.", classes::count);
    part(new EvictionCauses(List.of("slab", "place", "index"), this::evictions));
  }

  private long evictions(int cause) {
    return switch (cause) {
      case 0 -> slabEvictions.get();
      case 1 -> singleEvictions.get();
      default -> indexEvictions.get();
    };
  }

  /** Counts a live item that is forgotten to make room, from a slab of this age. */
  void evicted(int sizeClass, int ageSec, boolean mortal) {
    evictions.increment();
    classes.evicted(sizeClass, ageSec, mortal);
  }

  /** Counts an expired item whose place is taken back. */
  void expired(int sizeClass) {
    itemsExpired.increment();
    classes.expired.increment(sizeClass);
  }

  @Override
  public void forgetItems() {
    super.forgetItems();
    classes.forgetItems();
    slackBytes.set(0);
  }
}

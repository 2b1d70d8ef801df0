package io.gannet.engine.store.slab;

import io.gannet.engine.block.KindMetrics;
import io.gannet.engine.metrics.Counters;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a slab store counts by size class: {@code stats slabs}, under memcached's names, where a
 * chunk is an item's place and a page is a slab. Classes are told from 1 on.
 */
public final class SizeClassMetrics extends KindMetrics {
  private final SizeClasses classes;

  /** Places with an item or a reservation. */
  final Counters usedPlaces;

  /** Reservations refused for want of memory. */
  final Counters noMemory;

  SizeClassMetrics(SizeClasses classes) {
    super("slabs", "size_class", "size_class", texts(classes), "slab", "total_pages");
    this.classes = classes;
    rowMaximum("size_class_place_bytes", "chunk_size", "Bytes of a place.", classes::itemBytes);
    rowMaximum(null, "chunks_per_page", "Places of a slab.", classes::itemsPerSlab);
    rowGauge("size_class_places", "total_chunks", "Places of its slabs.", this::places);
    usedPlaces =
        rowGauge("size_class_places_used", "used_chunks", "Places with an item or reserved.");
    rowGauge(null, "free_chunks", "Places without an item.",
        row -> places(row) - usedPlaces.get(row));
    noMemory =
        rowCounter(
            "size_class_no_memory_total", "outofmemory", "Items refused for want of memory.");
    maximum("size_classes_active", "active_slabs", "Size classes with a slab.", this::active);
    gauge("slabs_used_bytes", "total_malloced", "Bytes of slabs in use.",
        () -> pages() * classes.slabBytes());
    part(new Sizes(classes));
  }

  /** How many items there are of which size: {@code stats sizes}. */
  private final class Sizes extends MetricGroup {
    Sizes(SizeClasses classes) {
      super("sizes", new RowLabels("", "size", sizes(classes), row -> items.get(row) != 0));
      rowGauge(null, "", "Items of a size.", row -> items.get(row));
    }
  }

  private static List<String> texts(SizeClasses classes) {
    return IntStream.rangeClosed(1, classes.count()).mapToObj(Integer::toString).toList();
  }

  private static List<String> sizes(SizeClasses classes) {
    return IntStream.range(0, classes.count())
        .mapToObj(row -> Integer.toString(classes.itemBytes(row)))
        .toList();
  }

  @Override
  protected long refused(int kind) {
    return noMemory.get(kind);
  }

  private long places(int row) {
    return blocks.get(row) * classes.itemsPerSlab(row);
  }

  private long active() {
    long active = 0;
    for (int row = 0; row < blocks.rows(); row++) {
      active += blocks.get(row) != 0 ? 1 : 0;
    }
    return active;
  }

  private long pages() {
    long pages = 0;
    for (int row = 0; row < blocks.rows(); row++) {
      pages += blocks.get(row);
    }
    return pages;
  }
}

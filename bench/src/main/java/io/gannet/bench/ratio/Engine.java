package io.gannet.bench.ratio;

import io.gannet.engine.store.ItemMetrics;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/** A storage engine of ours with one of its policies. Stateless; any thread. */
public record Engine(String name, String about, Layout layout) {
  /** Lays a store out in memory that it is given. */
  public interface Layout {
    /** In all of the region. */
    Laid lay(MemorySegment region, CoarseClock clock, ItemSizes sizes);
  }

  /** A store, and what it counts. */
  public record Laid(Store store, ItemMetrics metrics) {}

  /**
   * What items there will be, key and value together.
   *
   * @param meanBytes as {@code --mean-item-size} would tell
   * @param largestBytes what slots of one size are made for; 0 for their default
   */
  public record ItemSizes(int meanBytes, int largestBytes) {}
}

package io.gannet.bench.micro;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/** The storage engines by name: a new one is one line here, and a word in {@code @Param}. */
final class Stores {
  private static final int HASH_SEED = 42;

  private Stores() {}

  /** A store that takes the whole region. */
  static Store open(String name, MemorySegment region) {
    return switch (name) {
      case "seg" -> openSeg(region);
      default -> throw new IllegalArgumentException("no such store: " + name);
    };
  }

  /** How much memory an item of 76 bytes needs, its share of the index and headers included. */
  static long bytesPerItem(String name) {
    return switch (name) {
      case "seg" -> 93; // 76 and 5 of header; and of the index 8 per 0.85 × 66 bytes of heap
      default -> throw new IllegalArgumentException("no such store: " + name);
    };
  }

  static SegStore openSeg(MemorySegment region) {
    return new SegStore(region, SegOptions.defaults(), new CoarseClock(0, 0), HASH_SEED);
  }

  /** For how many items its index has room. */
  static long indexSlots(SegStore store) {
    return store.metrics().metrics().stream()
        .filter(metric -> metric.name().equals("index_slots"))
        .mapToLong(metric -> metric.value().getAsLong())
        .findFirst()
        .orElseThrow();
  }
}

package io.gannet.bench.micro;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.cuckoo.CuckooOptions;
import io.gannet.engine.store.cuckoo.CuckooStore;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;

/** The storage engines by name: a new one is one line here, and a word in {@code @Param}. */
final class Stores {
  /** What the name of a store begins with that others may read. */
  private static final String SHARED = "shared ";

  private static final int HASH_SEED = 42;

  /** For 76 bytes of key and value, and 16 of header with its CAS token. */
  private static final int SLOT_BYTES = 96;

  private Stores() {}

  /** A store that takes the whole region. */
  static Store open(String name, MemorySegment region) {
    return switch (name) {
      case "seg" -> openSeg(region);
      case "shared seg" -> openSharedSeg(region);
      case "shared slab" ->
          new SlabStore(
              region, SlabOptions.defaults(), clock(), HASH_SEED, new Sequences(true));
      case "slab" -> new SlabStore(region, SlabOptions.defaults(), clock(), HASH_SEED);
      case "cuckoo" -> new CuckooStore(region, cuckooOptions(), clock(), HASH_SEED);
      default -> throw new IllegalArgumentException("no such store: " + name);
    };
  }

  /** How much memory an item of 76 bytes needs, its share of the index and headers included. */
  static long bytesPerItem(String name) {
    return switch (name.replace(SHARED, "")) {
      // 76 and 5 of header; and of the index 8 per 0.85 × 66 bytes of heap
      case "seg" -> 93;
      case "slab" -> 117; // 104 in its class; and of the index 8 per 0.85 × 80 bytes of heap
      case "cuckoo" -> SLOT_BYTES + 2; // and its share of the staging places
      default -> throw new IllegalArgumentException("no such store: " + name);
    };
  }

  /** The same store, one that others may read. */
  static String shared(String name) {
    return SHARED + name;
  }

  static SegStore openSeg(MemorySegment region) {
    return new SegStore(region, SegOptions.defaults(), clock(), HASH_SEED);
  }

  private static SegStore openSharedSeg(MemorySegment region) {
    return new SegStore(region, SegOptions.defaults(), clock(), HASH_SEED, new Sequences(true));
  }

  private static CuckooOptions cuckooOptions() {
    CuckooOptions defaults = CuckooOptions.defaults();
    return new CuckooOptions(SLOT_BYTES, defaults.cas(), defaults.eviction());
  }

  private static CoarseClock clock() {
    return new CoarseClock(0, 0);
  }

  /** For how many items its index has room. */
  static long indexSlots(SegStore store) {
    return store.metrics().metrics().stream()
        .filter(metric -> "index_slots".equals(metric.name()))
        .mapToLong(metric -> metric.value().getAsLong())
        .findFirst()
        .orElseThrow();
  }
}

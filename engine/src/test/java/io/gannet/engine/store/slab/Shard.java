package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.StoreShard;
import io.gannet.engine.store.Subject.Made;

/** A shard of a slab store. */
final class Shard extends StoreShard<SlabStore> {
  static final int SLAB_BYTES = 4096;

  /** A shard of about so many slabs of 4 KiB. */
  Shard(int slabs) {
    this(SlabOptions.defaults().withSlabBytes(SLAB_BYTES), slabs * (SLAB_BYTES + 1024L));
  }

  Shard(SlabOptions options, long regionBytes) {
    super(
        regionBytes,
        (region, clock, hashSeed) -> {
          SlabStore store = new SlabStore(region, options, clock, hashSeed);
          int bytesMax = store.itemBytesMax() - Item.HEADER_BYTES_MAX - Item.LARGE;
          return new Made<>(store, store.metrics(), () -> store.walk().faults(), bytesMax, true);
        });
  }

  /** Stores filler until so many slabs were evicted since. */
  void evict(int slabs) {
    long evicted = metrics().slabsEvicted.get();
    for (int i = 0; metrics().slabsEvicted.get() < evicted + slabs; i++) {
      assertTrue(i < 100_000, "nothing is evicted");
      set("filler" + i, "x".repeat(100));
    }
  }

  SlabMetrics metrics() {
    return store.metrics();
  }
}

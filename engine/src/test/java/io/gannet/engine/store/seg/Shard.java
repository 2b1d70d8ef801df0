package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.StoreShard;
import io.gannet.engine.store.Subject.Made;

/** A shard of a segment store. */
final class Shard extends StoreShard<SegStore> {
  static final int SEGMENT_BYTES = 4096;

  /** A shard of about so many segments of 4 KiB. */
  Shard(int segments) {
    this(new SegOptions(SEGMENT_BYTES, 64, 1 << 20), segments * (SEGMENT_BYTES + 1024L));
  }

  Shard(SegOptions options, long regionBytes) {
    super(
        regionBytes,
        (region, clock, hashSeed) -> {
          SegStore store = new SegStore(region, options, clock, hashSeed);
          int bytesMax = store.itemBytesMax() - Item.HEADER_BYTES_MAX;
          return new Made<>(store, store.metrics(), () -> store.walk().faults(), bytesMax, true);
        });
  }

  /** Stores filler until so many segments were evicted since. */
  void evict(int segments) {
    long evicted = metrics().segmentsEvicted.get();
    for (int i = 0; metrics().segmentsEvicted.get() < evicted + segments; i++) {
      assertTrue(i < 100_000, "nothing is evicted");
      set("filler" + i, "x".repeat(100));
    }
  }

  SegMetrics metrics() {
    return store.metrics();
  }
}

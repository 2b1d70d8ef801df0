package io.gannet.engine.store.cuckoo;

import io.gannet.engine.store.StoreShard;
import io.gannet.engine.store.Subject.Made;

/** A shard of a cuckoo store. */
final class Shard extends StoreShard<CuckooStore> {
  /** A shard of so many slots of 64 bytes with tokens. */
  Shard(int slots) {
    this(CuckooOptions.defaults(), slots);
  }

  /** A shard of so many slots. */
  Shard(CuckooOptions options, int slots) {
    super(
        bytesFor(options, slots),
        (region, clock, hashSeed) -> {
          CuckooStore store = new CuckooStore(region, options, clock, hashSeed);
          int bytesMax = options.keyAndValueBytesMax() - Integer.BYTES;
          return new Made<>(
              store, store.metrics(), () -> store.walk().faults(), bytesMax, options.cas());
        });
  }

  private static long bytesFor(CuckooOptions options, int slots) {
    long bytes = (long) slots * options.slotBytes();
    while (CuckooLayout.of(0, bytes, options).slots() < slots) {
      bytes += options.slotBytes();
    }
    return bytes;
  }

  /** The item, which is not where it was reserved; ABSENT if it was not kept. */
  @Override
  public long set(String key, String value, int flags, int expiresAtSec) {
    long reservation = super.set(key, value, flags, expiresAtSec);
    return reservation >= 0 ? store.find(key(key)) : reservation;
  }

  CuckooMetrics metrics() {
    return store.metrics();
  }
}

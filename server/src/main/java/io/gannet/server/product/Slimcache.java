package io.gannet.server.product;

import io.gannet.engine.option.Settings;
import io.gannet.engine.store.cuckoo.CuckooOptions;
import io.gannet.engine.store.cuckoo.CuckooStore;
import io.gannet.server.worker.warm.WarmUp;
import java.util.List;

/** memcached's protocol over a cuckoo table of fixed slots: for very small items. */
final class Slimcache extends MemcacheProduct {
  /** With a key of 12 bytes it fills the smallest slot there is. */
  private static final String WARM_UP_VALUE = "x".repeat(4);

  Slimcache() {
    super(
        "slimcache",
        "memcached's protocol over a table of fixed slots: for very small items",
        CuckooOptions.ALL);
  }

  @Override
  Storage configured(Settings settings) {
    CuckooOptions options = CuckooOptions.from(settings);
    int bytesMax = options.keyAndValueBytesMax();
    String fits =
        "key and value together up to " + bytesMax + " bytes, "
            + (bytesMax - Integer.BYTES) + " with client flags; slots of " + options.slotBytes();
    return (memory, clock, hashSeed, shared) -> {
      CuckooStore store = new CuckooStore(memory, options, clock, hashSeed);
      return new Opened(store, store.metrics(), fits);
    };
  }

  @Override
  public List<WarmUp.Exchange> warmUp(Settings settings) {
    return MemcacheWarmUp.small(WARM_UP_VALUE);
  }
}

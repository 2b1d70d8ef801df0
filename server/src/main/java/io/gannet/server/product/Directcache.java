package io.gannet.server.product;

import io.gannet.engine.option.Settings;
import io.gannet.engine.store.direct.DirectOptions;
import io.gannet.engine.store.direct.DirectStore;
import io.gannet.server.worker.warm.WarmUp;
import java.util.List;

/** memcached's protocol over the tutorial's storage: see engine/docs/050-adding-a-storage.md. */
final class Directcache extends MemcacheProduct {
  /** With a key of 12 bytes it fills the smallest slot there is. */
  private static final String WARM_UP_VALUE = "x".repeat(24);

  Directcache() {
    super(
        "directcache",
        "memcached's protocol over one slot a hash: the tutorial of a storage, not for use",
        DirectOptions.ALL);
  }

  @Override
  Storage configured(Settings settings) {
    DirectOptions options = DirectOptions.from(settings);
    String fits =
        "key and value together up to " + options.keyAndValueBytesMax()
            + " bytes; slots of " + options.slotBytes();
    return (memory, clock, hashSeed, shared) -> {
      DirectStore store = new DirectStore(memory, options, clock, hashSeed);
      return new Opened(store, store.metrics(), fits);
    };
  }

  @Override
  public List<WarmUp.Exchange> warmUp(Settings settings) {
    return MemcacheWarmUp.ofOneKey(WARM_UP_VALUE);
  }
}

package io.gannet.server.product;

import io.gannet.engine.block.BlockOptions;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.option.Settings;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import io.gannet.server.worker.warm.WarmUp;
import java.util.List;

/** memcached's protocol over slabs: a memcached replacement in the way of Twemcache. */
final class Twemcache extends MemcacheProduct {
  Twemcache() {
    super(
        "twemcache",
        "memcached's protocol over slabs: evicts whole slabs, items never move",
        SlabOptions.ALL);
  }

  @Override
  Storage configured(Settings settings) {
    SlabOptions options = SlabOptions.from(settings);
    return (memory, clock, hashSeed, shared) -> {
      Sequences sequences = new Sequences(shared);
      SlabStore store = new SlabStore(memory, options, clock, hashSeed, sequences);
      BlockOptions.checkItemSizeMax(
          settings, SlabOptions.ITEM_SIZE_MAX, "slab", store.itemBytesMax());
      String fits = "header, key and value together up to " + store.itemBytesMax() + " bytes";
      return new Opened(store, store.metrics(), fits);
    };
  }

  @Override
  public List<WarmUp.Exchange> warmUp(Settings settings) {
    SlabOptions options = SlabOptions.from(settings);
    return MemcacheWarmUp.inSlabs(options.slabBytes(), options.itemBytesMax());
  }
}

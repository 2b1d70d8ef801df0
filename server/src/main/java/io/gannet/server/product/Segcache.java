package io.gannet.server.product;

import io.gannet.engine.block.BlockOptions;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.option.Settings;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.server.worker.warm.WarmUp;
import java.util.List;

/** memcached's protocol over segments: the general-purpose cache. */
final class Segcache extends MemcacheProduct {
  Segcache() {
    super(
        "segcache",
        "memcached's protocol over TTL-aware segments: the general-purpose cache",
        SegOptions.ALL);
  }

  @Override
  Storage configured(Settings settings) {
    SegOptions options = SegOptions.from(settings);
    return (memory, clock, hashSeed, shared) -> {
      Sequences sequences = new Sequences(shared);
      SegStore store = new SegStore(memory, options, clock, hashSeed, sequences);
      BlockOptions.checkItemSizeMax(
          settings, SegOptions.ITEM_SIZE_MAX, "segment", store.itemBytesMax());
      String fits = "header, key and value together up to " + store.itemBytesMax() + " bytes";
      return new Opened(store, store.metrics(), fits);
    };
  }

  @Override
  public List<WarmUp.Exchange> warmUp(Settings settings) {
    SegOptions options = SegOptions.from(settings);
    return MemcacheWarmUp.inSegments(options.segmentBytes(), options.itemBytesMax());
  }
}

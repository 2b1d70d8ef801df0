package io.gannet.bench.ratio;

import io.gannet.bench.ratio.Engine.ItemSizes;
import io.gannet.bench.ratio.Engine.Laid;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.cuckoo.CuckooOptions;
import io.gannet.engine.store.cuckoo.CuckooStore;
import io.gannet.engine.store.direct.DirectOptions;
import io.gannet.engine.store.direct.DirectStore;
import io.gannet.engine.store.seg.EvictionPolicy;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Our storage engines, each with every policy. */
public final class Engines {
  /** An arbitrary secret, the same in every run: results repeat. */
  private static final long HASH_SEED = 0x6761_6e6e_6574L;

  private static final int DIRECT_SLOT_BYTES = 1 << 10;
  private static final int DIRECT_HEADER_BYTES =
      DIRECT_SLOT_BYTES - new DirectOptions(DIRECT_SLOT_BYTES).keyAndValueBytesMax();

  private Engines() {}

  /** Every one. */
  public static List<Engine> all() {
    List<Engine> all = new ArrayList<>();
    for (EvictionPolicy policy : EvictionPolicy.values()) {
      all.add(seg(policy));
    }
    List.of("random", "lrc", "lra").forEach(policy -> all.add(slab(policy)));
    List.of("lfu", "cte", "random").forEach(policy -> all.add(cuckoo(policy)));
    all.add(direct());
    return all;
  }

  /**
   * Those of these names, in this order.
   *
   * @throws SubjectException naming those that there are
   */
  public static List<Engine> named(List<String> names) {
    return names.stream().map(Engines::named).toList();
  }

  private static Engine named(String name) {
    List<Engine> all = all();
    return all.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new SubjectException(
            "there is no engine " + name + "; there are "
                + all.stream().map(Engine::name).collect(Collectors.joining(", "))));
  }

  private static Engine seg(EvictionPolicy policy) {
    return new Engine(
        "seg-" + policy.text(),
        "our segments, --eviction " + policy.text(),
        (region, clock, sizes) -> {
          SegOptions defaults = SegOptions.defaults();
          SegOptions options =
              new SegOptions(
                  defaults.segmentBytes(), sizes.meanBytes(), defaults.itemBytesMax(), policy);
          SegStore store = new SegStore(region, options, clock, HASH_SEED);
          return new Laid(store, store.metrics());
        });
  }

  private static Engine slab(String policy) {
    SlabOptions options = SlabOptions.defaults().withEviction(policy);
    return new Engine(
        "slab-" + policy,
        "our slabs, --eviction " + policy,
        (region, clock, sizes) -> {
          SlabStore store =
              new SlabStore(
                  region, options.withMeanItemBytes(sizes.meanBytes()), clock, HASH_SEED);
          return new Laid(store, store.metrics());
        });
  }

  private static Engine cuckoo(String policy) {
    return new Engine(
        "cuckoo-" + policy,
        "our slots, of the largest item, --eviction " + policy,
        (region, clock, sizes) -> {
          CuckooOptions defaults = CuckooOptions.defaults();
          CuckooOptions options =
              new CuckooOptions(slotBytes(sizes, defaults), defaults.cas(), defaults.eviction())
                  .withEviction(policy);
          CuckooStore store = new CuckooStore(region, options, clock, HASH_SEED);
          return new Laid(store, store.metrics());
        });
  }

  private static Engine direct() {
    return new Engine(
        "direct",
        "one slot a hash, of the largest item: the tutorial",
        (region, clock, sizes) -> {
          int slotBytes =
              sizes.largestBytes() == 0
                  ? DIRECT_SLOT_BYTES
                  : Math.max(DIRECT_SLOT_BYTES, sizes.largestBytes() + DIRECT_HEADER_BYTES);
          DirectStore store =
              new DirectStore(region, new DirectOptions(slotBytes), clock, HASH_SEED);
          return new Laid(store, store.metrics());
        });
  }

  /**
   * What the largest item needs, or the largest slot that there is: what does not fit is refused
   * then.
   *
   * @throws SubjectException if the mean item does not fit either: only refusals would be measured
   */
  private static int slotBytes(ItemSizes sizes, CuckooOptions defaults) {
    if (sizes.largestBytes() == 0) {
      return defaults.slotBytes();
    }
    int headerBytes = defaults.slotBytes() - defaults.keyAndValueBytesMax();
    int bytesMax = CuckooOptions.SLOT_BYTES_MAX;
    if (sizes.meanBytes() + headerBytes > bytesMax) {
      throw new SubjectException(
          "items have " + sizes.meanBytes() + " bytes in the mean, and a slot at most " + bytesMax
              + ": --scale off, or a factor below 1");
    }
    long wanted = Bits.alignUp((long) sizes.largestBytes() + headerBytes, Long.BYTES);
    return Math.clamp(wanted, CuckooOptions.SLOT_BYTES_MIN, bytesMax);
  }
}

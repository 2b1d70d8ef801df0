package io.gannet.engine.store;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.option.Option;
import io.gannet.engine.store.cuckoo.CuckooOptions;
import io.gannet.engine.store.cuckoo.CuckooStore;
import io.gannet.engine.store.direct.DirectOptions;
import io.gannet.engine.store.direct.DirectStore;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An engine with one of its policies: what each test that is not about one engine runs over. To
 * have them all run over another engine, add its line to {@link #all}.
 *
 * @param name of the engine and of what sets this subject apart
 * @param maker makes a store of it
 */
public record Subject(String name, Maker maker) {
  /** Lays a store out. */
  @FunctionalInterface
  public interface Maker {
    /** A store of about the scale given, in all of the region. */
    Made<Store> make(MemorySegment region, Scale scale, CoarseClock clock, long hashSeed);
  }

  /**
   * A store, and how to look into it.
   *
   * @param store the engine
   * @param metrics what it counts
   * @param faults a walk through all that it holds: where that is not as it believes
   * @param keyAndValueBytesMax of an item with client flags
   * @param tokensStay false if an unchanged item may get another CAS token
   */
  public record Made<S extends Store>(
      S store,
      MetricGroup metrics,
      Supplier<List<String>> faults,
      int keyAndValueBytesMax,
      boolean tokensStay) {
    /** A figure of the store, by memcached's name for it. */
    public long stat(String name) {
      for (Metric metric : metrics.metrics()) {
        if (name.equals(metric.stat())) {
          return metric.value().getAsLong();
        }
      }
      throw new AssertionError("the store does not tell " + name);
    }
  }

  private static final int SEG_HEADER_BYTES = 21;
  private static final int SLAB_HEADER_BYTES = 28;
  private static final int FLAGS_BYTES = 4;
  private static final int DIRECT_HEADER_BYTES = 28;
  private static final int DIRECT_SLOT_BYTES_MIN = 64;
  private static final List<Integer> FEW_SIZES = List.of(48, 64, 333, 1024);

  /** Every one. */
  public static Stream<Subject> all() {
    return Stream.of(
            each("seg", SegOptions.EVICTION, policy -> seg(policy)),
            each("slab", SlabOptions.EVICTION, policy -> slab(policy, List.of())),
            one("slab of few sizes", slab("lrc", FEW_SIZES)),
            each("cuckoo", CuckooOptions.EVICTION, policy -> cuckoo(policy, true)),
            each("cuckoo without cas", CuckooOptions.EVICTION, policy -> cuckoo(policy, false)),
            one("direct", direct()))
        .flatMap(subjects -> subjects);
  }

  private static Stream<Subject> one(String name, Maker maker) {
    return Stream.of(new Subject(name, maker));
  }

  /** As many subjects as the option has choices. */
  private static Stream<Subject> each(
      String engine, Option policies, Function<String, Maker> makers) {
    return policies.choices().stream()
        .map(policy -> new Subject(engine + " " + policy, makers.apply(policy)));
  }

  private static Maker seg(String policy) {
    return (region, scale, clock, hashSeed) -> {
      SegOptions options =
          new SegOptions(scale.unitBytes(), scale.meanItemBytes(), 1 << 20).withEviction(policy);
      Sequences sequences = new Sequences(true);
      SegStore store = new SegStore(region, options, clock, hashSeed, sequences);
      int bytesMax = store.itemBytesMax() - SEG_HEADER_BYTES;
      return new Made<>(store, store.metrics(), () -> store.walk().faults(), bytesMax, true);
    };
  }

  private static Maker slab(String policy, List<Integer> sizes) {
    return (region, scale, clock, hashSeed) -> {
      SlabOptions options =
          new SlabOptions(
                  scale.unitBytes(),
                  1.05 + scale.meanItemBytes() / 500.0,
                  sizes,
                  scale.meanItemBytes(),
                  1 << 20,
                  SlabOptions.defaults().eviction())
              .withEviction(policy);
      Sequences sequences = new Sequences(true);
      SlabStore store = new SlabStore(region, options, clock, hashSeed, sequences);
      int bytesMax = store.itemBytesMax() - SLAB_HEADER_BYTES;
      return new Made<>(store, store.metrics(), () -> store.walk().faults(), bytesMax, true);
    };
  }

  private static Maker cuckoo(String policy, boolean cas) {
    return (region, scale, clock, hashSeed) -> {
      CuckooOptions options =
          new CuckooOptions(scale.slotBytes(), cas, CuckooOptions.defaults().eviction())
              .withEviction(policy);
      CuckooStore store = new CuckooStore(region, options, clock, hashSeed);
      int bytesMax = options.keyAndValueBytesMax() - FLAGS_BYTES;
      return new Made<>(store, store.metrics(), () -> store.walk().faults(), bytesMax, cas);
    };
  }

  private static Maker direct() {
    return (region, scale, clock, hashSeed) -> {
      int slotBytes = Math.max(DIRECT_SLOT_BYTES_MIN, DIRECT_HEADER_BYTES + scale.slotBytes());
      DirectOptions options = new DirectOptions(slotBytes);
      DirectStore store = new DirectStore(region, options, clock, hashSeed);
      int bytesMax = options.keyAndValueBytesMax();
      return new Made<>(store, store.metrics(), () -> store.walk().faults(), bytesMax, true);
    };
  }

  /** A small shard. */
  public StoreShard<Store> shard() {
    return shard(64 << 10);
  }

  /** A shard with so much memory. */
  public StoreShard<Store> shard(long regionBytes) {
    return shard(Scale.of(regionBytes));
  }

  /** A shard of this scale. */
  public StoreShard<Store> shard(Scale scale) {
    return new StoreShard<>(
        scale.regionBytes(),
        (region, clock, hashSeed) -> maker.make(region, scale, clock, hashSeed));
  }

  @Override
  public String toString() {
    return name;
  }
}

package io.gannet.bench.simulate;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.process.Processor;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.memcache.Grants;
import io.gannet.engine.process.memcache.Memcache;
import io.gannet.engine.process.memcache.MemcacheMetrics;
import io.gannet.engine.process.memcache.Statistics;
import io.gannet.engine.store.ItemMetrics;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.cuckoo.CuckooOptions;
import io.gannet.engine.store.cuckoo.CuckooStore;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import io.gannet.engine.time.CoarseClock;
import io.gannet.server.worker.option.Shard;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The store of a run, small enough to be full, the same for each worker. */
final class Storage {
  private static final String VERSION = "1.6.18";
  private static final int MEAN_ITEM_BYTES = 64;
  private static final int BLOCKS_MIN = 24;

  /** What an item has beside its value, and less than that may well be. */
  private static final int BESIDE_BYTES_MAX = 200;
  /** The largest values have three blocks and some of a fourth. */
  private static final int BLOCKS_OF_LARGE = 3;

  private static final String[] SEG_POLICIES = {"merge", "s3fifo", "fifo", "random", "cte"};
  private static final String[] SLAB_POLICIES = {"random", "lrc", "lra"};
  private static final String[] CUCKOO_POLICIES = {"lfu", "cte", "random"};

  private final int memoryBytes;

  /** Bytes of the largest value that a client asks to be stored. */
  final int valueBytesMax;

  private final String engine;
  private final String policy;
  private final int blockBytes;
  private final int itemBytesMax;
  private final long hashSeed;

  /**
   * One worker's.
   *
   * @param blocksAside how many are part of large items, but for the first, or to be
   */
  record Opened(
      Processor processor, MemcacheMetrics metrics, ItemMetrics items, Counter blocksAside) {
    Shard shard() {
      return new Shard(processor, List.of((MetricGroup) metrics, items), "");
    }

    /** True if an address is in the store's memory. */
    boolean holds(long address) {
      MemorySegment memory = processor.memory();
      return address >= memory.address() && address < memory.address() + memory.byteSize();
    }

    /** What the store believes and is not so; empty if all is well. */
    List<String> faults() {
      return processor.beginWalk().complete().faults();
    }
  }

  /** A store, and where it counts. */
  private record Made(Store store, ItemMetrics items, Counter blocksAside) {}

  private Storage(
      String engine, String policy, int memoryBytes, int blockBytes, int valueMax, long hashSeed) {
    this.engine = engine;
    this.policy = policy;
    this.memoryBytes = memoryBytes;
    this.blockBytes = blockBytes;
    this.valueBytesMax = valueMax;
    this.itemBytesMax = Math.max(blockBytes, valueMax + BESIDE_BYTES_MAX);
    this.hashSeed = hashSeed;
  }

  static Storage drawn(Dice dice) {
    long hashSeed = dice.next();
    int block = dice.any(1 << 10, 4 << 10, 4 << 10, 16 << 10);
    int memory = block * dice.any(BLOCKS_MIN, 48, 100);
    int valueMax = dice.any(100, block / 4, block - BESIDE_BYTES_MAX, BLOCKS_OF_LARGE * block);
    return switch (dice.below(8)) {
      case 0, 1 -> new Storage(
          "slab", dice.any(SLAB_POLICIES), memory, block, valueMax, hashSeed);
      case 2 -> new Storage("cuckoo", dice.any(CUCKOO_POLICIES), 32 << 10, 64, 30, hashSeed);
      default -> new Storage("seg", dice.any(SEG_POLICIES), memory, block, valueMax, hashSeed);
    };
  }

  /** One that holds few values, each as large as a block. */
  static Storage narrow(Dice dice) {
    long hashSeed = dice.next();
    int block = dice.any(4 << 10, 16 << 10);
    boolean slab = dice.oneIn(3);
    String policy = slab ? dice.any(SLAB_POLICIES) : dice.any(SEG_POLICIES);
    String engine = slab ? "slab" : "seg";
    int valueMax = block - BESIDE_BYTES_MAX;
    return new Storage(engine, policy, BLOCKS_MIN * block, block, valueMax, hashSeed);
  }

  /**
   * A worker's part of it.
   *
   * @param cut where its owner and foreign readers may be held up
   */
  Opened open(MemorySegment memory, CoarseClock clock, Ownership ownership, CutSequences.Cut cut) {
    MemcacheMetrics metrics = new MemcacheMetrics();
    Sequences sequences = ownership.shards() == 1 ? new Sequences(false) : new CutSequences(cut);
    Made made = make(memory, clock, sequences);
    Processor processor =
        Memcache.processor(
            made.store, clock, metrics, new Statistics(), VERSION, Grants.NONE, ownership);
    return new Opened(processor, metrics, made.items, made.blocksAside);
  }

  private Made make(MemorySegment memory, CoarseClock clock, Sequences sequences) {
    switch (engine) {
      case "slab" -> {
        SlabOptions options =
            SlabOptions.defaults()
                .withSlabBytes(blockBytes)
                .withItemBytesMax(itemBytesMax)
                .withEviction(policy);
        SlabStore store = new SlabStore(memory, options, clock, hashSeed, sequences);
        return new Made(store, store.metrics(), store.metrics().slabsAside);
      }
      case "cuckoo" -> {
        CuckooOptions options = new CuckooOptions(blockBytes, true, null).withEviction(policy);
        CuckooStore store = new CuckooStore(memory, options, clock, hashSeed);
        return new Made(store, store.metrics(), new Counter());
      }
      default -> {
        SegOptions options =
            new SegOptions(blockBytes, MEAN_ITEM_BYTES, itemBytesMax).withEviction(policy);
        SegStore store = new SegStore(memory, options, clock, hashSeed, sequences);
        return new Made(store, store.metrics(), store.metrics().segmentsAside);
      }
    }
  }

  /** What each of so many workers has: keys are spread over them, and it is to be full at once. */
  int bytesOfEach(int workers) {
    boolean divides = engine.equals("seg") && workers > 1;
    return divides ? Math.max(BLOCKS_MIN, memoryBytes / blockBytes / workers) * blockBytes
        : memoryBytes;
  }

  /** Bytes of a value that no item may have. */
  int tooLargeBytes() {
    return itemBytesMax + 100;
  }

  @Override
  public String toString() {
    return engine + "-" + policy + " of " + (memoryBytes >> 10) + " KiB in blocks of " + blockBytes;
  }
}

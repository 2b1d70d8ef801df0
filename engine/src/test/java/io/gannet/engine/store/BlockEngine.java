package io.gannet.engine.store;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.store.Subject.Made;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;

/**
 * An engine whose heap is of equal blocks, with one of its policies: what the tests of items run
 * over that may have several of these.
 *
 * @param policy by its name
 * @param noun what a block is called, also in figures
 * @param readers the figure that tells how many blocks have a reader
 * @param stepsPerCallMax what a request may cost
 * @param maker makes a store of it
 */
public record BlockEngine(
    String policy, String noun, String readers, int stepsPerCallMax, Maker maker) {
  /** Header, length and client flags of the largest. */
  private static final int HEADER_BYTES_MAX = 28;

  private static final int BESIDE_PER_BLOCK = 1024;

  /** Lays a store out. */
  @FunctionalInterface
  public interface Maker {
    /** A store with blocks of a size, in all of the region. */
    Made<Store> make(
        String policy, int blockBytes, boolean evicts, MemorySegment region, CoarseClock clock,
        long hashSeed);
  }

  /** Every one. */
  public static Stream<BlockEngine> all() {
    return Stream.concat(
        SegOptions.EVICTION.choices().stream()
            .filter(policy -> !policy.equals("none"))
            .map(policy ->
                new BlockEngine(policy, "segment", "segments_read", 640, BlockEngine::seg)),
        SlabOptions.EVICTION.choices().stream()
            .map(policy ->
                new BlockEngine(policy, "slab", "slabs_pinned", 256, BlockEngine::slab)));
  }

  private static Made<Store> seg(
      String policy, int blockBytes, boolean evicts, MemorySegment region, CoarseClock clock,
      long hashSeed) {
    SegOptions some = new SegOptions(blockBytes, 64, 128 << 20).withEviction(policy);
    SegOptions options = evicts ? some : some.withoutEviction();
    SegStore store = new SegStore(region, options, clock, hashSeed, new Sequences(true));
    int bytesMax = store.itemBytesMax() - HEADER_BYTES_MAX;
    return new Made<>(store, store.metrics(), () -> store.walk().faults(), bytesMax, true);
  }

  private static Made<Store> slab(
      String policy, int blockBytes, boolean evicts, MemorySegment region, CoarseClock clock,
      long hashSeed) {
    SlabOptions some =
        SlabOptions.defaults()
            .withSlabBytes(blockBytes)
            .withItemBytesMax(128 << 20)
            .withEviction(policy);
    SlabOptions options = evicts ? some : some.withoutEviction();
    SlabStore store = new SlabStore(region, options, clock, hashSeed, new Sequences(true));
    int bytesMax = store.itemBytesMax() - HEADER_BYTES_MAX;
    return new Made<>(store, store.metrics(), () -> store.walk().faults(), bytesMax, true);
  }

  /** A shard of about so many blocks. */
  public BlockShard shard(int blockBytes, int blocks) {
    return shard(blockBytes, blocks, true);
  }

  /** The same where nothing that is alive is forgotten. */
  public BlockShard shardWithoutEviction(int blockBytes, int blocks) {
    return shard(blockBytes, blocks, false);
  }

  private BlockShard shard(int blockBytes, int blocks, boolean evicts) {
    return new BlockShard(
        this,
        blockBytes,
        blocks * ((long) blockBytes + BESIDE_PER_BLOCK),
        (region, clock, hashSeed) ->
            maker.make(policy, blockBytes, evicts, region, clock, hashSeed));
  }

  @Override
  public String toString() {
    return noun + "s " + policy;
  }
}

package io.gannet.engine.store.slab;

import io.gannet.engine.block.BlockOptions;
import io.gannet.engine.option.Choice;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.Arrays;
import java.util.List;

/**
 * What the slab store can be told.
 *
 * @param slabBytes a power of two, or 0 to size slabs to the memory
 * @param factor by how much a size class is larger than the one before
 * @param profile the bytes of an item of each class, header included; empty for {@code factor}
 * @param meanItemBytes key and value together; what the index begins with
 * @param itemBytesMax key, value and header together
 * @param eviction which slab makes room
 * @param evicts whether any may at the cost of what is alive
 */
public record SlabOptions(
    int slabBytes,
    double factor,
    List<Integer> profile,
    int meanItemBytes,
    int itemBytesMax,
    EvictionPolicy eviction,
    boolean evicts) {
  private static final double FACTOR_MIN = 1.02;
  private static final double FACTOR_MAX = 4;

  /** How large a slab is. */
  public static final Option SLAB_SIZE = BlockOptions.blockSize(SlabLayout.NOUN);

  /** How the size classes grow; {@code -f} as in memcached. */
  public static final Option SLAB_FACTOR =
      Option.decimal(
              "slab-factor",
              "1.25",
              1020,
              4000,
              "Each class of item sizes is so much larger than the one before.")
          .shortName("f");

  /** The size classes themselves. */
  public static final Option SLAB_PROFILE =
      Option.list(
          "slab-profile",
          "SIZES",
          "",
          "Item sizes, header included, instead of a factor, as in 64,128,1024; the last class"
              + " is always a whole slab.");

  /** For how many items the index has room at first: a hint, it finds its size. */
  public static final Option MEAN_ITEM_SIZE = BlockOptions.meanItemSize();

  /** The largest item. */
  public static final Option ITEM_SIZE_MAX =
      BlockOptions.itemSizeMax(SlabLayout.NOUN);

  /** What makes room. */
  public static final Option EVICTION =
      Option.choice(
          "eviction",
          EvictionPolicy.RANDOM,
          "Which slab makes room: any, the least recently created, or the least recently"
              + " accessed.");

  /** Every row. */
  public static final List<Option> ALL =
      List.of(
          SLAB_SIZE, SLAB_FACTOR, SLAB_PROFILE, MEAN_ITEM_SIZE, ITEM_SIZE_MAX, EVICTION,
          BlockOptions.EVICT);

  /** Checks the ranges. */
  public SlabOptions {
    BlockOptions.check(SlabLayout.NOUN, slabBytes, meanItemBytes, itemBytesMax);
    if (!(factor >= FACTOR_MIN && factor <= FACTOR_MAX)) {
      throw new IllegalArgumentException(
          "slab-factor " + factor + ": give a number from " + FACTOR_MIN + " to " + FACTOR_MAX);
    }
    profile = List.copyOf(profile);
    for (int size : profile) {
      if (size < SizeClasses.ITEM_BYTES_MIN || size > BlockOptions.BLOCK_BYTES_MAX) {
        throw new IllegalArgumentException(
            "slab-profile " + size + ": give sizes from " + SizeClasses.ITEM_BYTES_MIN + " to "
                + BlockOptions.BLOCK_BYTES_MAX);
      }
    }
  }

  /** With that policy of eviction. */
  public SlabOptions(
      int slabBytes,
      double factor,
      List<Integer> profile,
      int meanItemBytes,
      int itemBytesMax,
      EvictionPolicy eviction) {
    this(slabBytes, factor, profile, meanItemBytes, itemBytesMax, eviction, true);
  }

  /** The same where nothing that is alive is forgotten. */
  public SlabOptions withoutEviction() {
    return new SlabOptions(
        slabBytes, factor, profile, meanItemBytes, itemBytesMax, eviction, false);
  }

  /** The defaults. */
  public static SlabOptions defaults() {
    return new SlabOptions(
        0, 1.25, List.of(), BlockOptions.MEAN_ITEM_BYTES, BlockOptions.ITEM_BYTES_MAX,
        EvictionPolicy.RANDOM);
  }

  /** The same with slabs of another size. */
  public SlabOptions withSlabBytes(int bytes) {
    return new SlabOptions(bytes, factor, profile, meanItemBytes, itemBytesMax, eviction);
  }

  /** The same for items of another mean size. */
  public SlabOptions withMeanItemBytes(int bytes) {
    return new SlabOptions(slabBytes, factor, profile, bytes, itemBytesMax, eviction);
  }

  /** The same for items that are larger, or not so large. */
  public SlabOptions withItemBytesMax(int bytes) {
    return new SlabOptions(slabBytes, factor, profile, meanItemBytes, bytes, eviction);
  }

  /** The same with another policy, by its name: {@code random}, {@code lrc} or {@code lra}. */
  public SlabOptions withEviction(String name) {
    return new SlabOptions(
        slabBytes, factor, profile, meanItemBytes, itemBytesMax,
        Choice.of(EvictionPolicy.class, name));
  }

  /** As this run is set. */
  public static SlabOptions from(Settings settings) {
    return new SlabOptions(
        BlockOptions.blockBytes(settings.text(SLAB_SIZE)),
        factor(settings.text(SLAB_FACTOR)),
        profile(settings.text(SLAB_PROFILE)),
        (int) settings.number(MEAN_ITEM_SIZE),
        (int) settings.number(ITEM_SIZE_MAX),
        settings.choice(EVICTION, EvictionPolicy.class),
        settings.on(BlockOptions.EVICT));
  }

  private static double factor(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "slab-factor " + text + ": give a number such as 1.25", e);
    }
  }

  private static List<Integer> profile(String text) {
    try {
      return text.isBlank()
          ? List.of()
          : Arrays.stream(text.split(",")).map(String::strip).map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "slab-profile " + text + ": give sizes in bytes, such as 64,128,1024", e);
    }
  }
}

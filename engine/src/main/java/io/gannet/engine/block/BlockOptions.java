package io.gannet.engine.block;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;

/** The options of a heap of blocks; {@code noun} is what the store calls a block. */
public final class BlockOptions {
  /** The least that a block may have. */
  public static final int BLOCK_BYTES_MIN = 1 << 10;

  /** The most that a block may have. */
  public static final int BLOCK_BYTES_MAX = 1 << 20;

  /** The default of {@link #meanItemSize}. */
  public static final int MEAN_ITEM_BYTES = 64;

  /** The default of {@link #itemSizeMax}. */
  public static final int ITEM_BYTES_MAX = 1 << 20;

  /** The most that it may be told to be. */
  private static final int ITEM_BYTES_ASKED_MAX = 128 << 20;

  /** Whether anything that is alive may be forgotten. */
  public static final Option EVICT =
      Option.onOff(
          "evict", true, "Forget items to make room; off: who finds none is refused.");

  private static final String AUTO = "auto";

  private BlockOptions() {}

  /** For how many items the index has room at first: a hint, it finds its size. */
  public static Option meanItemSize() {
    return Option.bytes(
        "mean-item-size",
        "64",
        1,
        1 << 20,
        "Expected bytes of an item's key and value: the index begins with room for so many.");
  }

  /** How large a block is. */
  public static Option blockSize(String noun) {
    return Option.choice(
        noun + "-size",
        AUTO,
        List.of(AUTO, "4k", "8k", "16k", "32k", "64k", "128k", "256k", "512k", "1m"),
        "Bytes of a " + noun + "; auto: up to 1m, so small that a shard has at least 48.");
  }

  /** The largest item, which several blocks may have, but no more than half of them. */
  public static Option itemSizeMax(String noun) {
    return Option.bytes(
            "item-size-max",
            "1m",
            1 << 10,
            ITEM_BYTES_ASKED_MAX,
            "Largest item, key and header included, or half of a shard's " + noun
                + "s where that is smaller.")
        .shortName("I");
  }

  /** What a choice of {@link #blockSize} says in bytes; 0 is auto. */
  public static int blockBytes(String choice) {
    if (choice.equals(AUTO)) {
      return 0;
    }
    int shift = choice.endsWith("m") ? 20 : 10;
    return Integer.parseInt(choice.substring(0, choice.length() - 1)) << shift;
  }

  /**
   * Checks that the largest item that was asked for is one: by default it is as large as memory
   * allows, and the banner says so.
   *
   * @param noun what a block is called
   * @param held bytes of the largest item that is
   * @throws IllegalArgumentException that says what to give
   */
  public static void checkItemSizeMax(
      Settings settings, Option itemSizeMax, String noun, int held) {
    long asked = settings.isSet(itemSizeMax) ? settings.number(itemSizeMax) : 0;
    if (asked > held) {
      throw new IllegalArgumentException(
          "item-size-max " + asked + ": half of a shard of this memory holds " + held
              + " bytes: give more memory, fewer workers, a larger " + noun
              + "-size or a smaller item-size-max");
    }
  }

  /**
   * Checks the ranges that the options also have.
   *
   * @throws IllegalArgumentException that says what to give
   */
  public static void check(String noun, int blockBytes, int meanItemBytes, int itemBytesMax) {
    boolean blockAllowed =
        blockBytes == 0
            || Bits.isPowerOfTwo(blockBytes)
                && blockBytes >= BLOCK_BYTES_MIN
                && blockBytes <= BLOCK_BYTES_MAX;
    if (!blockAllowed) {
      throw new IllegalArgumentException(
          noun + "-size " + blockBytes + ": give a power of two from 1k to 1m, or auto");
    }
    if (meanItemBytes < 1 || itemBytesMax < 1) {
      throw new IllegalArgumentException(
          "mean-item-size " + meanItemBytes + ", item-size-max " + itemBytesMax
              + ": give 1 or more");
    }
  }
}

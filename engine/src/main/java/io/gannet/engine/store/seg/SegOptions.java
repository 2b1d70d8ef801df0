package io.gannet.engine.store.seg;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;

/**
 * What the segment store can be told.
 *
 * @param segmentBytes a power of two, or 0 to size segments to the memory
 * @param meanItemBytes key and value together; sizes the index
 * @param itemBytesMax key, value and header together
 * @param eviction what makes room
 */
public record SegOptions(
    int segmentBytes, int meanItemBytes, int itemBytesMax, EvictionPolicy eviction) {
  /** The least that a segment may have. */
  public static final int SEGMENT_BYTES_MIN = 1 << 10;

  /** The most that a segment may have: an offset has 20 bits. */
  public static final int SEGMENT_BYTES_MAX = 1 << Slot.OFFSET_WIDTH;

  /** How large a segment is. */
  public static final Option SEGMENT_SIZE =
      Option.choice(
          "segment-size",
          "auto",
          List.of("auto", "4k", "8k", "16k", "32k", "64k", "128k", "256k", "512k", "1m"),
          "Bytes of a segment; auto: up to 1m, so small that a shard has at least 48.");

  /** For how many items the index has room. */
  public static final Option MEAN_ITEM_SIZE =
      Option.bytes(
          "mean-item-size",
          "64",
          1,
          1 << 20,
          "Expected bytes of an item's key and value: the index is made for so many.");

  /** The largest item. */
  public static final Option ITEM_SIZE_MAX =
      Option.bytes(
              "item-size-max",
              "1m",
              1 << 10,
              1 << 20,
              "Largest item, key and header included, or a segment where that is smaller.")
          .shortName("I");

  /** What makes room. */
  public static final Option EVICTION =
      Option.choice(
          "eviction",
          EvictionPolicy.MERGE.text(),
          EvictionPolicy.texts(),
          "What makes room: merge keeps what is asked for often; fifo, random and cte (closest to"
              + " expire) drop whole segments.");

  /** Every row. */
  public static final List<Option> ALL =
      List.of(SEGMENT_SIZE, MEAN_ITEM_SIZE, ITEM_SIZE_MAX, EVICTION);

  /** Checks the ranges that the options also have. */
  public SegOptions {
    boolean segmentAllowed =
        segmentBytes == 0
            || Bits.isPowerOfTwo(segmentBytes)
                && segmentBytes >= SEGMENT_BYTES_MIN
                && segmentBytes <= SEGMENT_BYTES_MAX;
    if (!segmentAllowed) {
      throw new IllegalArgumentException(
          "segment-size " + segmentBytes + ": give a power of two from 1k to 1m, or auto");
    }
    if (meanItemBytes < 1 || itemBytesMax < 1) {
      throw new IllegalArgumentException(
          "mean-item-size " + meanItemBytes + ", item-size-max " + itemBytesMax
              + ": give 1 or more");
    }
  }

  /** With the default policy of eviction. */
  public SegOptions(int segmentBytes, int meanItemBytes, int itemBytesMax) {
    this(segmentBytes, meanItemBytes, itemBytesMax, EvictionPolicy.MERGE);
  }

  /** The defaults. */
  public static SegOptions defaults() {
    return new SegOptions(0, 64, 1 << 20);
  }

  /** The same with another policy, by its name: {@code merge}, {@code fifo}, … */
  public SegOptions withEviction(String name) {
    return new SegOptions(
        segmentBytes, meanItemBytes, itemBytesMax, EvictionPolicy.of(name));
  }

  /** As this run is set. */
  public static SegOptions from(Settings settings) {
    return new SegOptions(
        segmentBytes(settings.text(SEGMENT_SIZE)),
        (int) settings.number(MEAN_ITEM_SIZE),
        (int) settings.number(ITEM_SIZE_MAX),
        EvictionPolicy.of(settings.text(EVICTION)));
  }

  private static int segmentBytes(String choice) {
    if (choice.equals("auto")) {
      return 0;
    }
    int shift = choice.endsWith("m") ? 20 : 10;
    return Integer.parseInt(choice.substring(0, choice.length() - 1)) << shift;
  }
}

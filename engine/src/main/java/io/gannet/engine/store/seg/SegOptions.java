package io.gannet.engine.store.seg;

import io.gannet.engine.block.BlockOptions;
import io.gannet.engine.option.Choice;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import java.util.List;

/**
 * What the segment store can be told.
 *
 * @param segmentBytes a power of two, or 0 to size segments to the memory
 * @param meanItemBytes key and value together; what the index begins with
 * @param itemBytesMax key, value and header together
 * @param eviction what makes room
 * @param evicts whether that may be at the cost of what is alive
 */
public record SegOptions(
    int segmentBytes,
    int meanItemBytes,
    int itemBytesMax,
    EvictionPolicy eviction,
    boolean evicts) {
  /** How large a segment is. */
  public static final Option SEGMENT_SIZE = BlockOptions.blockSize(SegLayout.NOUN);

  /** For how many items the index has room at first: a hint, it finds its size. */
  public static final Option MEAN_ITEM_SIZE = BlockOptions.meanItemSize();

  /** The largest item. */
  public static final Option ITEM_SIZE_MAX =
      BlockOptions.itemSizeMax(SegLayout.NOUN);

  /** What makes room. */
  public static final Option EVICTION =
      Option.choice(
          "eviction",
          EvictionPolicy.MERGE,
          "What makes room: merge keeps what is asked for often, s3fifo what is asked for again;"
              + " fifo, random and cte (closest to expire) drop whole segments.");

  /** Every row. */
  public static final List<Option> ALL =
      List.of(SEGMENT_SIZE, MEAN_ITEM_SIZE, ITEM_SIZE_MAX, EVICTION, BlockOptions.EVICT);

  /** Checks the ranges that the options also have. */
  public SegOptions {
    BlockOptions.check(SegLayout.NOUN, segmentBytes, meanItemBytes, itemBytesMax);
  }

  /** What makes room in a heap. */
  Eviction over(Heap heap, SegLayout layout) {
    return evicts ? eviction.over(heap, layout) : new NoEviction();
  }

  /** With that policy of eviction. */
  public SegOptions(
      int segmentBytes, int meanItemBytes, int itemBytesMax, EvictionPolicy eviction) {
    this(segmentBytes, meanItemBytes, itemBytesMax, eviction, true);
  }

  /** With the default policy of eviction. */
  public SegOptions(int segmentBytes, int meanItemBytes, int itemBytesMax) {
    this(segmentBytes, meanItemBytes, itemBytesMax, EvictionPolicy.MERGE);
  }

  /** The defaults. */
  public static SegOptions defaults() {
    return new SegOptions(0, BlockOptions.MEAN_ITEM_BYTES, BlockOptions.ITEM_BYTES_MAX);
  }

  /** The same with another policy, by its name: {@code merge}, {@code fifo}, … */
  public SegOptions withEviction(String name) {
    return new SegOptions(
        segmentBytes, meanItemBytes, itemBytesMax, Choice.of(EvictionPolicy.class, name));
  }

  /** The same where nothing that is alive is forgotten. */
  public SegOptions withoutEviction() {
    return new SegOptions(segmentBytes, meanItemBytes, itemBytesMax, eviction, false);
  }

  /** As this run is set. */
  public static SegOptions from(Settings settings) {
    return new SegOptions(
        BlockOptions.blockBytes(settings.text(SEGMENT_SIZE)),
        (int) settings.number(MEAN_ITEM_SIZE),
        (int) settings.number(ITEM_SIZE_MAX),
        settings.choice(EVICTION, EvictionPolicy.class),
        settings.on(BlockOptions.EVICT));
  }
}

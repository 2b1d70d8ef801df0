package io.gannet.engine.store.seg;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What makes room when all memory is in use, by the names of {@code --eviction}. */
public enum EvictionPolicy {
  /** Joins the oldest segments into one that holds what is asked for often. */
  MERGE,
  /** Lets new items leave soon that nobody asks for again: S3-FIFO. */
  S3FIFO,
  /** Drops the oldest segment. */
  FIFO,
  /** Drops any segment. */
  RANDOM,
  /** Drops the segment that is closest to expire. */
  CTE;

  /** As the option names it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The policy of that name. */
  public static EvictionPolicy of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  static List<String> texts() {
    return Arrays.stream(values()).map(EvictionPolicy::text).toList();
  }

  Eviction over(Heap heap, SegLayout layout) {
    return switch (this) {
      case MERGE -> new MergeEviction(heap, layout);
      case S3FIFO -> new S3FifoEviction(heap, layout);
      case FIFO -> new FifoEviction(heap);
      case RANDOM -> new RandomEviction(heap, layout);
      case CTE -> new SoonestEviction(heap);
    };
  }
}

package io.gannet.engine.store.seg;

import io.gannet.engine.option.Choice;

/** What makes room when all memory is in use, by the names of {@code --eviction}. */
public enum EvictionPolicy implements Choice {
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

  Eviction over(Heap heap, SegLayout layout) {
    return switch (this) {
      case MERGE -> new MergeEviction(heap, layout);
      case S3FIFO -> new S3FifoEviction(heap);
      case FIFO -> new FifoEviction(heap);
      case RANDOM -> new RandomEviction(heap);
      case CTE -> new SoonestEviction(heap);
    };
  }
}

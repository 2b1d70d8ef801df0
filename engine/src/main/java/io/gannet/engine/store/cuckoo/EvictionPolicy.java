package io.gannet.engine.store.cuckoo;

import io.gannet.engine.option.Choice;

/** Which of a new item's sixteen neighbours leaves when there is no room, by {@code --eviction}. */
public enum EvictionPolicy implements Choice {
  /** The one that is asked for least often. */
  LFU,
  /** The one that is closest to expire; any, if none ever does. */
  CTE,
  /** Any. */
  RANDOM
}

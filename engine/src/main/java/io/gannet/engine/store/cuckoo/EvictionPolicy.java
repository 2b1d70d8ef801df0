package io.gannet.engine.store.cuckoo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which of a new item's sixteen neighbours leaves when there is no room, by {@code --eviction}. */
public enum EvictionPolicy {
  /** The one that is asked for least often. */
  LFU,
  /** The one that is closest to expire; any, if none ever does. */
  CTE,
  /** Any. */
  RANDOM;

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
}

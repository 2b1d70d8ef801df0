package io.gannet.engine.store.slab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which slab gives way when all memory is in use, by Twemcache's names. */
public enum EvictionPolicy {
  /** Any slab: no bookkeeping, no pattern that could be its enemy. */
  RANDOM,
  /** The slab that was taken into use least recently. */
  LRC,
  /** The slab of which no item was asked for, or stored, for longest; to the second. */
  LRA;

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

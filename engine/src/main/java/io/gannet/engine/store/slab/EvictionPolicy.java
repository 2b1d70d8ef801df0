package io.gannet.engine.store.slab;

import io.gannet.engine.option.Choice;

/** Which slab gives way when all memory is in use, by Twemcache's names. */
public enum EvictionPolicy implements Choice {
  /** Any slab: no bookkeeping, no pattern that could be its enemy. */
  RANDOM,
  /** The slab that was taken into use least recently. */
  LRC,
  /** The slab of which no item was asked for, or stored, for longest; to the second. */
  LRA
}

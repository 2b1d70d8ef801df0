package io.gannet.engine.store.seg;

/** Which segment is to be given up next, so that there is memory for new items. */
interface Eviction {
  /**
   * Chooses a segment; it is sealed if it is open, its items are forgotten, and it is free then.
   *
   * @return a segment without pins, or {@link SegmentTable#NONE}
   */
  int victim();
}

package io.gannet.engine.store.seg;

/**
 * Which segment is to be given up next, so that there is memory for new items, and which of its
 * items are worth to be moved elsewhere before.
 */
interface Eviction {
  /**
   * Chooses a segment; it is sealed if it is open, its items are moved or forgotten, and it is free
   * then.
   *
   * @return a segment without pins, or {@link SegmentTable#NONE}
   */
  int victim(int nowSec);

  /**
   * Asked once for each live item of the victim, in order: whether it is to be moved to {@link
   * #destination} rather than forgotten.
   *
   * @param heat how often the item was found
   */
  default boolean keeps(int bytes, int heat) {
    return false;
  }

  /** The same of a large item, which stays where it is if it is kept. */
  default boolean keepsLarge(int heat) {
    return false;
  }

  /** A segment with room for a copy of so many bytes, or NONE: then it is forgotten after all. */
  default int destination(int bytes) {
    return SegmentTable.NONE;
  }

  /** Whether an item of the victim that is forgotten is to leave a ghost. */
  default boolean remembers() {
    return false;
  }
}

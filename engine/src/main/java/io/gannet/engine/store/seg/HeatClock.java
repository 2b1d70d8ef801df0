package io.gannet.engine.store.seg;

import io.gannet.engine.hash.Sequences;

/**
 * The time that heat and ghosts age in: it passes with every eighth of memory that is filled with
 * new items, or of the index, should that be full sooner.
 *
 * <p>What is asked for often within a short while counts as one request, whatever a short while is
 * for this load. Counted by the second, it would be all that happens to an item in one cache, and
 * nothing in another.
 */
final class HeatClock {
  /** As time passes while memory is filled with new items once. */
  static final int TIMES_PER_TURNOVER = 8;

  private final Sequences sequences;
  private int segmentsPerTime;
  private long itemsPerTime;
  private int segments;
  private long items;
  private int time;

  HeatClock(Sequences sequences) {
    this.sequences = sequences;
  }

  /** Memory is so many segments from now on, and an index of so many slots. */
  void resized(int segments, long slots) {
    segmentsPerTime = Math.max(1, segments / TIMES_PER_TURNOVER);
    itemsPerTime = Math.max(1, slots / TIMES_PER_TURNOVER);
  }

  int time() {
    return time;
  }

  /** A segment is there for new items. */
  void segmentOpened() {
    if (++segments >= segmentsPerTime) {
      pass();
    }
  }

  /** So many are, for one item. */
  void segmentsOpened(int count) {
    for (int i = 0; i < count; i++) {
      segmentOpened();
    }
  }

  /** A key is in the index that was not. */
  void itemEntered() {
    if (++items >= itemsPerTime) {
      pass();
    }
  }

  private void pass() {
    sequences.heatTime(++time);
    segments = 0;
    items = 0;
  }
}

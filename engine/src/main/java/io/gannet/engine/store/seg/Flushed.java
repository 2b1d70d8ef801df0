package io.gannet.engine.store.seg;

import io.gannet.engine.hash.Sequences;

/** Which segments were there at the last flush: what was published in them is dead. */
final class Flushed {
  private final SegmentTable table;
  private final Sequences sequences;
  private long generation;
  private int left;

  Flushed(SegmentTable table, Sequences sequences) {
    this.table = table;
    this.sequences = sequences;
  }

  /** Those in use now, which are older than the next generation. */
  void all(int segments, long nextGeneration) {
    generation = nextGeneration;
    left = segments;
    tell();
  }

  /** A segment is about to be free, or as good as new. */
  void end(int segment) {
    if (has(segment)) {
      left--;
      assert left >= 0;
      tell();
    }
  }

  private void tell() {
    sequences.deadBefore(left == 0 ? 0 : generation);
  }

  boolean has(int segment) {
    return left != 0 && table.generation(segment) < generation;
  }

  /** True if there are any that are not free yet. */
  boolean any() {
    return left != 0;
  }
}

package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.FREE;

import io.gannet.engine.hash.TwoChoices;

/**
 * Where segments end and the index begins: it moves with the size of the items, so that neither has
 * memory that the other one needs.
 *
 * <pre>
 *   segments ─►                                   ◄─ buckets
 *   | 0 | 1 |  …          | n - 2 | n - 1 |       …  | 2 | 1 | 0 |
 *                                 ▲       │
 *        small items    ◄─────────┼───────┘   the last segment is emptied, and becomes buckets
 *        large items              └───────►   the last buckets are emptied, and become a segment
 * </pre>
 *
 * <ul>
 *   <li>The index takes a segment when more than {@value #LOAD_TO_TAKE} of the slots are taken for
 *       which it has memory. It splits its buckets one by one, as keys come.
 *   <li>It gives one back when free segments are short, before anything is forgotten or moved for
 *       that, if it can do without: it keeps what it has as long as nobody needs it.
 * </ul>
 *
 * Each step is a small one, and is paid for by who brings items, as segments are: {@link
 * Reclaimer}.
 */
final class Boundary {
  /** Fewer segments are not left to items, however small these are. */
  static final int SEGMENTS_MIN = 8;

  /** Beyond so many taken slots of 8 buckets are split, if there is memory. */
  private static final int SLOTS_TO_SPLIT = 6;

  /** Beyond so many taken slots of all the index takes a segment: it goes on while that comes. */
  private static final double LOAD_TO_TAKE = 0.83;

  /** What load may come of giving a segment back: the emptier, the more keys in their first. */
  private static final double LOAD_TO_GIVE = 0.7;

  /** What a step may take: a look at each slot of the buckets that change. */
  private static final int STEPS_TO_SPLIT = 1 + TwoChoices.SLOTS_PER_BUCKET;
  private static final int STEPS_TO_GIVE = 1 + TwoChoices.CHOICES;

  /** Buckets are joined so many at a step: it takes no look at an item, and they lie in a row. */
  private static final int JOINS_PER_STEP = 8;

  /** Where the load is a 64th of all slots too high, a request pays twice as much, … */
  private static final int URGENCY_SHIFT = 6;

  /** … and so on, up to 32 times. */
  private static final int URGENCY_MAX = 5;

  private static final int PAY_MIN = 4;

  private final SegLayout layout;
  private final Heap heap;
  private final Index index;
  private final SegMetrics metrics;
  /** Taken slots, as the memory of the index is now. */
  private long takeAbove;
  private long giveBelow;
  private long slots;
  /** The time at which buckets could not be joined: not to be tried again in that. */
  private int stuckTime = -1;

  Boundary(SegLayout layout, Heap heap, Index index, SegMetrics metrics) {
    this.layout = layout;
    this.heap = heap;
    this.index = index;
    this.metrics = metrics;
    resized();
  }

  private void resized() {
    int segments = heap.table.segments();
    slots = layout.indexSlots(segments);
    takeAbove =
        segments > SEGMENTS_MIN ? (long) (slots * LOAD_TO_TAKE) : Long.MAX_VALUE;
    giveBelow =
        segments < layout.segmentsMax()
            ? (long) (layout.indexSlots(segments + 1) * LOAD_TO_GIVE)
            : 0;
  }

  /** True if the index is to have a segment more. */
  boolean takes() {
    return index.taken() > takeAbove;
  }

  /** True if the index can do with a segment less. */
  private boolean gives() {
    return index.taken() < giveBelow && heap.heatClock.time() != stuckTime;
  }

  /** True if the last segment is to be emptied, and there is where to move what is in it. */
  boolean empties() {
    int last = heap.last();
    return takes()
        && heap.spare() >= Reclaimer.FREE_MIN
        && heap.table.state(last) != FREE
        && heap.table.pins(last) == 0;
  }

  /** What a request pays at least, in steps, while the index is to have a segment more. */
  int price() {
    long urgency = index.taken() - takeAbove << URGENCY_SHIFT;
    return PAY_MIN << Math.min(urgency / slots, URGENCY_MAX);
  }

  /**
   * A step towards a load as it should be.
   *
   * @param needed whether a segment is
   * @param stepsMax what it may take
   * @return the steps that it took, 0 if there is nothing to do
   */
  int step(boolean needed, int stepsMax) {
    if (splits() && stepsMax >= STEPS_TO_SPLIT) {
      return split();
    }
    if (takes()) {
      return take() ? 1 : 0;
    }
    return needed && gives() && stepsMax >= STEPS_TO_GIVE ? give() : 0;
  }

  /** True if there is memory for a bucket, and keys for it. */
  boolean splits() {
    long buckets = index.buckets();
    return index.taken() > buckets * SLOTS_TO_SPLIT
        && buckets < layout.blocks().buckets(heap.table.segments())
        && !gives();
  }

  /** Splits a bucket; tells the steps that it took. */
  private int split() {
    long looks = index.looks();
    index.grow();
    return 1 + (int) (index.looks() - looks);
  }

  /** Makes buckets' memory of the last segment if that is free and not the last that is. */
  private boolean take() {
    boolean taken =
        heap.table.state(heap.last()) == FREE && heap.spare() > Reclaimer.FREE_MIN;
    if (taken) {
      heap.drop();
      resized();
      metrics.segmentsDropped.increment();
    }
    return taken;
  }

  /** Takes some buckets away; once there is memory for a segment, that is one. */
  private int give() {
    long looks = index.looks();
    long kept = layout.blocks().buckets(heap.table.segments() + 1);
    for (int i = 0;
        i < JOINS_PER_STEP && index.buckets() > kept && index.looks() == looks;
        i++) {
      if (!index.shrink()) {
        stuckTime = heap.heatClock.time();
        return 1 + (int) (index.looks() - looks);
      }
    }
    if (index.buckets() <= kept) { // fewer, if it never grew into all that it had taken
      heap.add();
      resized();
      metrics.segmentsAdded.increment();
    }
    return 1 + (int) (index.looks() - looks);
  }
}

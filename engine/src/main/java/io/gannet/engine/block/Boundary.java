package io.gannet.engine.block;

import io.gannet.engine.hash.TwoChoices;

/**
 * Where blocks end and the index begins: it moves with the size of the items, so that neither has
 * memory that the other one needs.
 *
 * <pre>
 *   blocks ─►                                     ◄─ buckets
 *   | 0 | 1 |  …          | n - 2 | n - 1 |       …  | 2 | 1 | 0 |
 *                                 ▲       │
 *        small items    ◄─────────┼───────┘   the last block is emptied, and becomes buckets
 *        large items              └───────►   the last buckets are emptied, and become a block
 * </pre>
 *
 * <ul>
 *   <li>The index takes a block when more than {@value #LOAD_TO_TAKE} of the slots are taken for
 *       which it has memory. It splits its buckets one by one, as keys come.
 *   <li>It gives one back when free blocks are short, before anything is forgotten or moved for
 *       that, if it can do without: it keeps what it has as long as nobody needs it.
 * </ul>
 *
 * Each step is a small one, and is paid for by who brings items, as blocks are. To empty the last
 * block is its store's business: what is alive in it moves, and nothing is forgotten for that
 * alone.
 */
public final class Boundary {
  /** Blocks as their store has them. */
  public interface Blocks {
    /** How many there are. */
    int count();

    /** Free ones but for those that are kept for somebody. */
    int spare();

    /** True if the last one is free. */
    boolean isLastFree();

    /** True if what is in the last one may be moved. */
    boolean isLastMovable();

    /** Another number after a good part of the items has changed. */
    int time();

    /** Gives up the last one, which is free. */
    void drop();

    /** Gets one more, which is free. */
    void add();
  }

  /** The index, as its store has it. */
  public interface Slots {
    /** Slots that name an item. */
    long taken();

    /** How many buckets there are. */
    long buckets();

    /** Items whose keys were looked at so far so that slots could be moved. */
    long looks();

    /** Adds a bucket, for which there is memory. */
    void grow();

    /** Takes a bucket away; false if what is in it had nowhere to go. */
    boolean shrink();
  }

  /** Free blocks without which none is given up: one for new items, one for what is moved. */
  public static final int FREE_MIN = 2;

  /** Beyond so many taken slots of 8 buckets are split, if there is memory. */
  private static final int SLOTS_TO_SPLIT = 6;

  /** Beyond so many taken slots of all the index takes a segment: it goes on while that comes. */
  private static final double LOAD_TO_TAKE = 0.83;

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

  /** So that a block comes sooner than one is filled. */
  private static final int SHARES_TO_GIVE = 2;

  /** What it takes to join a bucket at half a load, looks included. */
  private static final int STEPS_PER_JOIN = 2;

  private final BlockLayout layout;
  private final Blocks blocks;
  private final Slots index;
  private final double loadToGive;
  /** Taken slots, as the memory of the index is now. */
  private long takeAbove;
  private long giveBelow;
  private long slots;
  /** The time at which buckets could not be joined: not to be tried again in that. */
  private int stuckTime = -1;

  /**
   * The boundary of a region so divided.
   *
   * @param loadToGive what load may come of giving a block back: the lower, the less there is to be
   *     moved for it
   */
  public Boundary(BlockLayout layout, Blocks blocks, Slots index, double loadToGive) {
    this.layout = layout;
    this.blocks = blocks;
    this.index = index;
    this.loadToGive = loadToGive;
    resized();
  }

  private void resized() {
    int count = blocks.count();
    slots = layout.indexSlots(count);
    takeAbove = count > layout.blocksMin() ? (long) (slots * LOAD_TO_TAKE) : Long.MAX_VALUE;
    giveBelow =
        count < layout.blocksMax() ? (long) (layout.indexSlots(count + 1) * loadToGive) : 0;
  }

  /** True if the index is to have a block more. */
  public boolean takes() {
    return index.taken() > takeAbove;
  }

  /** True if the index can do with a block less. */
  public boolean gives() {
    return index.taken() < giveBelow && blocks.time() != stuckTime;
  }

  /** True if the last block is to be emptied, and there is where to move what is in it. */
  public boolean empties() {
    return takes()
        && blocks.spare() >= FREE_MIN
        && !blocks.isLastFree()
        && blocks.isLastMovable();
  }

  /** What a request pays at least, in steps, while the index is to have a block more. */
  public int price() {
    long urgency = index.taken() - takeAbove << URGENCY_SHIFT;
    return PAY_MIN << Math.min(urgency / slots, URGENCY_MAX);
  }

  /** What a request pays for so many bytes while a block is needed that the index can give. */
  public static int priceToGive(int bytes) {
    return SHARES_TO_GIVE * STEPS_PER_JOIN * bytes / TwoChoices.BUCKET_BYTES;
  }

  /**
   * True if there is a step to be made, or the last block to be emptied for the next one.
   *
   * @param stepsMax what a call may take
   */
  public boolean hasWork(boolean needed, int stepsMax) {
    if (splits() && stepsMax >= STEPS_TO_SPLIT) {
      return true;
    }
    return takes()
        ? mayTake() || empties()
        : needed && gives() && stepsMax >= STEPS_TO_GIVE;
  }

  /**
   * A step towards a load as it should be.
   *
   * @param needed whether a block is
   * @param stepsMax what it may take
   * @return the steps that it took, 0 if there is nothing to do
   */
  public int step(boolean needed, int stepsMax) {
    if (splits() && stepsMax >= STEPS_TO_SPLIT) {
      return split();
    }
    if (takes()) {
      return take() ? 1 : 0;
    }
    return needed && gives() && stepsMax >= STEPS_TO_GIVE ? give() : 0;
  }

  /** True if there is memory for a bucket, and keys for it. */
  public boolean splits() {
    long buckets = index.buckets();
    return index.taken() > buckets * SLOTS_TO_SPLIT
        && buckets < layout.buckets(blocks.count())
        && !gives();
  }

  /** Splits a bucket; tells the steps that it took. */
  private int split() {
    long looks = index.looks();
    index.grow();
    return 1 + (int) (index.looks() - looks);
  }

  /** True if the last block may be made memory of buckets: it is free, and not the last that is. */
  private boolean mayTake() {
    return blocks.isLastFree() && blocks.spare() > FREE_MIN;
  }

  private boolean take() {
    boolean taken = mayTake();
    if (taken) {
      blocks.drop();
      resized();
    }
    return taken;
  }

  /** Takes some buckets away; once there is memory for a block, that is one. */
  private int give() {
    long looks = index.looks();
    long kept = layout.buckets(blocks.count() + 1);
    for (int i = 0;
        i < JOINS_PER_STEP && index.buckets() > kept && index.looks() == looks;
        i++) {
      if (!index.shrink()) {
        stuckTime = blocks.time();
        return 1 + (int) (index.looks() - looks);
      }
    }
    if (index.buckets() <= kept) { // fewer, if it never grew into all that it had taken
      blocks.add();
      resized();
    }
    return 1 + (int) (index.looks() - looks);
  }
}

package io.gannet.engine.block;

import static io.gannet.engine.block.BlockHeaders.NONE;

/**
 * The blocks in a row in which the next large item is to lie: what is free of them is set apart at
 * once, the rest as it becomes free.
 *
 * <pre>
 *   block      7       8       9      10      11
 *            +-------+-------+-------+-------+-------+
 *            | small | aside | small | aside | aside |     awaited: 7 to 11, taken: 3
 *            +-------+-------+-------+-------+-------+
 * </pre>
 *
 * One thread.
 */
public final class Window {
  /** The most blocks that an item may have: to free so many takes a call some microseconds. */
  public static final int BLOCKS_MAX = 1024;

  /** Blocks as their store has them: free, in use by what lies in them, or set aside. */
  public interface Blocks {
    /** How many there are. */
    int count();

    boolean isFree(int block);

    boolean isAside(int block);

    /** Of one that is set aside: the first block of the item that it is part of, or NONE. */
    int head(int block);

    /** True of one in use if a large item begins in it. */
    boolean isHead(int block);

    /** True of one in use if what lies there can neither be moved nor forgotten now. */
    boolean isHeld(int block);

    /** Bytes of one in use that would have to be moved. */
    int aliveBytes(int block);

    /** True if the index may take it soon. */
    boolean isAmongLast(int block);

    /** A free block is on no list any more. */
    void unlist(int block);

    /** Such a one is set aside for the next item. */
    void setAside(int block);

    /** One that was set aside is free again, for whoever wants it. */
    void putBack(int block);

    /** True if so many blocks' worth of memory is idle: to be had without forgetting anything. */
    boolean hasIdle(int span);

    /**
     * The first block of the large item that gives way to another, or NONE: one that nobody holds,
     * and that begins at {@code from} or behind it, and before {@code to}.
     */
    int largeVictim(int from, int to);
  }

  private final Blocks blocks;
  /** None is awaited if they are the same. */
  private int start;
  private int end;
  private int taken;

  /** None is awaited yet. */
  public Window(Blocks blocks) {
    this.blocks = blocks;
  }

  /** The blocks that it is a window of. */
  Blocks blocks() {
    return blocks;
  }

  /** From now on these blocks are for the next item. None was awaited. */
  public void await(int from, int count) {
    assert start == end && taken == 0;
    start = from;
    end = from + count;
    for (int block = start; block < end; block++) {
      if (blocks.isFree(block)) {
        blocks.unlist(block);
        take(block);
      }
    }
  }

  /** True of the blocks that are for the next item. */
  public boolean awaits(int block) {
    return block >= start && block < end;
  }

  /** Sets one of these apart that is free, and on no list. */
  public void take(int block) {
    assert awaits(block);
    taken++;
    blocks.setAside(block);
  }

  /** True if one of these is set apart already. */
  public boolean isTaken(int block) {
    assert awaits(block);
    return blocks.isAside(block);
  }

  /** How many are set apart. */
  public int taken() {
    return taken;
  }

  /** True if all of these are. */
  public boolean isReady() {
    return end > start && taken == end - start;
  }

  /** How many they are. */
  public int span() {
    return end - start;
  }

  /** The first of them, all of which are the item's from now on: none is awaited any more. */
  public int handOver() {
    assert isReady();
    int first = start;
    start = end = 0;
    taken = 0;
    return first;
  }

  /** Awaits none any more: those that were set apart are free. */
  public void giveUp() {
    int from = start;
    int to = end;
    start = end = 0;
    taken = 0;
    for (int block = from; block < to; block++) {
      if (blocks.isAside(block)) {
        blocks.putBack(block);
      }
    }
  }

  /** True if what lies in a block can be moved out of it, or nothing does. */
  public boolean isClearable(int block) {
    return blocks.isFree(block)
        || !blocks.isAside(block) && !blocks.isHead(block) && !blocks.isHeld(block);
  }

  /** True if what lies in a block can neither be moved nor forgotten now. */
  boolean isHeld(int block) {
    if (blocks.isAside(block)) {
      int head = blocks.head(block);
      return head == NONE || blocks.isHeld(head);
    }
    return !blocks.isFree(block) && blocks.isHeld(block);
  }
}

package io.gannet.engine.block;

import static io.gannet.engine.block.BlockHeaders.NONE;

/** Blocks that are free, the last one freed first, in a {@link Chain}. */
public final class FreeBlocks {
  private final Chain chain;
  private int count;

  /**
   * None yet.
   *
   * @param previousLink a field of 4 bytes that is unused while a block is in use, or used for
   *     something else
   * @param nextLink another
   */
  public FreeBlocks(BlockHeaders headers, long previousLink, long nextLink) {
    this.chain = new Chain(headers, previousLink, nextLink);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Takes a block out, or NONE if there is none. */
  public int pop() {
    int block = chain.first();
    if (block != NONE) {
      remove(block);
    }
    return block;
  }

  /** Takes this block out, which is one of them. */
  public void remove(int block) {
    chain.remove(block);
    count--;
  }

  /** Adds a block. */
  public void push(int block) {
    chain.prepend(block);
    count++;
  }

  /** Adds a block that is to be taken when there is no other. */
  public void pushLast(int block) {
    chain.append(block);
    count++;
  }
}

package io.gannet.engine.block;

import static io.gannet.engine.block.BlockHeaders.NONE;

/** Blocks that are free, the last one freed first, linked through a field of their headers. */
public final class FreeBlocks {
  private final BlockHeaders headers;
  private final long link;
  private int first = NONE;
  private int count;

  /**
   * None yet.
   *
   * @param link the field of 4 bytes that names the next one; unused while a block is in use, or
   *     used for something else
   */
  public FreeBlocks(BlockHeaders headers, long link) {
    this.headers = headers;
    this.link = link;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Takes a block out, or NONE if there is none. */
  public int pop() {
    int block = first;
    if (block != NONE) {
      first = headers.getInt(block, link);
      count--;
    }
    return block;
  }

  /** Adds a block. */
  public void push(int block) {
    headers.putInt(block, link, first);
    first = block;
    count++;
  }
}

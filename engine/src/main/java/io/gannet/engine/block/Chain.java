package io.gannet.engine.block;

import static io.gannet.engine.block.BlockHeaders.NONE;

/** Blocks one after another, linked through two fields of their headers. One thread. */
public final class Chain {
  private final BlockHeaders headers;
  private final long previousLink;
  private final long nextLink;
  private int first = NONE;
  private int last = NONE;

  /**
   * An empty chain.
   *
   * @param previousLink the field of 4 bytes that names the block before
   * @param nextLink the one that names the block behind
   */
  public Chain(BlockHeaders headers, long previousLink, long nextLink) {
    this.headers = headers;
    this.previousLink = previousLink;
    this.nextLink = nextLink;
  }

  /** The first block, or NONE. */
  public int first() {
    return first;
  }

  /** The last block, or NONE. */
  public int last() {
    return last;
  }

  /** The one before a block of the chain, or NONE. */
  public int previous(int block) {
    return headers.getInt(block, previousLink);
  }

  /** The one behind a block of the chain, or NONE. */
  public int next(int block) {
    return headers.getInt(block, nextLink);
  }

  /** Puts a block that is in no such chain behind all others. */
  public void append(int block) {
    join(last, block);
    join(block, NONE);
  }

  /** Puts a block that is in no such chain in front of all others. */
  public void prepend(int block) {
    join(block, first);
    join(NONE, block);
  }

  /** Takes a block of the chain out. */
  public void remove(int block) {
    join(previous(block), next(block));
  }

  /** For a walk: true if the neighbours of a block, or the chain's ends, name it. */
  public boolean isLinked(int block) {
    int previous = previous(block);
    int next = next(block);
    return (previous == NONE ? first : next(previous)) == block
        && (next == NONE ? last : previous(next)) == block;
  }

  /** Makes two neighbours; NONE before the first is the chain's begin, behind the last its end. */
  private void join(int previous, int next) {
    if (previous == NONE) {
      first = next;
    } else {
      headers.putInt(previous, nextLink, next);
    }
    if (next == NONE) {
      last = previous;
    } else {
      headers.putInt(next, previousLink, previous);
    }
  }
}

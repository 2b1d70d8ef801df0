package io.gannet.server.worker.turn;

/**
 * What one connection holds of the pool's chunks: those in its queue, one that is reserved for its
 * open block, and, while it has holes, some that are set aside.
 *
 * <p>Those are for the first hole: without them all of a connection's own chunks could lie behind
 * holes, and all shared ones with others whose holes wait as well. What it has taken of them is
 * made up for with whatever is given back next: at the latest with its own, when they are sent.
 *
 * <p>One thread.
 */
final class ChunkAccount {
  /**
   * Besides the hole's own: one for the block that the answer is composed in, one for a value. With
   * those and an open block a connection has {@link ChunkPool#OWN_CHUNKS}.
   */
  private static final int ASIDE = 2;

  private final ChunkPool pool;
  private final ChunkQueue queue;
  private int held;
  private int aside;

  ChunkAccount(ChunkPool pool, ChunkQueue queue) {
    this.pool = pool;
    this.queue = queue;
  }

  /** How many it holds, with those set aside. */
  int held() {
    return held;
  }

  /** How many are set aside. */
  int aside() {
    return aside;
  }

  /** True if so many more are to be had for what is composed now. */
  boolean mayTake(int wanted) {
    return aside >= wanted && queue.isBeforeHoles() || pool.mayTakeChunks(held, wanted);
  }

  /** Reserves one, as {@link #mayTake} has allowed. */
  void reserve() {
    if (aside > 0 && queue.isBeforeHoles()) {
      aside--;
    } else {
      pool.reserveChunk(held++);
    }
  }

  /** Reserves one for a hole; with the first of them some are set aside. */
  boolean reserveForHole() {
    int more = queue.holes() == 0 ? ASIDE : 0;
    if (!pool.mayTakeChunks(held, 1 + more)) {
      return false;
    }
    for (int i = 0; i < 1 + more; i++) {
      pool.reserveChunk(held++);
    }
    aside += more;
    return true;
  }

  /** Gives one back. */
  void giveBack() {
    if (queue.holes() > 0 && aside < ASIDE) {
      aside++;
    } else {
      pool.returnChunk(held--);
    }
  }

  /** Some holes are none any more: if they were the last, nothing is set aside any longer. */
  void holesLeft() {
    while (aside > 0 && queue.holes() == 0) {
      aside--;
      pool.returnChunk(held--);
    }
  }

  boolean isSound() {
    return 0 <= aside && aside <= (queue.holes() > 0 ? ASIDE : 0) && aside <= held;
  }
}

package io.gannet.engine.block;

import static io.gannet.engine.block.BlockHeaders.NONE;

/**
 * Looks for so many blocks in a row that hold least of what is alive, a block at a time, from the
 * last one down: small items come from the other end. What the index may take next is the dearer.
 *
 * <pre>
 *   live bytes   0    0  |  9    2    7  | 40   held  12    3    0
 *                        '---------------'
 *                          least of three
 * </pre>
 *
 * Blocks of large items are in the way, as are those that are held; but where only the former
 * are, there may be a window later.
 */
final class WindowSearch {
  /** Once so many were looked at, what was found so far will do. */
  private static final int LOOKS_TO_FIND = 4096;

  private final Window window;
  private final Window.Blocks blocks;
  private final int blockBytes;
  /** What the last blocks cost that were looked at, by their number modulo the array's length. */
  private final int[] costs = new int[Window.BLOCKS_MAX];
  private int count;
  private int at;
  private int looked;
  /** Blocks in a row, up to the last one looked at, that are not in the way; or not held. */
  private int clear;
  private int unheld;
  private long cost;
  private long leastCost;
  private int best;
  /** Blocks among which there would be room but for large items that nobody holds. */
  private int possibleFrom;
  private int possibleTo;

  WindowSearch(Window window, int blockBytes) {
    this.window = window;
    this.blocks = window.blocks();
    this.blockBytes = blockBytes;
  }

  /** From now on so many are looked for. */
  void begin(int span) {
    assert span > 0 && span <= Window.BLOCKS_MAX;
    count = span;
    at = blocks.count();
    looked = 0;
    leastCost = Long.MAX_VALUE;
    best = NONE;
    possibleFrom = possibleTo = 0;
    stop();
    unheld = 0;
  }

  private void stop() {
    clear = 0;
    cost = 0;
  }

  /** Looks at one block more; false if that was not necessary. */
  boolean look() {
    if (at == 0 || leastCost == 0 || best != NONE && looked >= LOOKS_TO_FIND) {
      return false;
    }
    at = Math.min(at, blocks.count()) - 1;
    looked++;
    unheld = window.isHeld(at) ? 0 : unheld + 1;
    if (unheld >= count) {
      possibleFrom = at;
      possibleTo = at + unheld;
    }
    if (window.isClearable(at)) {
      add(costOf(at));
    } else {
      stop();
    }
    return true;
  }

  private int costOf(int block) {
    int bytes = blocks.isFree(block) ? 0 : 1 + blocks.aliveBytes(block);
    return blocks.isAmongLast(block) ? bytes + blockBytes : bytes;
  }

  private void add(int blockCost) {
    int mask = costs.length - 1;
    if (clear >= count) {
      cost -= costs[at + count & mask];
    }
    costs[at & mask] = blockCost;
    cost += blockCost;
    clear++;
    if (clear >= count && cost < leastCost) {
      leastCost = cost;
      best = at;
    }
  }

  /** The first block of the window, or NONE if there is none. */
  int found() {
    return best;
  }

  /** True if the window that was found is still one. */
  boolean isThere() {
    boolean there = best + count <= blocks.count();
    for (int block = best; there && block < best + count; block++) {
      there = window.isClearable(block);
    }
    return there;
  }

  /** A large item without which there might be a window, by its first block, or NONE. */
  int largeVictim() {
    return possibleTo == 0 ? NONE : blocks.largeVictim(possibleFrom, possibleTo);
  }
}

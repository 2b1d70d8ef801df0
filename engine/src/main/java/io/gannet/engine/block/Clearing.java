package io.gannet.engine.block;

import static io.gannet.engine.block.BlockHeaders.NONE;

/**
 * Gets a large item the blocks that it is to lie in: looks for a window that holds little, and
 * names what is to be moved out of it. Nothing is forgotten for the sake of a window where there is
 * one: the eviction sees to free blocks as ever. Where large items leave no window one of them is
 * named that nobody holds.
 *
 * <pre>
 *               found                    all free
 *   SEARCHING ---------> CLEARING ---------------------> taken
 *     ^ │  ^              │
 *     │ │  └──────────────┘  what is left is held, for long
 *     │ └─ none, but large items in the way: one gives way
 *     └─── none, for what is held or is not to be forgotten: when it is asked for again, and no
 *          other could give way
 * </pre>
 *
 * <p>One item at a time, the one that was asked for first. Who does not ask again for {@value
 * #PATIENCE} turns has gone.
 */
public final class Clearing {
  private static final int PATIENCE = 64;

  /** So often what is held in the window is waited for. */
  private static final int STALLS_MAX = 16;

  private enum State {
    IDLE, SEARCHING, CLEARING, BLOCKED
  }

  private final Window.Blocks blocks;
  private final Window window;
  private final WindowSearch search;
  private final boolean evicts;
  private State state = State.IDLE;
  private long hash;
  private int span;
  private int patience;
  private int start;
  private int cursor;
  private boolean stalled;
  private int stalls;
  /** Whether, where there is no window, a large item was looked for that could give way. */
  private boolean triedOthers;

  /**
   * Nobody asks yet.
   *
   * @param evicts whether a large item may be forgotten for another
   */
  public Clearing(Window window, int blockBytes, boolean evicts) {
    this.blocks = window.blocks();
    this.window = window;
    this.search = new WindowSearch(window, blockBytes);
    this.evicts = evicts;
  }

  /** Asks for so many blocks; false if another is before this one, be it of the same key. */
  public boolean ask(long hash, int span) {
    if (state != State.IDLE && (this.hash != hash || this.span != span)) {
      return false;
    }
    if (state == State.IDLE) {
      begin(hash, span);
    } else if (triedOthers || isStalledForLong()) {
      searchAnew();
    }
    patience = PATIENCE;
    return true;
  }

  /** True if all that is left of the window was held whenever it was asked for. */
  private boolean isStalledForLong() {
    stalls += stalled ? 1 : 0;
    stalled = false;
    return stalls > STALLS_MAX;
  }

  private void begin(long hash, int span) {
    this.hash = hash;
    this.span = span;
    searchAnew();
  }

  private void searchAnew() {
    window.giveUp();
    triedOthers = false;
    stalled = false;
    stalls = 0;
    state = State.SEARCHING;
    search.begin(span);
  }

  /** Time passes: a turn of the background. */
  public void turn() {
    if (state != State.IDLE && --patience <= 0) {
      end();
    }
  }

  /** Nobody asks any more. */
  public void end() {
    window.giveUp();
    state = State.IDLE;
  }

  /** True if who asked can have what it asked for. */
  public boolean isReady() {
    return state == State.CLEARING && window.isReady();
  }

  /** True if anybody waits for blocks. */
  public boolean isAsked() {
    return state != State.IDLE;
  }

  /** True if a window is being looked for. */
  public boolean isSearching() {
    return state == State.SEARCHING;
  }

  /** True if there is a window of which some is not free yet. */
  public boolean isClearing() {
    return state == State.CLEARING && !window.isReady();
  }

  /** Looks at a block more; false if none needs to be. */
  public boolean look() {
    if (!isSearching()) {
      return false;
    }
    if (!search.look()) {
      conclude();
    }
    return true;
  }

  private void conclude() {
    start = search.found();
    if (start == NONE || !evicts && !blocks.hasIdle(span)) {
      state = State.BLOCKED;
    } else if (!search.isThere()) {
      search.begin(span);
    } else {
      state = State.CLEARING;
      cursor = 0;
      window.await(start, span);
    }
  }

  /** A block that is to be emptied, or NONE; where all are held, until it is asked for again. */
  public int block() {
    if (!isClearing() || stalled) {
      return NONE;
    }
    for (int i = 0; i < span; i++) {
      int block = start + cursor;
      if (!window.isTaken(block) && !blocks.isHeld(block)) {
        stalls = 0;
        return block;
      }
      cursor = (cursor + 1) % span;
    }
    stalled = true;
    return NONE;
  }

  /** A large item that is to give way, by its first block, or NONE; then a window is looked for. */
  public int largeItem() {
    if (state != State.BLOCKED) {
      return NONE;
    }
    int block = evicts ? search.largeVictim() : NONE;
    if (block != NONE) {
      searchAnew();
    } else {
      triedOthers = true;
    }
    return block;
  }
}

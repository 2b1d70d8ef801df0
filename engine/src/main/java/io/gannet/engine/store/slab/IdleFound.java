package io.gannet.engine.store.slab;

/**
 * How far a walk has followed the two lists of the idle places of a slab: the free ones, then the
 * limbo. Both are stacks, so that what comes and goes meanwhile does so in front: before the place
 * that the walk comes to next, or, if it is at the front itself, that one.
 */
final class IdleFound {
  private static final int NONE = 0;

  private boolean begun;
  private boolean inLimbo;
  private int next;
  private int free;
  private int limbo;

  /** Another slab's lists. */
  void reset() {
    begun = false;
    inLimbo = false;
    next = NONE;
    free = 0;
    limbo = 0;
  }

  /** Places found. */
  int count() {
    return free + limbo;
  }

  /** The link to the place that comes next in the list, or 0. */
  int next() {
    return next;
  }

  /** That place was found, and this one is behind it. */
  void found(int link) {
    if (inLimbo) {
      limbo++;
    } else {
      free++;
    }
    next = link;
  }

  /** Goes on to the next list; false if both have come to their ends. */
  boolean turn(int firstFree, int firstLimbo) {
    if (!begun) {
      begun = true;
      next = firstFree;
      return true;
    }
    if (!inLimbo) {
      inLimbo = true;
      next = firstLimbo;
      return true;
    }
    return false;
  }

  /** Gives up: the lists have no end. */
  void stop() {
    begun = true;
    inLimbo = true;
    next = NONE;
  }

  /** A place was put in front of a list. */
  void pushed(boolean toLimbo) {
    if (toLimbo) {
      limbo += inLimbo ? 1 : 0;
    } else {
      free += begun ? 1 : 0;
    }
  }

  /** The first free place was taken, and this one was behind it. */
  void popped(int link) {
    if (free > 0) {
      free--;
    } else if (begun && !inLimbo) {
      next = link;
    }
  }

  /** All that is in limbo is free now, for nothing was. */
  void spliced(int firstFree) {
    if (inLimbo) {
      inLimbo = false;
      free = limbo;
      limbo = 0;
    } else if (begun) {
      next = firstFree;
    }
  }
}

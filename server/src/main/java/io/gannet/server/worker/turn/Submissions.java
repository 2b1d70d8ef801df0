package io.gannet.server.worker.turn;

import io.gannet.ffi.loop.RingWait;
import io.gannet.ffi.uring.Ring;

/**
 * Room in the submission queue, for whoever is about to ask for entries. A full queue goes to the
 * kernel early; if the kernel takes nothing, for want of memory, the turn ends where it is, and
 * nothing is lost. One thread.
 */
final class Submissions {
  /** Entries that one step for one connection may take: cancel, abort, close, arm, send. */
  private static final int ENTRIES_PER_STEP = 8;

  private final Ring ring;
  private final MessageVectors vectors;

  Submissions(Ring ring, MessageVectors vectors) {
    this.ring = ring;
    this.vectors = vectors;
  }

  /** True if there is room for one step more. */
  boolean haveRoom() {
    return ring.sqSpaceLeft() >= ENTRIES_PER_STEP || submit();
  }

  /** Gives the kernel what is pending; true if there is room then. */
  boolean submit() {
    RingWait.check(ring.submitAndGetEvents());
    taken();
    return ring.sqSpaceLeft() >= ENTRIES_PER_STEP;
  }

  /** After an enter: what sends pointed to is free again if the kernel has taken all of them. */
  void taken() {
    if (!ring.hasPending()) {
      vectors.taken();
    }
  }
}

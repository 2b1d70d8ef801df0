package io.gannet.engine.process.conversation;

/** How the command that comes next in a conversation stands to memory that was not to be had. */
final class Patience {
  private enum State {
    /** It was never refused. */
    FRESH,
    /** It waits, and is tried again. */
    WAITS,
    /** It has waited for long enough: the next try is the last. */
    ENDS
  }

  private State state = State.FRESH;
  private int waitsBegun;
  private long wantedBytes;

  /** It waits for so many bytes; true if it begins to. */
  boolean waits(long bytes) {
    assert state != State.ENDS : "it was refused, not put off";
    boolean begins = state == State.FRESH;
    waitsBegun += begins ? 1 : 0;
    wantedBytes = bytes;
    state = State.WAITS;
    return begins;
  }

  /** True if it is refused if there still is no memory for it. */
  boolean hasEnded() {
    return state == State.ENDS;
  }

  /** It has waited for long enough; false if that was said before. */
  boolean giveUp() {
    assert state != State.FRESH : "nothing waits";
    boolean waited = state == State.WAITS;
    state = State.ENDS;
    return waited;
  }

  /** It is carried out or refused, and the next one comes. */
  void goOn() {
    state = State.FRESH;
  }

  /** How many commands have had to wait so far. */
  int waitsBegun() {
    return waitsBegun;
  }

  /** Bytes that the one which waits wants. */
  long wantedBytes() {
    return wantedBytes;
  }
}

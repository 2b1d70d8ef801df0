package io.gannet.ffi.epoll;

/** What an attempt to carry a request out says, if not its result, which is its last. */
final class Outcome {
  /** Has to wait for what it says in {@link Request#events}. */
  static final int WAITS = Integer.MIN_VALUE;

  /** Could go on, but it is the others' turn; waits as well. */
  static final int YIELDS = Integer.MIN_VALUE + 1;

  /** Has to be tried again later, as no event will tell when; waits as well. */
  static final int RETRIES = Integer.MIN_VALUE + 2;

  private Outcome() {}

  static boolean isOver(int outcome) {
    return outcome > RETRIES;
  }
}

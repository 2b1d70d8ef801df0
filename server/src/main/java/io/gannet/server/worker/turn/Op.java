package io.gannet.server.worker.turn;

/**
 * What a worker asks its ring for, and what it is told by other rings: the op of {@link
 * io.gannet.ffi.uring.UserData}, whose index is the connection's slot and whose generation says
 * which of the slot's users is meant.
 */
final class Op {
  /** A multishot receive into provided buffers. */
  static final int RECV = 1;

  /** A receive into the connection's own place. */
  static final int RECV_OWN = 2;

  /** A receive of one value into its place in the store, with what ends its request. */
  static final int RECV_VALUE = 3;

  /** A poll that says when the peer is gone. */
  static final int WATCH = 4;

  /** A send. */
  static final int SEND = 5;

  /** A zero-copy send: one of so many operations, so that their notifications are told apart. */
  static final int SEND_ZC = 16;

  static final int SEND_ZC_COUNT = 8;

  /** The cancelling of one operation of a connection, or of all of its. */
  static final int CANCEL = 6;

  /** The dissolving of a connection: its peer is sent a reset. */
  static final int ABORT = 7;

  /** The closing of a direct descriptor. */
  static final int CLOSE = 8;

  /** Posted by the listener: {@code res} is an accepted descriptor. */
  static final int ADOPT = 9;

  /** The worker's own timer. */
  static final int TICK = 10;

  /** Posted by the listener: stop. */
  static final int STOP = 11;

  /** Posted by the control plane: compare what the store believes with what lies in it. */
  static final int WALK = 12;

  /** Posted by another worker: there is mail. */
  static final int WAKE = 13;

  /** Posted by the control plane: the walk over all is over that a connection stands still for. */
  static final int WALKED = 14;

  /** Posted by the control plane: there are lines for a connection, or whether it may watch. */
  static final int LINES = 15;

  /** What is armed for a connection's next bytes, a bit each. */
  static final int LISTENING = 1 << RECV | 1 << RECV_OWN | 1 << RECV_VALUE | 1 << WATCH;

  /** True of what is armed for a connection's next bytes. */
  static boolean listens(int op) {
    return RECV <= op && op <= WATCH;
  }

  private Op() {}
}

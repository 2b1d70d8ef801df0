package io.gannet.server.worker;

/**
 * What a worker asks its ring for, and what it is told by other rings: the op of {@link
 * io.gannet.ffi.uring.UserData}, whose index is the connection's slot and whose generation says
 * which of the slot's users is meant.
 */
final class Op {
  /** A multishot receive into provided buffers. */
  static final int RECV = 1;

  /** A receive of one value into its place in the store. */
  static final int RECV_VALUE = 2;

  /** A send. */
  static final int SEND = 3;

  /** The cancelling of a connection's operations. */
  static final int CANCEL = 4;

  /** The closing of a direct descriptor. */
  static final int CLOSE = 5;

  /** Posted by the listener: {@code res} is an accepted descriptor. */
  static final int ADOPT = 6;

  /** The worker's own timer. */
  static final int TICK = 7;

  /** Posted by the listener: stop. */
  static final int STOP = 8;

  /** Posted by the control plane: compare what the store believes with what lies in it. */
  static final int WALK = 9;

  private Op() {}
}

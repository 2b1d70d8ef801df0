package io.gannet.bench.load;

/**
 * What a load thread asks its ring for: the op of {@link io.gannet.ffi.uring.UserData}, whose index
 * is the connection's and whose generation says which of its lives is meant.
 */
final class Op {
  /** A multishot receive into provided buffers. */
  static final int RECV = 1;

  /** A send. */
  static final int SEND = 2;

  /** A connect. */
  static final int CONNECT = 3;

  /** The cancelling of a connection's operations. */
  static final int CANCEL = 4;

  /** The thread's own timer. */
  static final int TICK = 5;

  private Op() {}
}

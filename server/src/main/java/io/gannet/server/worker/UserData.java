package io.gannet.server.worker;

/**
 * What a worker writes into an SQE's {@code user_data} and reads back from its CQEs.
 *
 * <pre>
 *  63     56 55                      32 31                                0
 * ┌─────────┬──────────────────────────┬──────────────────────────────────┐
 * │ op    8 │ generation            24 │ index                         32 │
 * └─────────┴──────────────────────────┴──────────────────────────────────┘
 * </pre>
 *
 * <p>The index is the connection's slot, the generation says which of the slot's users is meant, so
 * that a late CQE of the one before is recognised.
 */
final class UserData {
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

  private static final int INDEX_BITS = 32;
  private static final int GENERATION_BITS = 24;
  private static final int OP_BITS = 8;

  private static final int GENERATION_SHIFT = INDEX_BITS;
  private static final int OP_SHIFT = INDEX_BITS + GENERATION_BITS;

  static final int GENERATION_MASK = (1 << GENERATION_BITS) - 1;

  static {
    assert INDEX_BITS + GENERATION_BITS + OP_BITS == Long.SIZE;
  }

  private UserData() {}

  static long pack(int op, int generation, int index) {
    assert op >>> OP_BITS == 0 && generation >>> GENERATION_BITS == 0 && index >= 0;
    return (long) op << OP_SHIFT | (long) generation << GENERATION_SHIFT | index;
  }

  static int op(long userData) {
    return (int) (userData >>> OP_SHIFT);
  }

  static int generation(long userData) {
    return (int) (userData >>> GENERATION_SHIFT) & GENERATION_MASK;
  }

  static int index(long userData) {
    return (int) userData;
  }
}

package io.gannet.ffi.uring;

/**
 * One way to use an SQE's {@code user_data}, which its CQEs bring back and the kernel never looks
 * at: for those who have many things of a kind, with several operations on each.
 *
 * <pre>
 *  63     56 55                      32 31                                0
 * ┌─────────┬──────────────────────────┬──────────────────────────────────┐
 * │ op    8 │ generation            24 │ index                         32 │
 * └─────────┴──────────────────────────┴──────────────────────────────────┘
 * </pre>
 *
 * <p>The op is the caller's number for what was asked, the index says of which thing (a
 * connection), and the generation which of those is meant that had this index one after the other:
 * so a late CQE of one that is gone is recognised. Stateless; any thread.
 */
public final class UserData {
  private static final int INDEX_BITS = 32;
  private static final int GENERATION_BITS = 24;
  private static final int OP_BITS = 8;

  private static final int GENERATION_SHIFT = INDEX_BITS;
  private static final int OP_SHIFT = INDEX_BITS + GENERATION_BITS;

  /** The bits of a generation: counted up, it begins anew behind them. */
  public static final int GENERATION_MASK = (1 << GENERATION_BITS) - 1;

  static {
    assert INDEX_BITS + GENERATION_BITS + OP_BITS == Long.SIZE;
  }

  private UserData() {}

  /** All three in one word; op below 256, generation within the mask, index not negative. */
  public static long pack(int op, int generation, int index) {
    assert op >>> OP_BITS == 0 && generation >>> GENERATION_BITS == 0 && index >= 0;
    return (long) op << OP_SHIFT | (long) generation << GENERATION_SHIFT | index;
  }

  /** What was asked. */
  public static int op(long userData) {
    return (int) (userData >>> OP_SHIFT);
  }

  /** Which of those that have had the index. */
  public static int generation(long userData) {
    return (int) (userData >>> GENERATION_SHIFT) & GENERATION_MASK;
  }

  /** Of which thing. */
  public static int index(long userData) {
    return (int) userData;
  }
}

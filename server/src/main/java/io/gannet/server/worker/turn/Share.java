package io.gannet.server.worker.turn;

/**
 * How much of a shared pool one connection may hold: a part of what is free (Choudhury and Hahne:
 * "Dynamic queue length thresholds for shared-memory packet switches", 1998). Alone it may have a
 * fifth of all; the more the others hold, the less each may have, and whoever holds most is the
 * first to get no more. So there is always something free for those who hold nothing.
 *
 * <pre>
 *   held < free ∕ 4        n greedy ones end up with free = all ∕ (1 + n ∕ 4)
 * </pre>
 */
final class Share {
  private static final int FREE_PER_HELD = 4;

  private Share() {}

  /** True if whoever holds {@code held} may take so many more, one by one, of {@code free}. */
  static boolean allows(int held, int wanted, int free) {
    assert held >= 0 && wanted > 0 && free >= 0;
    int others = wanted - 1; // as if they were taken one after the other
    return wanted <= free && (long) (held + others) * FREE_PER_HELD < free - others;
  }
}

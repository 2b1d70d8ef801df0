package io.gannet.bench.load;

/** Powers of two. */
final class Pow2 {
  private Pow2() {}

  /** The smallest that is not below {@code n}, which is positive. */
  static int atLeast(int n) {
    return n <= 1 ? 1 : Integer.highestOneBit(n - 1) << 1;
  }
}

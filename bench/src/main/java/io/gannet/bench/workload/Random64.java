package io.gannet.bench.workload;

/**
 * SplitMix64 (Steele, Lea, Flood 2014): a counter whose every value is scrambled. A nanosecond a
 * number, no garbage. One thread.
 */
public final class Random64 {
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private long state;

  Random64(long seed) {
    state = seed;
  }

  /** The stream of load thread {@code index}: unrelated to that of any other. */
  static Random64 of(long seed, int index) {
    return new Random64(scramble(scramble(seed) + index + 1));
  }

  long next() {
    return scramble(state += GOLDEN);
  }

  /** 0 to bound - 1, bound ≥ 1. */
  long below(long bound) {
    return scale(next(), bound);
  }

  /** 0 to 1, without 1. */
  double fraction() {
    return fraction(next());
  }

  /** What 64 evenly spread bits are of 1: 0 to 1, without 1. */
  public static double fraction(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  /** All of 64 bits brought to 0 to bound - 1: their fraction of 2^64, times the bound. */
  static long scale(long bits, long bound) {
    return Math.unsignedMultiplyHigh(bits, bound);
  }

  /** A bijection of 64 bits after which every bit depends on every bit: SplitMix64's finisher. */
  public static long scramble(long word) {
    long z = (word ^ word >>> 30) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
    return z ^ z >>> 31;
  }
}

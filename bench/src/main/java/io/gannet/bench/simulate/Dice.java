package io.gannet.bench.simulate;

/** Numbers that follow from a seed: SplitMix64. */
final class Dice {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  Dice(long seed) {
    state = mix(seed + STEP);
  }

  /** The last step of SplitMix64: a number that looks like any other. */
  static long mix(long number) {
    long a = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
    return b ^ b >>> 31;
  }

  long next() {
    state += STEP;
    return mix(state);
  }

  /** Any of 0 … {@code bound} − 1. */
  int below(int bound) {
    return (int) ((next() >>> 33) % bound);
  }

  /** Any of {@code least} … {@code most}. */
  int between(int least, int most) {
    return least + below(most - least + 1);
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return below(times) == 0;
  }

  /** A power of two in between. */
  int powerOfTwo(int least, int most) {
    int shifts = Integer.numberOfTrailingZeros(most) - Integer.numberOfTrailingZeros(least);
    return least << below(shifts + 1);
  }

  @SafeVarargs
  final <T> T any(T... choices) {
    return choices[below(choices.length)];
  }

  /** One of them, by their weights. */
  int weighed(int[] weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int left = below(sum);
    int index = 0;
    while (left >= weights[index]) {
      left -= weights[index++];
    }
    return index;
  }
}

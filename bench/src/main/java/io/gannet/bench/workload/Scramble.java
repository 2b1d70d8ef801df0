package io.gannet.bench.workload;

/**
 * A permutation of 0 to n - 1, so that the popular are not neighbours. Immutable, any thread.
 *
 * <p>A word as narrow as n allows is scrambled by steps that each can be undone (odd factors,
 * shifted exclusive ors). A result that is n or more is scrambled again, until it is not: along the
 * cycle of a permutation that walk always ends, after fewer than two steps on average.
 */
final class Scramble {
  private static final long FACTOR = 0xBF58_476D_1CE4_E5B9L;

  private final long count;
  private final long mask;
  private final int shift;
  private final long first;
  private final long second;

  Scramble(long count, long seed) {
    this.count = count;
    int width = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(count - 1));
    this.mask = -1L >>> Long.SIZE - width;
    this.shift = (width + 1) / 2;
    this.first = Random64.scramble(seed) | 1;
    this.second = Random64.scramble(first);
  }

  long apply(long rank) {
    long word = rank;
    do {
      word = (word + second) * first & mask;
      word ^= word >>> shift;
      word = word * FACTOR & mask;
      word ^= word >>> shift;
    } while (word >= count);
    return word;
  }
}

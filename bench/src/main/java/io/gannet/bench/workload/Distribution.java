package io.gannet.bench.workload;

import java.util.Arrays;

/**
 * Whole numbers and how often each comes. The same bits always draw the same number, so that a size
 * drawn by a key's hash is the key's own for ever. Immutable, any thread; allocates nothing.
 */
public sealed interface Distribution {
  /** The number that 64 evenly spread bits draw. */
  int draw(long bits);

  /** The least number drawn. */
  int min();

  /** The greatest number drawn. */
  int max();

  /** What draws come to on average. */
  double mean();

  /** In words: {@code 64}, {@code 16 to 1024}, {@code 16 to 1024 (mean 80)}. */
  String describe();

  /** Always the same. */
  record Constant(int value) implements Distribution {
    @Override
    public int draw(long bits) {
      return value;
    }

    @Override
    public int min() {
      return value;
    }

    @Override
    public int max() {
      return value;
    }

    @Override
    public double mean() {
      return value;
    }

    @Override
    public String describe() {
      return Integer.toString(value);
    }
  }

  /** Each from {@code min} to {@code max}, both included, as often as another. */
  record Uniform(int min, int max) implements Distribution {
    @Override
    public int draw(long bits) {
      return min + (int) Random64.scale(bits, max - min + 1L);
    }

    @Override
    public double mean() {
      return ((double) min + max) / 2;
    }

    @Override
    public String describe() {
      return min + " to " + max;
    }
  }

  /** From {@code min} to {@code max}, both included, by its logarithm each as often as another. */
  record LogUniform(int min, int max) implements Distribution {
    @Override
    public int draw(long bits) {
      double drawn = min * Math.exp(Random64.fraction(bits) * Math.log((max + 1.0) / min));
      return (int) Math.min(drawn, max);
    }

    @Override
    public double mean() {
      return (max - min) / Math.log((double) max / min);
    }

    @Override
    public String describe() {
      return min + " to " + max + " by its logarithm";
    }
  }

  /** Ranges, each as often as its weight says; within a range each number as often as another. */
  final class Weighted implements Distribution {
    private final int[] lows;
    private final int[] highs;
    private final AliasTable table;
    private final int min;
    private final int max;
    private final double mean;

    /** Ranges that never come (weight 0) do not count for the least and the greatest. */
    public Weighted(int[] lows, int[] highs, double[] weights) {
      this.lows = lows.clone();
      this.highs = highs.clone();
      this.table = new AliasTable(weights);
      double sum = Arrays.stream(weights).sum();
      int least = Integer.MAX_VALUE;
      int greatest = 0;
      double product = 0;
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] > 0) {
          least = Math.min(least, lows[i]);
          greatest = Math.max(greatest, highs[i]);
          product += ((double) lows[i] + highs[i]) / 2 * (weights[i] / sum);
        }
      }
      this.min = least;
      this.max = greatest;
      this.mean = product;
    }

    @Override
    public int draw(long bits) {
      int range = table.draw(bits);
      int low = lows[range];
      int width = highs[range] - low + 1;
      // The bits have chosen the range: within it they would not be evenly spread any more.
      return width == 1 ? low : low + (int) Random64.scale(Random64.scramble(bits), width);
    }

    @Override
    public int min() {
      return min;
    }

    @Override
    public int max() {
      return max;
    }

    @Override
    public double mean() {
      return mean;
    }

    @Override
    public String describe() {
      return min == max ? Integer.toString(min) : "%d to %d (mean %.0f)".formatted(min, max, mean);
    }
  }
}

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

  /** In words: {@code 64}, {@code 16 to 1024}, {@code 12 sizes of 16 to 1024}. */
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

  /** Each as often as its weight says. */
  final class Weighted implements Distribution {
    private final int[] values;
    private final AliasTable table;
    private final int min;
    private final int max;
    private final double mean;

    /** Values that never come (weight 0) do not count as the least or the greatest. */
    Weighted(int[] values, double[] weights) {
      this.values = values.clone();
      this.table = new AliasTable(weights);
      double sum = Arrays.stream(weights).sum();
      int least = Integer.MAX_VALUE;
      int greatest = 0;
      double product = 0;
      for (int i = 0; i < values.length; i++) {
        if (weights[i] > 0) {
          least = Math.min(least, values[i]);
          greatest = Math.max(greatest, values[i]);
          product += values[i] * (weights[i] / sum);
        }
      }
      this.min = least;
      this.max = greatest;
      this.mean = product;
    }

    @Override
    public int draw(long bits) {
      return values[table.draw(bits)];
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
      return "%d weighted, %d to %d, mean %.1f".formatted(values.length, min, max, mean);
    }
  }
}

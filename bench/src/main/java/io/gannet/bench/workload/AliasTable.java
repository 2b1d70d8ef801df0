package io.gannet.bench.workload;

/**
 * Draws 0 to n - 1 with given weights by one number and one comparison, whatever n: Walker's alias
 * method, filled as Vose (1991) does. Immutable, any thread.
 */
final class AliasTable {
  /** Below its column's bound a draw is the column itself, else the column's alias. */
  private final long[] bounds;

  private final int[] aliases;

  /** {@code weights} ≥ 0, not all 0. */
  AliasTable(double[] weights) {
    int count = weights.length;
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double[] columns = new double[count];
    for (int i = 0; i < count; i++) {
      columns[i] = weights[i] / sum * count;
    }
    bounds = new long[count];
    aliases = new int[count];
    level(columns);
  }

  /** Gives what columns have above 1 to those below, which each need one giver only. */
  private void level(double[] columns) {
    int[] low = new int[columns.length];
    int[] high = new int[columns.length];
    int lows = 0;
    int highs = 0;
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] < 1) {
        low[lows++] = i;
      } else {
        high[highs++] = i;
      }
    }
    while (lows > 0 && highs > 0) {
      int poor = low[--lows];
      int rich = high[highs - 1];
      bounds[poor] = (long) (columns[poor] * 0x1p63) << 1;
      aliases[poor] = rich;
      columns[rich] -= 1 - columns[poor];
      if (columns[rich] < 1) {
        highs--;
        low[lows++] = rich;
      }
    }
    // What is left is 1, but for rounding.
    for (int i = 0; i < lows; i++) {
      fill(low[i]);
    }
    for (int i = 0; i < highs; i++) {
      fill(high[i]);
    }
  }

  private void fill(int column) {
    bounds[column] = -1;
    aliases[column] = column;
  }

  /** What 64 random bits draw: the product's high word is the column, the low one the height. */
  int draw(long bits) {
    int column = (int) Math.unsignedMultiplyHigh(bits, bounds.length);
    long height = bits * bounds.length;
    return Long.compareUnsigned(height, bounds[column]) < 0 ? column : aliases[column];
  }
}

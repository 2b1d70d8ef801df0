package io.gannet.bench.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Distributions out of option texts. */
final class Distributions {
  private static final String FILE = "file:";
  private static final String UNIFORM = "uniform:";
  private static final double WEIGHT_MAX = 1e18;

  private Distributions() {}

  static Distribution parse(String option, String text, int min, int max) {
    String word = text.strip();
    if (word.startsWith(FILE)) {
      return weighted(option, lines(option, word.substring(FILE.length())), min, max);
    }
    if (word.startsWith(UNIFORM)) {
      return uniform(option, word, word.substring(UNIFORM.length()).split(":", -1), min, max);
    }
    if (word.indexOf(':') > 0) {
      return weighted(option, List.of(word.split(",", -1)), min, max);
    }
    if (word.indexOf('-') > 0) {
      return uniform(option, word, word.split("-", -1), min, max);
    }
    if (word.isEmpty() || !Character.isDigit(word.charAt(0)) || word.indexOf(',') > 0) {
      throw Words.wrong(option, word, "N, LO-HI, uniform:LO:HI, N:WEIGHT,N:WEIGHT,… or file:PATH");
    }
    return new Distribution.Constant(Words.whole(option, word, min, max));
  }

  private static Distribution uniform(
      String option, String word, String[] bounds, int min, int max) {
    if (bounds.length != 2) {
      throw Words.wrong(option, word, "LO-HI or uniform:LO:HI");
    }
    int low = Words.whole(option, bounds[0], min, max);
    int high = Words.whole(option, bounds[1], low, max);
    return low == high ? new Distribution.Constant(low) : new Distribution.Uniform(low, high);
  }

  private static Distribution weighted(String option, List<String> pairs, int min, int max) {
    int[] lows = new int[pairs.size()];
    int[] highs = new int[lows.length];
    double[] weights = new double[lows.length];
    double sum = 0;
    for (int i = 0; i < lows.length; i++) {
      String[] pair = pairs.get(i).split("[:,]", -1);
      String[] range = pair[0].split("-", -1);
      if (pair.length != 2 || range.length > 2) {
        throw Words.wrong(option, pairs.get(i), "N:WEIGHT or LO-HI:WEIGHT");
      }
      lows[i] = Words.whole(option, range[0], min, max);
      highs[i] = range.length == 1 ? lows[i] : Words.whole(option, range[1], lows[i], max);
      weights[i] = Words.real(option, pair[1], 0, WEIGHT_MAX);
      sum += weights[i];
    }
    if (sum == 0) {
      throw new IllegalArgumentException(option + ": no weight is above 0");
    }
    return new Distribution.Weighted(lows, highs, weights);
  }

  /** What is in the file, but for empty lines and those that begin with #. */
  private static List<String> lines(String option, String path) {
    try (var lines = Files.lines(Path.of(path))) {
      return lines.map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
    } catch (IOException | InvalidPathException | UncheckedIOException e) {
      throw new IllegalArgumentException(option + ": cannot read " + path + ": " + e, e);
    }
  }
}

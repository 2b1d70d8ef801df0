package io.gannet.bench.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gannet.bench.trace.Verb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The clusters that there are: a table that comes with the bench, and says whose it is. */
public final class Clusters {
  private static final String FILE = "twitter-clusters.csv";
  private static final String ALLOWED = "twitter:1 to twitter:54, but not 5";

  private static final int NUMBER = 0;
  private static final int KEY_BYTES = 3;
  private static final int VALUE_BYTES = 4;
  private static final int MEAN_FREQUENCY = 6;
  private static final int ONE_HIT_PERCENT = 7;
  private static final int TTLS = 9;
  private static final int WSS_WITHOUT_TTL_MB = 10;
  private static final int WSS_MB = 11;
  private static final int OPERATIONS = 12;
  private static final int ALPHA = 13;
  private static final int COLUMNS = 14;

  private Clusters() {}

  /** Every row, also the one that says nothing. */
  public static List<Cluster> all() {
    try (InputStream in = Clusters.class.getResourceAsStream(FILE);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return lines.lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1) // headings
          .map(Clusters::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One of them.
   *
   * @param word {@code twitter:19}
   * @throws IllegalArgumentException naming those that there are
   */
  public static Cluster named(String word) {
    return all().stream()
        .filter(cluster -> cluster.word().equals(word) && cluster.isKnown())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "--like: '" + word + "' is no cluster that is known; allowed: " + ALLOWED));
  }

  /**
   * Those of these numbers.
   *
   * @param words {@code 1-18,22}
   * @throws IllegalArgumentException naming what is not understood
   */
  public static List<Cluster> numbered(String words) {
    List<Cluster> all = all();
    List<Cluster> some = all.stream().filter(one -> isIn(one.number(), words)).toList();
    if (some.isEmpty()) {
      throw new IllegalArgumentException(
          "--clusters: '" + words + "' names none; write 1-54 or 1,19,52");
    }
    return some;
  }

  private static boolean isIn(int number, String words) {
    for (String word : words.split(",", -1)) {
      String[] ends = word.strip().split("-", -1);
      try {
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        if (number >= first && number <= last && ends.length <= 2) {
          return true;
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "--clusters: '" + word + "' is no number; write 1-54 or 1,19,52", e);
      }
    }
    return false;
  }

  private static Cluster row(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalStateException(FILE + " has not " + COLUMNS + " columns: " + line);
    }
    double without = number(cells[WSS_WITHOUT_TTL_MB]);
    double with = number(cells[WSS_MB]);
    return new Cluster(
        Integer.parseInt(cells[NUMBER]),
        (int) number(cells[KEY_BYTES]),
        (int) number(cells[VALUE_BYTES]),
        number(cells[MEAN_FREQUENCY]),
        number(cells[ONE_HIT_PERCENT]) / 100,
        ttls(cells[TTLS]),
        without > 0 ? with / without : Double.NaN,
        verbs(cells[OPERATIONS]),
        cells[ALPHA].isEmpty() ? Double.NaN : number(cells[ALPHA]));
  }

  private static double number(String cell) {
    return cell.isEmpty() ? 0 : Double.parseDouble(cell);
  }

  private static Map<Integer, Double> ttls(String cell) {
    Map<Integer, Double> ttls = new LinkedHashMap<>();
    forEachPair(cell, (time, share) -> ttls.merge(seconds(time), share, Double::sum));
    return ttls;
  }

  /** {@code 10.2h}. */
  private static int seconds(String time) {
    double count = Double.parseDouble(time.substring(0, time.length() - 1));
    double unit = switch (time.charAt(time.length() - 1)) {
      case 's' -> 1;
      case 'h' -> 60 * 60;
      case 'd' -> 24 * 60 * 60;
      default -> throw new IllegalStateException(FILE + ": " + time + " is no time");
    };
    return (int) Math.round(count * unit);
  }

  /** What the table leaves of 1 are others: shared out among those that it names. */
  private static Map<Verb, Double> verbs(String cell) {
    Map<Verb, Double> verbs = new EnumMap<>(Verb.class);
    forEachPair(cell, (name, share) -> verbs.put(Verb.named(name), share));
    double sum = verbs.values().stream().mapToDouble(Double::doubleValue).sum();
    verbs.replaceAll((verb, share) -> share / sum);
    return verbs;
  }

  private static void forEachPair(String cell, BiConsumer<String, Double> consumer) {
    for (String pair : cell.isEmpty() ? new String[0] : cell.split(" ")) {
      String[] words = pair.split("=");
      consumer.accept(words[0], Double.parseDouble(words[1]));
    }
  }
}

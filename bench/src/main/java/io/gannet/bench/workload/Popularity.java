package io.gannet.bench.workload;

import java.util.List;

/** How often a key is asked for, compared with the others. */
public sealed interface Popularity {
  /** In words: {@code uniform}, {@code zipf 0.99}, … */
  String describe();

  /** Every key as often as another. */
  record Uniform() implements Popularity {
    @Override
    public String describe() {
      return "uniform";
    }
  }

  /** The k-th most popular key in proportion to k^-θ. */
  record Zipfian(double theta) implements Popularity {
    @Override
    public String describe() {
      return "zipf " + Words.number(theta);
    }
  }

  /** One after the other, over and over. */
  record Sequential() implements Popularity {
    @Override
    public String describe() {
      return "sequential";
    }
  }

  /** Some keys get a share of the requests of their own. */
  record HotSet(double keysPercent, double requestsPercent) implements Popularity {
    @Override
    public String describe() {
      return "hot set (%s %% of keys get %s %% of requests)"
          .formatted(Words.number(keysPercent), Words.number(requestsPercent));
    }
  }

  /**
   * As measured: keys in buckets, within which all are as popular.
   *
   * @param keys how many keys each bucket has; scaled to the count of keys asked for
   * @param weights how many of the requests go to each bucket
   */
  record Buckets(List<Long> keys, List<Double> weights) implements Popularity {
    /** Keeps copies. */
    public Buckets {
      keys = List.copyOf(keys);
      weights = List.copyOf(weights);
    }

    @Override
    public String describe() {
      return "popularity in " + keys.size() + " measured buckets";
    }
  }

  /**
   * Some requests are for keys that nobody asks for again; they lie behind the others and are never
   * filled beforehand.
   *
   * @param percent of requests
   */
  record Once(Popularity others, double percent) implements Popularity {
    @Override
    public String describe() {
      return others.describe() + ", " + Words.number(percent) + " % for keys asked once";
    }
  }

  /** Every key as often as another. */
  Popularity UNIFORM = new Uniform();

  /** θ above is of no use: all but a handful of keys would never come. */
  double THETA_MAX = 5;

  /** What {@link #parse} reads. */
  String ALLOWED =
      "uniform, zipf:THETA, sequential, hot:KEYS_PERCENT:REQUESTS_PERCENT;"
          + " with ,once:PERCENT behind it for keys asked once";

  /**
   * Reads {@code uniform}, {@code zipf:0.99}, {@code sequential} or {@code hot:1:90} (percent of
   * keys, of requests); with {@code ,once:5} behind it, so many percent are for keys asked once.
   */
  static Popularity parse(String text) {
    String[] parts = text.strip().split(",", -1);
    Popularity popularity = ofKeys(parts[0]);
    if (parts.length == 1) {
      return popularity;
    }
    if (parts.length != 2 || !parts[1].startsWith("once:")) {
      throw Words.wrong("popularity", text, ALLOWED);
    }
    return new Once(popularity, percent("keys asked once", parts[1].substring("once:".length())));
  }

  private static Popularity ofKeys(String text) {
    String[] words = text.split(":", -1);
    // A name, and how many words follow it.
    return switch (words[0] + " " + (words.length - 1)) {
      case "uniform 0" -> UNIFORM;
      case "sequential 0" -> new Sequential();
      case "zipf 1" -> new Zipfian(Words.real("zipf's theta", words[1], 0, THETA_MAX));
      case "hot 2" ->
          new HotSet(percent("hot keys", words[1]), percent("hot requests", words[2]));
      default -> throw Words.wrong("popularity", text, ALLOWED);
    };
  }

  private static double percent(String what, String word) {
    String number = word.endsWith("%") ? word.substring(0, word.length() - 1) : word;
    return Words.real(what, number, 0, 100);
  }
}

package io.gannet.bench.workload;

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

  /** Every key as often as another. */
  Popularity UNIFORM = new Uniform();

  /** θ above is of no use: all but a handful of keys would never come. */
  double THETA_MAX = 5;

  /** Reads {@code uniform}, {@code zipf:0.99}, {@code sequential} or {@code hot:1:90}. */
  static Popularity parse(String text) {
    String[] words = text.strip().split(":", -1);
    // A name, and how many words follow it.
    return switch (words[0] + " " + (words.length - 1)) {
      case "uniform 0" -> UNIFORM;
      case "sequential 0" -> new Sequential();
      case "zipf 1" -> new Zipfian(theta(words[1]));
      case "hot 2" ->
          new HotSet(percent("hot keys", words[1]), percent("hot requests", words[2]));
      default ->
          throw Words.wrong(
              "popularity",
              text,
              "uniform, zipf:THETA, sequential or hot:KEYS_PERCENT:REQUESTS_PERCENT");
    };
  }

  private static double theta(String word) {
    return Words.real("zipf's theta", word, 0, THETA_MAX);
  }

  private static double percent(String what, String word) {
    String number = word.endsWith("%") ? word.substring(0, word.length() - 1) : word;
    return Words.real(what, number, 0, 100);
  }
}

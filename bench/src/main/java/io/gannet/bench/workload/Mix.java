package io.gannet.bench.workload;

import java.util.Locale;

/**
 * How many of a hundred requests are of which kind. What is neither set nor delete is a get.
 *
 * @param getPercent with the others, 100
 */
public record Mix(double getPercent, double setPercent, double deletePercent) {
  /** Only gets. */
  public static final Mix GETS = new Mix(100, 0, 0);

  private static final String ALLOWED = "get=PERCENT,set=PERCENT,delete=PERCENT, 100 in all";

  /** Refuses what is not 100 in all. */
  public Mix {
    double sum = getPercent + setPercent + deletePercent;
    if (!(Math.abs(sum - 100) <= 1e-6)) { // nor NaN
      throw new IllegalArgumentException(
          "mix: " + Words.number(sum) + " percent in all; allowed: " + ALLOWED);
    }
  }

  /** Reads {@code get=90,set=9,delete=1}; a kind that is not named has none. */
  public static Mix parse(String text) {
    double[] percents = new double[Op.values().length];
    boolean[] seen = new boolean[percents.length];
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      int op = op(equals < 0 ? part : part.substring(0, equals));
      if (equals < 0 || seen[op]) {
        throw Words.wrong("mix", part, ALLOWED + ", each once");
      }
      seen[op] = true;
      percents[op] = Words.real("mix", part.substring(equals + 1), 0, 100);
    }
    return new Mix(
        percents[Op.GET.ordinal()], percents[Op.SET.ordinal()], percents[Op.DELETE.ordinal()]);
  }

  private static int op(String name) {
    for (Op op : Op.values()) {
      if (op.name().toLowerCase(Locale.ROOT).equals(name.strip())) {
        return op.ordinal();
      }
    }
    throw Words.wrong("mix", name, ALLOWED);
  }

  /** {@code get 90 set 10}: what there is any of. */
  public String describe() {
    StringBuilder words = new StringBuilder();
    append(words, "get", getPercent);
    append(words, "set", setPercent);
    append(words, "delete", deletePercent);
    return words.toString();
  }

  private static void append(StringBuilder words, String name, double percent) {
    if (percent > 0) {
      words.append(words.isEmpty() ? "" : " ").append(name).append(' ');
      words.append(Words.number(percent));
    }
  }
}

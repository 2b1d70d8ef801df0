package io.gannet.server.config;

import java.util.Collection;
import java.util.Optional;

/** Guesses which name was meant. */
public final class NearestName {
  private NearestName() {}

  /** A question to append to a message, naming the nearest of {@code names}; "" if none is near. */
  public static String question(String prefix, String written, Collection<String> names) {
    return of(written, names).map(name -> "; did you mean " + prefix + name + "?").orElse("");
  }

  /** The nearest name, if at most a third of it differs, or if it begins with what was written. */
  static Optional<String> of(String written, Collection<String> names) {
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      boolean begun = written.length() >= 3 && name.startsWith(written);
      int distance = begun ? 1 : distance(written, name);
      int allowed = Math.max(1, name.length() / 3);
      if (distance <= allowed && distance < least) {
        nearest = name;
        least = distance;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** How many letters to insert, drop, replace or swap with their neighbour. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cell(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cell(int[][] d, String a, String b, int i, int j) {
    int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, 1 + d[i - 2][j - 2]) : least;
  }
}

package io.gannet.bench.cli;

import java.util.List;

/** The words that this process was called with, for the files that say how they were made. */
public final class CommandWords {
  private static volatile List<String> words = List.of();

  private CommandWords() {}

  static void remember(List<String> given) {
    words = List.copyOf(given);
  }

  /** As one would type it: {@code ./gannet bench load --depth 32}. */
  public static String text() {
    StringBuilder text = new StringBuilder("./gannet");
    words.forEach(word -> text.append(' ').append(quoted(word)));
    return text.toString();
  }

  private static String quoted(String word) {
    boolean plain = word.matches("[\\w@%+=:,./-]+");
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

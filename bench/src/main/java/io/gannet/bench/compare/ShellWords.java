package io.gannet.bench.compare;

import java.util.ArrayList;
import java.util.List;

/** A command in one string, cut at blanks, with quotes as a shell has them and nothing else. */
public final class ShellWords {
  private ShellWords() {}

  /** Its words. */
  public static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (char c : text.toCharArray()) {
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        begun = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        begun = true;
      } else if (begun) {
        words.add(word.toString());
        word.setLength(0);
        begun = false;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quote is left open in: " + text);
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}

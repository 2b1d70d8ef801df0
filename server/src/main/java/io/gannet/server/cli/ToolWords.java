package io.gannet.server.cli;

import io.gannet.server.config.ConfigurationException;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Takes apart the words of a tool that asks a running server: {@code --name VALUE}, and others. */
final class ToolWords {
  /** Takes one word, or an option and its value; throws if it is not expected. */
  @FunctionalInterface
  interface Taker {
    /**
     * Called for each, in order.
     *
     * @param word an option's name, or any other word as it was written
     * @param value the option's; null of any other word
     */
    void take(String word, String value);
  }

  private ToolWords() {}

  /**
   * Hands on each word.
   *
   * @param valued the options that have a value, behind them or behind an equals sign
   * @throws ConfigurationException if one of these has none
   */
  static void read(List<String> args, Set<String> valued, Taker taker) {
    Iterator<String> words = args.iterator();
    while (words.hasNext()) {
      String word = words.next();
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!valued.contains(name)) {
        taker.take(word, null);
      } else if (equals >= 0) {
        taker.take(name, word.substring(equals + 1));
      } else if (words.hasNext()) {
        taker.take(name, words.next());
      } else {
        throw new ConfigurationException(name + " wants a value; --help says which");
      }
    }
  }

  /** A number above 0, of an option of that name. */
  static long count(String name, String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new ConfigurationException(name + " " + text + ": give a number above 0");
    }
    return Long.parseLong(text);
  }
}

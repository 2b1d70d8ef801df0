package io.gannet.server.cli;

import io.gannet.engine.option.Option;
import io.gannet.server.config.Given;
import io.gannet.server.config.OptionTable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the command lines that nearly every start has: {@code --name value}, {@code --name=value},
 * {@code -x value}, {@code --switch}, {@code --no-switch}. It answers for no other: whatever is
 * shorter, stranger or wrong is picocli's to read and to explain.
 *
 * <p>It is here for the start's sake. Picocli's classes are of a version that no AOT cache takes,
 * and loading them was most of what a start took; see server/docs.
 */
final class PlainWords {
  private static final String CONFIG = "--config";
  private static final String MEMCACHED_CONF = "--memcached-conf";

  private final Map<String, Option> options = new HashMap<>();
  private final Iterator<String> args;
  private final Words words = new Words();

  private PlainWords(OptionTable table, Iterator<String> args) {
    this.args = args;
    for (Option option : table.options()) {
      options.put("--" + option.name(), option);
      if (option.shortName() != null) {
        options.put("-" + option.shortName(), option);
      }
    }
  }

  /** The words read, or nothing if one of them is not plain. */
  static Optional<Words> read(OptionTable table, List<String> args) {
    PlainWords plain = new PlainWords(table, args.iterator());
    while (plain.args.hasNext()) {
      if (!plain.readOne(plain.args.next())) {
        return Optional.empty();
      }
    }
    return Optional.of(plain.words);
  }

  private boolean readOne(String word) {
    int equals = word.indexOf('=');
    if (equals > 0 && word.startsWith("--")) {
      return readValue(word.substring(0, equals), word.substring(equals + 1));
    }
    boolean no = word.startsWith("--no-");
    Option option = options.get(no ? "--" + word.substring("--no-".length()) : word);
    if (isSwitch(option)) {
      words.add(Given.flag(option, no ? "false" : "true"));
      return true;
    }
    return args.hasNext() && readValue(word, args.next());
  }

  private boolean readValue(String word, String value) {
    Option option = options.get(word);
    boolean plain = !value.startsWith("-") && !isSwitch(option);
    if (plain && option != null) {
      boolean name = word.startsWith("--");
      words.add(name ? Given.flag(option, value) : Given.letter(option, value));
    } else if (plain && word.equals(CONFIG)) {
      words.config(value);
    } else if (plain && word.equals(MEMCACHED_CONF)) {
      words.memcachedConf(value);
    } else {
      return false;
    }
    return true;
  }

  private static boolean isSwitch(Option option) {
    return option != null && option.type() == Option.Type.SWITCH;
  }
}

package io.gannet.server.cli;

import io.gannet.engine.option.Option;
import io.gannet.server.config.ConfigurationException;
import io.gannet.server.config.OptionTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A command line in memcached's spelling, in ours: letters in one word, {@code -vvp 11211}, values
 * that follow their letter at once, {@code -m64}, its long names, its extended options. What is
 * ours already stays as it is.
 */
final class MemcachedWords {
  private static final String EXTENDED_LETTER = "o";
  private static final String EXTENDED_NAME = "extended";

  private final OptionTable table;
  private final Iterator<String> args;
  private final List<String> ours = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private MemcachedWords(OptionTable table, Iterator<String> args) {
    this.table = table;
    this.args = args;
  }

  /**
   * The same said in our words.
   *
   * @param words as {@link Words#of} takes them
   * @param notes one for each option that means nothing here
   */
  record Read(List<String> words, List<String> notes) {}

  /**
   * Translates.
   *
   * @throws ConfigurationException if an option lacks its value, or must not be ignored
   */
  static Read read(OptionTable table, List<String> args) {
    MemcachedWords words = new MemcachedWords(table, args.iterator());
    while (words.args.hasNext()) {
      words.readOne(words.args.next());
    }
    return new Read(words.ours, words.notes);
  }

  private void readOne(String word) {
    if (word.startsWith("--")) {
      readLong(word);
    } else if (word.length() > 1 && word.startsWith("-")) {
      readLetters(word);
    } else {
      ours.add(word);
    }
  }

  private void readLong(String word) {
    int equals = word.indexOf('=');
    String name = word.substring(2, equals < 0 ? word.length() : equals);
    String value = equals < 0 ? null : word.substring(equals + 1);
    MemcachedOption option = MemcachedOption.ofLongName(name);
    if (table.option(name) != null || option == null && !name.equals(EXTENDED_NAME)) {
      copy(word, name, value);
    } else if (option == null) {
      readExtended(value == null ? next(word) : value);
    } else {
      String given = value == null && option.valued() ? next(word) : value;
      take(option, "--" + name, given);
    }
  }

  /** One of ours, with its value if that is a word of its own. */
  private void copy(String word, String name, String value) {
    ours.add(word);
    Option option = table.option(name);
    boolean valued =
        option != null && option.type() != Option.Type.SWITCH || Grammar.takesFile(name);
    if (valued && value == null && args.hasNext()) {
      ours.add(args.next());
    }
  }

  /** As getopt(3) takes them: up to the first that has a value: the rest, or the next word. */
  private void readLetters(String word) {
    for (int i = 1; i < word.length(); i++) {
      String letter = word.substring(i, i + 1);
      String rest = word.substring(i + 1);
      MemcachedOption option = MemcachedOption.ofLetter(letter.charAt(0));
      if (letter.equals(EXTENDED_LETTER)) {
        readExtended(rest.isEmpty() ? next("-" + letter) : rest);
        return;
      }
      if (option == null) {
        ours.add("-" + word.substring(i));
        return;
      }
      if (option.valued()) {
        take(option, "-" + letter, rest.isEmpty() ? next("-" + letter) : rest);
        return;
      }
      take(option, "-" + letter, null);
    }
  }

  private String next(String word) {
    if (!args.hasNext()) {
      throw new ConfigurationException(word + " lacks its value");
    }
    return args.next();
  }

  private void readExtended(String list) {
    for (String one : list.split(",")) {
      int equals = one.indexOf('=');
      String name = equals < 0 ? one : one.substring(0, equals);
      MemcachedOption option = MemcachedOption.ofExtended(name);
      if (option == null) {
        throw new ConfigurationException("-o " + name + ": memcached has no such option");
      }
      take(option, "-o " + name, equals < 0 ? null : one.substring(equals + 1));
    }
  }

  private void take(MemcachedOption option, String place, String value) {
    if (option.refused()) {
      throw new ConfigurationException(place + ": " + option.word());
    }
    if (option.word() != null) {
      note(option, place, value);
    } else if (option.isOurs()) {
      takeOurs(option, place, value);
    } else {
      set(option, place, value);
    }
  }

  /** No word about what asks for nothing: UDP that is off. */
  private void note(MemcachedOption option, String place, String value) {
    if (!"0".equals(value)) {
      notes.add(place + ": " + option.word());
    }
  }

  private void takeOurs(MemcachedOption option, String place, String value) {
    for (Option one : table.options()) {
      if (option.name().equals(one.shortName())) {
        addOurs(one, value);
        return;
      }
    }
    notes.add(place + ": this product has nothing like it");
  }

  /** memcached picks a free port for -1, and has none for 0; ours is the other way round. */
  private void addOurs(Option option, String value) {
    ours.add("-" + option.shortName());
    if (value != null) {
      ours.add(option.shortName().equals("p") && value.equals("-1") ? "0" : value);
    }
  }

  private void set(MemcachedOption option, String place, String value) {
    if (option.valued() && value == null) {
      throw new ConfigurationException(place + " lacks its value");
    }
    List<String> settings = option.ours();
    if (table.option(settings.get(0)) == null) {
      notes.add(place + ": this product has no --" + settings.get(0));
      return;
    }
    for (int i = 0; i < settings.size(); i += 2) {
      String set = settings.get(i + 1);
      boolean isSwitch = table.option(settings.get(i)).type() == Option.Type.SWITCH;
      if (isSwitch) {
        ours.add((set.equals("true") ? "--" : "--no-") + settings.get(i));
      } else {
        ours.add("--" + settings.get(i));
        boolean its = set.startsWith(MemcachedOption.ITS_VALUE);
        ours.add(its ? value + set.substring(MemcachedOption.ITS_VALUE.length()) : set);
      }
    }
  }
}

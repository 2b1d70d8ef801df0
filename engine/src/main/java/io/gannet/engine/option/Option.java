package io.gannet.engine.option;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One option that a room declares: the same row makes the command line, the configuration file, the
 * environment's variable, {@code --print-config}, the admin's view and the reference.
 *
 * @param name without dashes, {@code max-connections}
 * @param shortName one letter where memcached has one for it, else null
 * @param shortUnit what a bare number after that letter counts in: 1, or 1 MiB for memcached's -m
 * @param type how its text is read
 * @param placeholder what help shows for the value, {@code N}
 * @param defaultText its default, as a user would write it
 * @param choices the words allowed, for {@link Type#CHOICE}; of other types those that may stand
 *     in a value's place, such as {@code auto}
 * @param unit what a {@link Type#DURATION} counts in, else null
 * @param min the least value allowed, for numbers, bytes, durations and, in thousandths, decimals
 * @param max the greatest value allowed, likewise
 * @param help one sentence
 */
public record Option(
    String name,
    String shortName,
    long shortUnit,
    Type type,
    String placeholder,
    String defaultText,
    List<String> choices,
    TimeUnit unit,
    long min,
    long max,
    String help) {

  /** What the names of all variables begin with. */
  public static final String VARIABLE_PREFIX = "GANNET_";

  /** How an option's text is read. */
  public enum Type {
    /** Any text. */
    TEXT,
    /** Texts set off by commas; given several times in one place they add up. */
    LIST,
    /** One of {@link Option#choices}. */
    CHOICE,
    /** A whole number. */
    NUMBER,
    /** A number with up to three decimals. */
    DECIMAL,
    /** A size: {@code 1GiB}, {@code 64m} (memcached's), {@code 4096}. */
    BYTES,
    /** A time: {@code 500ms}, {@code 2m}; a bare number counts in {@link Option#unit}. */
    DURATION,
    /** CPUs as taskset(1) takes them: {@code 0,2-3}; or none. */
    CPUS,
    /** On or off; on the command line also {@code --name} and {@code --no-name}. */
    SWITCH
  }

  /** Of these to a whole one, in which decimals are counted. */
  public static final int PARTS = 1000;

  private static Option of(
      String name, Type type, String placeholder, String defaultText, String help) {
    return new Option(
        name, null, 1, type, placeholder, defaultText, List.of(), null, 0, 0, help);
  }

  private Option within(long least, long most) {
    return new Option(
        name, shortName, shortUnit, type, placeholder, defaultText, choices, unit, least, most,
        help);
  }

  private Option counting(TimeUnit in) {
    return new Option(
        name, shortName, shortUnit, type, placeholder, defaultText, choices, in, min, max, help);
  }

  private Option words(List<String> words) {
    return new Option(
        name, shortName, shortUnit, type, placeholder, defaultText, List.copyOf(words), unit,
        min, max, help);
  }

  /** An option that takes any text; "" by default if it is to be unset. */
  public static Option text(String name, String placeholder, String defaultText, String help) {
    return of(name, Type.TEXT, placeholder, defaultText, help);
  }

  /** An option that takes texts set off by commas. */
  public static Option list(String name, String placeholder, String defaultText, String help) {
    return of(name, Type.LIST, placeholder, defaultText, help);
  }

  /** An option that takes a list of CPUs; none by default. */
  public static Option cpus(String name, String help) {
    return of(name, Type.CPUS, "CPUS", "", help);
  }

  /** An option that takes one of a few words. */
  public static Option choice(String name, String defaultText, List<String> choices, String help) {
    return of(name, Type.CHOICE, String.join("|", choices), defaultText, help).words(choices);
  }

  /** An option that takes the name of a constant. */
  public static <E extends Enum<E> & Choice> Option choice(
      String name, E defaultChoice, String help) {
    List<String> choices = Choice.texts(defaultChoice.getDeclaringClass());
    return choice(name, defaultChoice.text(), choices, help);
  }

  /** An option that takes a whole number in {@code [min, max]}. */
  public static Option number(
      String name, String defaultText, long min, long max, String help) {
    return of(name, Type.NUMBER, "N", defaultText, help).within(min, max);
  }

  /** An option that takes a number in {@code [min, max]}, which are given in thousandths. */
  public static Option decimal(
      String name, String defaultText, long min, long max, String help) {
    return of(name, Type.DECIMAL, "X.Y", defaultText, help).within(min, max);
  }

  /** An option that takes a size in {@code [min, max]} bytes. */
  public static Option bytes(String name, String defaultText, long min, long max, String help) {
    return of(name, Type.BYTES, "SIZE", defaultText, help).within(min, max);
  }

  /** An option that takes a time in {@code [min, max]} of a unit, of which it is a multiple. */
  public static Option duration(
      String name, String defaultText, TimeUnit unit, long min, long max, String help) {
    return of(name, Type.DURATION, "TIME", defaultText, help).within(min, max).counting(unit);
  }

  /** An option that is on or off. */
  public static Option onOff(String name, boolean on, String help) {
    return of(name, Type.SWITCH, "", on ? "true" : "false", help);
  }

  /** The same option that takes a word, too: {@code auto}. */
  public Option or(String word) {
    return words(List.of(word));
  }

  /** True if a text is one of the words that it takes. */
  public boolean isWord(String text) {
    return choices.contains(text);
  }

  /** The variable of the environment that sets it, {@code GANNET_MAX_CONNECTIONS}. */
  public String variable() {
    return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The same option with memcached's letter for it. */
  public Option shortName(String letter) {
    return shortName(letter, 1);
  }

  /** The same option with memcached's letter, after which a bare number counts {@code unit}s. */
  public Option shortName(String letter, long letterUnit) {
    return new Option(
        name, letter, letterUnit, type, placeholder, defaultText, choices, unit, min, max, help);
  }
}

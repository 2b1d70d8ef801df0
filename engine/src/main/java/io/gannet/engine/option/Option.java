package io.gannet.engine.option;

import java.util.List;

/**
 * One option that a room declares: the same row makes the command line, the configuration file,
 * {@code --print-config} and the admin's view.
 *
 * @param name without dashes, {@code max-connections}
 * @param shortName one letter where memcached has one for it, else null
 * @param shortUnit what a bare number after that letter counts in: 1, or 1 MiB for memcached's -m
 * @param type how its text is read
 * @param placeholder what help shows for the value, {@code N}
 * @param defaultText its default, as a user would write it
 * @param choices the words allowed, for {@link Type#CHOICE}, else empty
 * @param min the least value allowed, for numbers, bytes and durations
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
    long min,
    long max,
    String help) {

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
    /** A size: {@code 1GiB}, {@code 64m} (memcached's), {@code 4096}. */
    BYTES,
    /** On or off; on the command line also {@code --name} and {@code --no-name}. */
    SWITCH
  }

  /** An option that takes any text; "" by default if it is to be unset. */
  public static Option text(String name, String placeholder, String defaultText, String help) {
    return new Option(name, null, 1, Type.TEXT, placeholder, defaultText, List.of(), 0, 0, help);
  }

  /** An option that takes texts set off by commas. */
  public static Option list(String name, String placeholder, String defaultText, String help) {
    return new Option(name, null, 1, Type.LIST, placeholder, defaultText, List.of(), 0, 0, help);
  }

  /** An option that takes one of a few words. */
  public static Option choice(String name, String defaultText, List<String> choices, String help) {
    String placeholder = String.join("|", choices);
    return new Option(
        name, null, 1, Type.CHOICE, placeholder, defaultText, List.copyOf(choices), 0, 0, help);
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
    return new Option(name, null, 1, Type.NUMBER, "N", defaultText, List.of(), min, max, help);
  }

  /** An option that takes a size in {@code [min, max]} bytes. */
  public static Option bytes(String name, String defaultText, long min, long max, String help) {
    return new Option(name, null, 1, Type.BYTES, "SIZE", defaultText, List.of(), min, max, help);
  }

  /** An option that is on or off. */
  public static Option onOff(String name, boolean on, String help) {
    String defaultText = on ? "true" : "false";
    return new Option(name, null, 1, Type.SWITCH, "", defaultText, List.of(), 0, 0, help);
  }

  /** The same option with memcached's letter for it. */
  public Option shortName(String letter) {
    return shortName(letter, 1);
  }

  /** The same option with memcached's letter, after which a bare number counts {@code unit}s. */
  public Option shortName(String letter, long unit) {
    return new Option(
        name, letter, unit, type, placeholder, defaultText, choices, min, max, help);
  }
}

package io.gannet.server.config;

import io.gannet.engine.option.Option;

/**
 * One value as a user wrote it.
 *
 * @param option what it is for
 * @param text the value, not yet read
 * @param unit what a bare number counts in, if a size is wanted
 * @param origin who said so
 * @param place for messages: {@code --threads}, {@code -t}, {@code gannet.toml:3: threads}
 */
public record Given(Option option, String text, long unit, Origin origin, String place) {
  /** Written after the option's name. */
  public static Given flag(Option option, String text) {
    return new Given(option, text, 1, Origin.FLAG, "--" + option.name());
  }

  /** Written after the option's letter, whose bare numbers may have a unit of their own. */
  public static Given letter(Option option, String text) {
    return new Given(option, text, option.shortUnit(), Origin.FLAG, "-" + option.shortName());
  }

  /** Not written by anyone: less than the default, as the host can't give that. */
  static Given host(Option option, long number) {
    return new Given(option, Long.toString(number), 1, Origin.HOST, "host: " + option.name());
  }

  /** Set in the environment. */
  static Given variable(Option option, String text) {
    return variable(option, text, option.variable());
  }

  /** Set in the environment by a name that is another's. */
  public static Given variable(Option option, String text, String name) {
    return new Given(option, text, 1, Origin.ENVIRONMENT, name);
  }

  /** Where it was written, without the option's name: {@code gannet.toml:3}. */
  String source() {
    return place.replaceFirst(": [^:]*$", "");
  }

  /** The same, written in a file. */
  public Given inFile(String where) {
    return new Given(option, text, unit, Origin.FILE, where + place);
  }

  /** Written in a file. */
  static Given line(Option option, String text, String file, int line) {
    String place = file + ":" + line + ": " + option.name();
    return new Given(option, text, 1, Origin.FILE, place);
  }
}

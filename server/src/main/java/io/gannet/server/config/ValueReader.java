package io.gannet.server.config;

import io.gannet.engine.option.Option;
import java.util.OptionalLong;

/** Reads what a user wrote as the option's type has it, or says what would have been allowed. */
final class ValueReader {
  private ValueReader() {}

  /** Reads a value that a user gave. */
  static Setting read(Given given) {
    return switch (given.option().type()) {
      case TEXT, LIST -> new Setting(given.option(), given.text(), 0, given.origin());
      case CHOICE -> choice(given);
      case NUMBER, BYTES -> number(given);
      case SWITCH -> onOff(given);
    };
  }

  private static Setting choice(Given given) {
    if (!given.option().choices().contains(given.text())) {
      throw wrong(given);
    }
    return new Setting(given.option(), given.text(), 0, given.origin());
  }

  private static Setting number(Given given) {
    Option option = given.option();
    boolean bytes = option.type() == Option.Type.BYTES;
    OptionalLong read = bytes ? ByteSize.parse(given.text(), given.unit()) : whole(given.text());
    long number = read.orElseThrow(() -> wrong(given));
    if (number < option.min() || number > option.max()) {
      throw wrong(given);
    }
    return new Setting(option, write(option, number), number, given.origin());
  }

  private static Setting onOff(Given given) {
    boolean on = given.text().equals("true");
    if (!on && !given.text().equals("false")) {
      throw wrong(given);
    }
    return new Setting(given.option(), given.text(), on ? 1 : 0, given.origin());
  }

  private static OptionalLong whole(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static String write(Option option, long number) {
    return option.type() == Option.Type.BYTES ? ByteSize.format(number) : Long.toString(number);
  }

  private static ConfigurationException wrong(Given given) {
    String message = "%s: '%s' is not allowed; it takes %s";
    return new ConfigurationException(
        message.formatted(given.place(), given.text(), allowed(given.option())));
  }

  /** What the option takes, in words. */
  static String allowed(Option option) {
    return switch (option.type()) {
      case TEXT, LIST -> "any text";
      case CHOICE -> "one of " + String.join(", ", option.choices());
      case NUMBER -> "a whole number " + range(option);
      case BYTES -> "a size " + range(option) + ", such as 512KiB, 64MiB or 1GiB";
      case SWITCH -> "true or false";
    };
  }

  private static String range(Option option) {
    String min = write(option, option.min());
    return option.max() == Long.MAX_VALUE
        ? "of at least " + min
        : "from " + min + " to " + write(option, option.max());
  }
}

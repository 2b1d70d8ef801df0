package io.gannet.server.config;

import io.gannet.engine.option.CpuList;
import io.gannet.engine.option.Option;
import java.math.BigDecimal;
import java.util.OptionalLong;

/** Reads what a user wrote as the option's type has it, or says what would have been allowed. */
final class ValueReader {
  private ValueReader() {}

  /** Reads a value that a user gave. */
  static Setting read(Given given) {
    Option option = given.option();
    if (option.isWord(given.text())) {
      return setting(given, given.text(), -1);
    }
    return switch (option.type()) {
      case TEXT, LIST -> setting(given, given.text(), 0);
      case CHOICE -> throw wrong(given);
      case NUMBER, DECIMAL, BYTES, DURATION -> number(given);
      case CPUS -> cpus(given);
      case SWITCH -> onOff(given);
    };
  }

  private static Setting setting(Given given, String text, long number) {
    return new Setting(given.option(), text, number, given.origin(), given.source());
  }

  private static Setting number(Given given) {
    Option option = given.option();
    long number = parse(given).orElseThrow(() -> wrong(given));
    if (number < option.min() || number > option.max()) {
      throw wrong(given);
    }
    return setting(given, write(option, number), number);
  }

  private static OptionalLong parse(Given given) {
    return switch (given.option().type()) {
      case BYTES -> ByteSize.parse(given.text(), given.unit());
      case DURATION -> Duration.parse(given.text(), given.option().unit());
      case DECIMAL -> thousandths(given.text());
      default -> whole(given.text());
    };
  }

  private static Setting cpus(Given given) {
    try {
      CpuList.parse(given.text());
      return setting(given, given.text(), 0);
    } catch (IllegalArgumentException e) {
      throw wrong(given);
    }
  }

  private static Setting onOff(Given given) {
    boolean on = given.text().equals("true");
    if (!on && !given.text().equals("false")) {
      throw wrong(given);
    }
    return setting(given, given.text(), on ? 1 : 0);
  }

  private static OptionalLong whole(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Of a decimal without an exponent; empty if it has more than three digits behind the point. */
  private static OptionalLong thousandths(String text) {
    if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
      return OptionalLong.empty();
    }
    try {
      BigDecimal parts = new BigDecimal(text).multiply(BigDecimal.valueOf(Option.PARTS));
      return OptionalLong.of(parts.longValueExact());
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  private static String write(Option option, long number) {
    return switch (option.type()) {
      case BYTES -> ByteSize.format(number);
      case DURATION -> Duration.format(number, option.unit());
      case DECIMAL -> BigDecimal.valueOf(number, 3).stripTrailingZeros().toPlainString();
      default -> Long.toString(number);
    };
  }

  private static ConfigurationException wrong(Given given) {
    String message = "%s: '%s' is not allowed; it takes %s";
    return new ConfigurationException(
        message.formatted(given.place(), given.text(), allowed(given.option())));
  }

  /** What the option takes, in words. */
  static String allowed(Option option) {
    String words = String.join(", ", option.choices());
    return switch (option.type()) {
      case TEXT, LIST -> "any text";
      case CHOICE -> "one of " + words;
      case NUMBER -> "a whole number " + range(option);
      case DECIMAL -> "a number " + range(option) + ", with three decimals at most";
      case BYTES -> "a size " + range(option) + ", such as 512KiB, 64MiB or 1GiB";
      case DURATION -> "a time " + range(option) + ", such as 500ms, 30s or 2m"
          + (words.isEmpty() ? "" : "; or " + words);
      case CPUS -> "a list such as 0 or 0,2-3";
      case SWITCH -> "true or false";
    };
  }

  /** From what to what, as a user would write it. */
  static String range(Option option) {
    String min = write(option, option.min());
    return option.max() == Long.MAX_VALUE
        ? "of at least " + min
        : "from " + min + " to " + write(option, option.max());
  }
}

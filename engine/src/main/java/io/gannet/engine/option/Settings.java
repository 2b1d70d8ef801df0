package io.gannet.engine.option;

/** The values that options have in this run. Each room reads its own options from it, at start. */
public interface Settings {
  /** The value of a text or choice option. */
  String text(Option option);

  /** The constant that a choice option names. */
  default <E extends Enum<E> & Choice> E choice(Option option, Class<E> type) {
    return Choice.of(type, text(option));
  }

  /** The value of a number or bytes option. */
  long number(Option option);

  /** The value of a switch. */
  boolean on(Option option);

  /** True if a user set it, on the command line or in the file. */
  boolean isSet(Option option);
}

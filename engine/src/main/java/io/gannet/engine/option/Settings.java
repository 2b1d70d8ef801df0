package io.gannet.engine.option;

/** The values that options have in this run. Each room reads its own options from it, at start. */
public interface Settings {
  /** The value of a text or choice option. */
  String text(Option option);

  /** The constant that a choice option names. */
  default <E extends Enum<E> & Choice> E choice(Option option, Class<E> type) {
    return Choice.of(type, text(option));
  }

  /**
   * The value of a number, bytes or duration option, of the last in its unit; of a decimal in
   * thousandths; -1 if it is set to a word.
   */
  long number(Option option);

  /** True if an option is set to one of the words that may stand in its value's place. */
  default boolean isWord(Option option) {
    return option.isWord(text(option));
  }

  /** The value of a switch. */
  boolean on(Option option);

  /** True if a user set it, on the command line or in the file. */
  boolean isSet(Option option);
}

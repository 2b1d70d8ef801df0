package io.gannet.engine.option;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the constants of an enum are that a {@link Option.Type#CHOICE} offers. */
public interface Choice {
  /** As Java names it, {@code LFU}. */
  String name();

  /** As the option names it, {@code lfu}. */
  default String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static <E extends Enum<E> & Choice> E of(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  /** The names of all, in order. */
  static <E extends Enum<E> & Choice> List<String> texts(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Choice::text).toList();
  }
}

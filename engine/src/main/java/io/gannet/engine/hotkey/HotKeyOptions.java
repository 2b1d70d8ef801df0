package io.gannet.engine.hotkey;

import io.gannet.engine.option.Option;
import java.util.List;

/** What may be set of the counting of keys. */
public final class HotKeyOptions {
  /** One request of so many is counted. */
  public static final Option SAMPLE =
      Option.number(
          "hotkeys-sample",
          "100",
          1,
          1_000_000,
          "Counts the key of one request of so many, to tell which are asked for most.");

  /** All of them. */
  public static final List<Option> ALL = List.of(SAMPLE);

  private HotKeyOptions() {}
}

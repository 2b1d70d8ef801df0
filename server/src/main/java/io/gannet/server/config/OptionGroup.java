package io.gannet.server.config;

import io.gannet.engine.option.Option;
import java.util.List;

/**
 * The options of one room.
 *
 * @param title heading in the help and in a configuration file
 * @param options in the order in which they are shown
 */
public record OptionGroup(String title, List<Option> options) {
  public OptionGroup {
    options = List.copyOf(options);
  }
}

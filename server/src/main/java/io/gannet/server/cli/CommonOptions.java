package io.gannet.server.cli;

import io.gannet.engine.option.Option;
import io.gannet.server.Server;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.OptionTable;
import io.gannet.server.product.Product;
import java.util.ArrayList;
import java.util.List;

/** The options that every product has. */
final class CommonOptions {
  /** Says more about failures. */
  static final Option VERBOSE =
      Option.onOff("verbose", false, "Shows the stack trace of a failed start.").shortName("v");

  /** Whose rights it keeps; {@code -u} as in memcached. */
  static final Option USER =
      Option.text(
              "user", "NAME", "", "User that it becomes before it opens anything, if it is root.")
          .shortName("u");

  /** Where it says what process it is; {@code -P} as in memcached. */
  static final Option PID_FILE =
      Option.text(
              "pid-file", "FILE", "", "File that holds its process id for as long as it serves.")
          .shortName("P");

  private static final OptionGroup GROUP =
      new OptionGroup("General", List.of(USER, PID_FILE, VERBOSE));

  private CommonOptions() {}

  /** All that can be said about a product. */
  static OptionTable table(Product product) {
    List<OptionGroup> groups = new ArrayList<>(product.options());
    groups.addAll(Server.OPTIONS);
    groups.add(GROUP);
    return new OptionTable(groups);
  }
}

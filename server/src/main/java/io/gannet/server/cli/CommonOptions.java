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

  private static final OptionGroup GROUP = new OptionGroup("General", List.of(VERBOSE));

  private CommonOptions() {}

  /** All that can be said about a product. */
  static OptionTable table(Product product) {
    List<OptionGroup> groups = new ArrayList<>(product.options());
    groups.addAll(Server.OPTIONS);
    groups.add(GROUP);
    return new OptionTable(groups);
  }
}

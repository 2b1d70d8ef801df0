package io.gannet.server.cli;

import io.gannet.server.config.OptionTable;
import io.gannet.server.product.Product;
import io.gannet.server.product.Products;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code --help} prints. */
final class HelpText {
  private static final int WIDTH = 100;

  private HelpText() {}

  static String of(Product product, OptionTable table) {
    CommandSpec spec = Grammar.grouped(table);
    spec.usageMessage().width(WIDTH).sortOptions(false);
    spec.usageMessage().longOptionsMaxWidth(28).adjustLineBreaksForWideCJKCharacters(false);
    spec.usageMessage().customSynopsis("gannet [PRODUCT] [OPTIONS]");
    spec.usageMessage().header(products(product));
    return new CommandLine(spec).getUsageMessage(Ansi.OFF);
  }

  private static String[] products(Product shown) {
    StringBuilder text = new StringBuilder("Cache servers on io_uring.%n%nProducts:%n");
    for (Product product : Products.ALL) {
      String note = product == Products.DEFAULT ? " (default)" : "";
      text.append("  %-12s %s%s%%n".formatted(product.name(), product.summary(), note));
    }
    text.append("%nOptions of ").append(shown.name()).append(", defaults in brackets:%n");
    return new String[] {text.toString()};
  }
}

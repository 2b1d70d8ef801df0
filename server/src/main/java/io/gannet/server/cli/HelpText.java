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
  private static final int OPTIONS_WIDTH = 34;
  private static final int NAME_WIDTH = 14;

  private HelpText() {}

  static String of(Product product, OptionTable table) {
    CommandSpec spec = Grammar.grouped(table);
    spec.usageMessage()
        .width(WIDTH)
        .sortOptions(false)
        .longOptionsMaxWidth(OPTIONS_WIDTH)
        .customSynopsis("gannet [PRODUCT] [OPTIONS]")
        .description(
            products(),
            "%nBeside them: gannet stats tells what a running server counts, gannet top what it"
                + " does,%ngannet keys what it stores, gannet klog what it has logged; gannet bench"
                + " measures%nservers, gannet doctor examines this host.",
            "%nOptions of " + product.name() + ", defaults in brackets."
                + " Each may also be a line of the file of%n--config, max-connections = 2000,"
                + " or a variable, GANNET_MAX_CONNECTIONS=2000; flags win%nover variables, these"
                + " over the file:");
    return new CommandLine(spec).setSeparator(" ").getUsageMessage(Ansi.OFF);
  }

  private static String products() {
    StringBuilder text = new StringBuilder("%nProducts:");
    for (Product product : Products.ALL) {
      String note = product == Products.DEFAULT ? " (default)" : "";
      text.append("%n  ").append(padded(product.name())).append(product.summary()).append(note);
    }
    return text.toString();
  }

  private static String padded(String name) {
    return name + " ".repeat(Math.max(2, NAME_WIDTH - name.length()));
  }
}

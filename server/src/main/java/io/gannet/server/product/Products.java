package io.gannet.server.product;

import io.gannet.engine.option.Option;
import io.gannet.server.config.OptionGroup;
import java.util.List;

/** STAND-IN for the lead's: two products with a few options. */
public final class Products {
  private static final long MIB = 1L << 20;

  private static final OptionGroup NETWORK =
      new OptionGroup(
          "Network",
          List.of(
              Option.number("port", "11211", 0, 65535, "TCP port to serve on; 0 takes a free one.")
                  .shortName("p"),
              Option.text("listen", "ADDRESS", "127.0.0.1", "Address to serve on.")
                  .shortName("l"),
              Option.number("max-connections", "1024", 1, 1 << 20, "Connections at most.")
                  .shortName("c"),
              Option.onOff("nodelay", true, "Sets TCP_NODELAY on every connection.")));

  private static final OptionGroup WORKER =
      new OptionGroup(
          "Worker",
          List.of(
              Option.number("threads", "1", 1, 256, "Worker threads.").shortName("t"),
              Option.onOff("warm-up", true, "Warms up before the port opens.")));

  private static final OptionGroup MEMORY =
      new OptionGroup(
          "Memory",
          List.of(
              Option.bytes("memory", "64MiB", 8 * MIB, 1L << 44, "Items and their index.")
                  .shortName("m", MIB),
              Option.choice(
                  "hugepages",
                  "auto",
                  List.of("auto", "1g", "2m", "thp", "off"),
                  "Pages to map memory with.")));

  /** All of them, in the order that help shows. */
  public static final List<Product> ALL =
      List.of(
          new Row("segcache", "a general cache", List.of(NETWORK, WORKER, MEMORY)),
          new Row("pingserver", "answers pings", List.of(NETWORK, WORKER)));

  /** What runs when none is named. */
  public static final Product DEFAULT = ALL.get(0);

  private Products() {}

  private record Row(String name, String summary, List<OptionGroup> options) implements Product {}
}

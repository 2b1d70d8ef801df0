package io.gannet.server.config;

import io.gannet.engine.option.Option;
import java.util.List;

/** One option of each type, to test with. */
final class Rows {
  static final long MIB = 1L << 20;
  static final Option WORKERS = Option.number("workers", "1", 1, 64, "Threads.").shortName("t");
  static final Option MEMORY =
      Option.bytes("memory", "64MiB", 8 * MIB, 1L << 40, "Items.").shortName("m", MIB);
  static final Option LIMIT = Option.bytes("limit", "0", 0, Long.MAX_VALUE, "A limit.");
  static final Option HOST = Option.text("host", "HOST", "127.0.0.1", "Address.");
  static final Option PAGES = Option.choice("pages", "auto", List.of("auto", "2m"), "Pages.");
  static final Option WARM_UP = Option.onOff("warm-up", true, "Warms up.");
  static final OptionTable TABLE =
      new OptionTable(
          List.of(
              new OptionGroup("Worker", List.of(WORKERS, WARM_UP)),
              new OptionGroup("Memory", List.of(MEMORY, LIMIT, PAGES, HOST))));

  private Rows() {}
}

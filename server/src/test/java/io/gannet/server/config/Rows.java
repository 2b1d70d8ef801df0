package io.gannet.server.config;

import io.gannet.engine.option.Option;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One option of each type, to test with. */
final class Rows {
  static final long MIB = 1L << 20;
  static final Option WORKERS = Option.number("workers", "1", 1, 64, "Threads.").shortName("t");
  static final Option MEMORY =
      Option.bytes("memory", "64MiB", 8 * MIB, 1L << 40, "Items.").shortName("m", MIB);
  static final Option LIMIT = Option.bytes("limit", "0", 0, Long.MAX_VALUE, "A limit.");
  static final Option HOST = Option.text("host", "HOST", "127.0.0.1", "Address.");
  static final Option PAGES = Option.choice("pages", "auto", List.of("auto", "2m"), "Pages.");
  static final Option IDLE =
      Option.duration("idle", "30s", TimeUnit.SECONDS, 0, 86_400, "Idle time.");
  static final Option SPIN =
      Option.duration("spin", "auto", TimeUnit.MICROSECONDS, 0, 1_000_000, "Spins.").or("auto");
  static final Option FACTOR = Option.decimal("factor", "1.25", 1020, 4000, "A factor.");
  static final Option CPUS = Option.cpus("cpus", "CPUs.");
  static final Option WARM_UP = Option.onOff("warm-up", true, "Warms up.");
  static final OptionTable TABLE =
      new OptionTable(
          List.of(
              new OptionGroup("Worker", List.of(WORKERS, WARM_UP, IDLE, SPIN, FACTOR, CPUS)),
              new OptionGroup("Memory", List.of(MEMORY, LIMIT, PAGES, HOST))));

  private Rows() {}
}

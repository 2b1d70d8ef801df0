package io.gannet.server.worker.option;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.ffi.memory.Policy;
import java.util.List;

/**
 * The memory that shards are laid out in.
 *
 * @param memoryBytes items and index of all workers together
 * @param pages which pages are wanted
 * @param populate when they become resident
 */
public record ShardOptions(long memoryBytes, Policy pages, Populate populate) {
  /** No memory at all, for a product that stores nothing. */
  public static final ShardOptions NONE = new ShardOptions(0, Policy.OFF, Populate.ON);

  private static final long MIB = 1L << 20;
  private static final long TIB = 1L << 40;

  /** How much; {@code -m} as in memcached, where a bare number means MiB. */
  public static final Option MEMORY =
      Option.bytes("memory", "1GiB", 2 * MIB, 64 * TIB, "Memory of items and index together.")
          .shortName("m", MIB);

  /** Which pages. */
  public static final Option HUGEPAGES =
      Option.choice(
          "hugepages",
          "auto",
          List.of("auto", "1g", "2m", "thp", "off"),
          "Pages of that memory: auto takes the largest to be had.");

  /** When. */
  public static final Option POPULATE =
      Option.choice(
          "populate",
          Populate.ON.text(),
          List.of(Populate.ON.text(), Populate.BACKGROUND.text(), Populate.OFF.text()),
          "Has that memory resident before the port opens, soon, or as it is used.");

  /** The rows, in the order in which help shows them. */
  public static final List<Option> ALL = List.of(MEMORY, HUGEPAGES, POPULATE);

  /** Reads this room's options. */
  public static ShardOptions from(Settings settings) {
    return new ShardOptions(
        settings.number(MEMORY),
        Policy.parse(settings.text(HUGEPAGES)),
        Populate.parse(settings.text(POPULATE)));
  }
}

package io.gannet.engine.process.memcache;

import io.gannet.engine.option.Option;
import java.util.List;

/** What may be set of the memcached protocol. */
public final class MemcacheOptions {
  /** Whether a client may end the server. */
  public static final Option ENABLE_SHUTDOWN =
      Option.onOff("enable-shutdown", false, "Let clients end the server by \"shutdown\".")
          .shortName("A");

  /** Whether a client may have the store walked. */
  public static final Option ENABLE_DEBUG =
      Option.onOff(
          "enable-debug",
          false,
          "Let clients have all items of all workers counted by \"debug walk\", between requests.");

  /** All of them. */
  public static final List<Option> ALL = List.of(ENABLE_SHUTDOWN, ENABLE_DEBUG);

  private MemcacheOptions() {}
}

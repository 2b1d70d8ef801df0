package io.gannet.engine.process.memcache;

import io.gannet.engine.option.Option;
import java.util.List;

/** What may be set of the memcached protocol. */
public final class MemcacheOptions {
  /** Whether a client may end the server. */
  public static final Option ENABLE_SHUTDOWN =
      Option.onOff("enable-shutdown", false, "Let clients end the server by \"shutdown\".")
          .shortName("A");

  /** All of them. */
  public static final List<Option> ALL = List.of(ENABLE_SHUTDOWN);

  private MemcacheOptions() {}
}

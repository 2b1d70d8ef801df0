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

  /** Whether a client may have what is stored listed. */
  public static final Option DUMPS =
      Option.onOff(
          "dumps",
          true,
          "Let clients list what is stored by \"lru_crawler metadump\", mgdump or cachedump.");

  /** Whether a client may watch. */
  public static final Option WATCHES =
      Option.onOff(
          "watches", true, "Let clients watch what is fetched, stored, deleted and evicted.");

  /** Whether a client may have all items forgotten. */
  public static final Option ENABLE_FLUSH_ALL =
      Option.onOff("enable-flush-all", true, "Let clients forget all items by \"flush_all\".");

  /** What is spoken; {@code -B} as in memcached. */
  public static final Option PROTOCOL =
      Option.choice(
              "protocol",
              Admittance.Dialects.AUTO,
              "What is spoken: auto tells text and packets apart by a client's first byte.")
          .shortName("B");

  /** Who may; {@code -Y} as in memcached. */
  public static final Option AUTH_FILE =
      Option.text(
              "auth-file",
              "FILE",
              "",
              "Users, a line user:password each, read again at SIGHUP: clients say who they are"
                  + " before anything else.")
          .shortName("Y");

  /** That clients of the binary protocol have to say who they are. */
  public static final Option SASL =
      Option.onOff(
          "sasl",
          false,
          "Speak packets alone unless --protocol says more, and ask for SASL PLAIN, by the users"
              + " of --auth-file or MEMCACHED_SASL_PWDB.");

  /** All of them. */
  public static final List<Option> ALL =
      List.of(
          PROTOCOL, AUTH_FILE, SASL, ENABLE_FLUSH_ALL, ENABLE_SHUTDOWN, ENABLE_DEBUG, DUMPS,
          WATCHES);

  private MemcacheOptions() {}
}

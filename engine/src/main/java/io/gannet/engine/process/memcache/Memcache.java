package io.gannet.engine.process.memcache;

import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.util.List;

/** A store behind memcached's port: its keyspace, and the encodings that are spoken there. */
public final class Memcache {
  private Memcache() {}

  /** Without {@code debug walk}, over all keys. */
  public static KeyValueProcessor processor(
      Store store,
      CoarseClock clock,
      MemcacheMetrics metrics,
      Statistics statistics,
      String version,
      Runnable shutdown) {
    return processor(
        store, clock, metrics, statistics, version, shutdown, false, Ownership.ALONE);
  }

  /** With {@code debug walk} or not; what is stored may be listed. */
  public static KeyValueProcessor processor(
      Store store,
      CoarseClock clock,
      MemcacheMetrics metrics,
      Statistics statistics,
      String version,
      Runnable shutdown,
      boolean debug,
      Ownership ownership) {
    return processor(
        store, clock, metrics, statistics, version, shutdown, debug, true, ownership);
  }

  /**
   * Over a keyspace of its own.
   *
   * @param statistics what {@code stats} tells
   * @param version what {@code version} tells
   * @param shutdown called when a client asks for the end of the server; null if none may
   * @param debug whether a client may say {@code debug walk}
   * @param dumps whether a client may have what is stored listed
   * @param ownership which keys are its own
   */
  public static KeyValueProcessor processor(
      Store store,
      CoarseClock clock,
      MemcacheMetrics metrics,
      Statistics statistics,
      String version,
      Runnable shutdown,
      boolean debug,
      boolean dumps,
      Ownership ownership) {
    Keyspace keyspace = new Keyspace(store, clock, metrics);
    Administration administration =
        new Administration(store, statistics, version, shutdown, debug);
    Expiry expiry = new Expiry(clock);
    BinaryEncoding binary =
        new BinaryEncoding(keyspace, metrics, expiry, statistics, version);
    TextEncoding text =
        new TextEncoding(
            keyspace, metrics, new Translation(expiry), administration, new Dumps(dumps));
    return new KeyValueProcessor(keyspace, ownership, List.of(binary, text));
  }
}

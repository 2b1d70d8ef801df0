package io.gannet.engine.process.memcache;

import io.gannet.engine.process.conversation.Encoding;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.process.kv.Keyspace;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.util.List;

/** A store behind memcached's port: its keyspace, and the encodings that are spoken there. */
public final class Memcache {
  private Memcache() {}

  /** Over all keys, where no client may ask for more than the end of the server. */
  public static KeyValueProcessor processor(
      Store store,
      CoarseClock clock,
      MemcacheMetrics metrics,
      Statistics statistics,
      String version,
      Runnable shutdown) {
    return processor(
        store, clock, metrics, statistics, version, new Grants(shutdown, null, null, ""),
        Ownership.ALONE);
  }

  /**
   * Over a keyspace of its own.
   *
   * @param statistics what {@code stats} tells
   * @param version what {@code version} tells
   * @param grants what clients may ask of the server
   * @param ownership which keys are its own
   */
  public static KeyValueProcessor processor(
      Store store,
      CoarseClock clock,
      MemcacheMetrics metrics,
      Statistics statistics,
      String version,
      Grants grants,
      Ownership ownership) {
    Admittance admittance = Admittance.ALL.with(grants);
    return processor(store, clock, metrics, statistics, version, admittance, ownership);
  }

  /**
   * The same.
   *
   * @param admittance what clients may do, and which
   */
  public static KeyValueProcessor processor(
      Store store,
      CoarseClock clock,
      MemcacheMetrics metrics,
      Statistics statistics,
      String version,
      Admittance admittance,
      Ownership ownership) {
    Keyspace keyspace = new Keyspace(store, clock, metrics, statistics.prefixes().another());
    Administration administration =
        new Administration(statistics, version, admittance.grants(), ownership.own());
    Expiry expiry = new Expiry(clock);
    Login login = new Login(admittance.users(), metrics);
    BinaryEncoding binary =
        new BinaryEncoding(keyspace, metrics, expiry, statistics, version, login, admittance);
    TextEncoding text =
        new TextEncoding(
            keyspace, metrics, new Translation(expiry), administration,
            new Dumps(admittance.dumps()), login, admittance.flushes());
    List<Encoding> spoken =
        switch (admittance.dialects()) {
          case AUTO -> List.of(binary, text);
          case ASCII -> List.of(text);
          case BINARY -> List.of(binary);
        };
    return new KeyValueProcessor(keyspace, ownership, spoken);
  }
}

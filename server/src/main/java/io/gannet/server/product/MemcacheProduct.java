package io.gannet.server.product;

import io.gannet.engine.hotkey.HotKeyOptions;
import io.gannet.engine.hotkey.HotKeys;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.StatNames;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.memcache.Admittance;
import io.gannet.engine.process.memcache.Grants;
import io.gannet.engine.process.memcache.Memcache;
import io.gannet.engine.process.memcache.MemcacheMetrics;
import io.gannet.engine.process.memcache.MemcacheOptions;
import io.gannet.engine.process.memcache.MemcachedNames;
import io.gannet.engine.process.memcache.Statistics;
import io.gannet.engine.slow.SlowOptions;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.klog.KlogOptions;
import io.gannet.server.listener.ListenerOptions;
import io.gannet.server.watch.WatchOptions;
import io.gannet.server.worker.option.Shard;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** memcached's protocol over a storage: a subclass says which, and what the two are called. */
abstract class MemcacheProduct implements Product {
  /**
   * memcached's whose words are spoken, and nothing else: clients choose their ways by it, and some
   * take the first three numbers, others the last three. Ours is {@code gannet_version} in stats.
   */
  private static final String VERSION = "1.6.18";

  static final Option PORT = ListenerOptions.port(11211);

  private final String name;
  private final String summary;
  private final List<Option> storageOptions;

  MemcacheProduct(String name, String summary, List<Option> storageOptions) {
    this.name = name;
    this.summary = summary;
    this.storageOptions = storageOptions;
  }

  /** Makes the store of one shard, of which others may read if it is shared. */
  interface Storage {
    Opened open(MemorySegment memory, CoarseClock clock, long hashSeed, boolean shared);
  }

  /** A store, what it counts, and which items fit it. */
  record Opened(Store store, MetricGroup metrics, String fits) {}

  /** The storage as this run is set. */
  abstract Storage configured(Settings settings);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String summary() {
    return summary;
  }

  @Override
  public final Option port() {
    return PORT;
  }

  @Override
  public final String spokenVersion() {
    return VERSION;
  }

  @Override
  public final boolean stores() {
    return true;
  }

  @Override
  public final List<OptionGroup> ownOptions() {
    return List.of(
        new OptionGroup("Storage", storageOptions),
        new OptionGroup("Protocol", MemcacheOptions.ALL),
        new OptionGroup("Hot keys", HotKeyOptions.ALL),
        new OptionGroup("Command log", KlogOptions.ALL),
        new OptionGroup("Slow requests", SlowOptions.ALL),
        new OptionGroup("Watchers", WatchOptions.ALL));
  }

  @Override
  public final StatNames statNames(Settings settings) {
    return MemcachedNames.ALL.with("settings", MemcachedSettings.of(settings, storageOptions));
  }

  /** A stranger is refused by who serves; a packet that asks is followed by one that ends. */
  @Override
  public final Probe probe(Settings settings) {
    if (dialects(settings) == Admittance.Dialects.BINARY) {
      String rest = "\0".repeat(22);
      return new Probe("\u0080\u000b" + rest + "\u0080\u0007" + rest, "\u0081\u000b");
    }
    boolean asked = !settings.text(MemcacheOptions.AUTH_FILE).isEmpty();
    return new Probe("version\r\n", asked ? "CLIENT_ERROR unauthenticated" : "VERSION ");
  }

  @Override
  public final Shard.Factory shards(Settings settings, Surroundings server) {
    Statistics statistics = new Statistics();
    server.telling().thenAccept(statistics::add);
    UsersFile users = UsersFile.of(settings);
    return new Shards(
        configured(settings), Seed.secret(), sample(settings), statistics,
        admittance(settings, server, users), users);
  }

  /** Whom a warm-up serves is no stranger, and says what it likes. */
  @Override
  public final Shard.Factory scratchShards(Settings settings) {
    return new Shards(
        configured(settings), Seed.secret(), sample(settings), new Statistics(), Admittance.ALL,
        null);
  }

  private static int sample(Settings settings) {
    return (int) settings.number(HotKeyOptions.SAMPLE);
  }

  private static Admittance admittance(
      Settings settings, Surroundings server, UsersFile users) {
    Grants grants =
        new Grants(
            settings.on(MemcacheOptions.ENABLE_SHUTDOWN) ? server.shutdown() : null,
            settings.on(MemcacheOptions.ENABLE_DEBUG) ? server.walks() : null,
            settings.on(MemcacheOptions.WATCHES) ? server.watches() : null,
            server.cluster());
    return new Admittance(
        grants,
        settings.on(MemcacheOptions.ENABLE_FLUSH_ALL),
        settings.on(MemcacheOptions.DUMPS),
        dialects(settings),
        users == null ? null : users.users());
  }

  /** Who wants SASL wants packets alone, as with memcached, unless more is asked for. */
  static Admittance.Dialects dialects(Settings settings) {
    boolean packets =
        settings.on(MemcacheOptions.SASL) && !settings.isSet(MemcacheOptions.PROTOCOL);
    return packets
        ? Admittance.Dialects.BINARY
        : settings.choice(MemcacheOptions.PROTOCOL, Admittance.Dialects.class);
  }

  /** The shards of one server. */
  private record Shards(
      Storage storage,
      long seed,
      int sample,
      Statistics statistics,
      Admittance admittance,
      UsersFile users)
      implements Shard.Factory {
    @Override
    public Shard open(MemorySegment memory, CoarseClock clock, Ownership ownership) {
      Opened opened = storage.open(memory, clock, seed, ownership.shards() > 1);
      MemcacheMetrics metrics = new MemcacheMetrics();
      KeyValueProcessor processor =
          Memcache.processor(
              opened.store(), clock, metrics, statistics, VERSION, admittance, ownership);
      processor.countKeys(new HotKeys(sample, seed + ownership.own()));
      return new Shard(processor, List.of(metrics, opened.metrics()), opened.fits());
    }

    @Override
    public Optional<String> readAgain() {
      return Optional.ofNullable(users).map(UsersFile::readAgain);
    }
  }
}

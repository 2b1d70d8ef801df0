package io.gannet.server.product;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.StatNames;
import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.process.memcache.Grants;
import io.gannet.engine.process.memcache.Memcache;
import io.gannet.engine.process.memcache.MemcacheMetrics;
import io.gannet.engine.process.memcache.MemcacheOptions;
import io.gannet.engine.process.memcache.MemcachedNames;
import io.gannet.engine.process.memcache.Statistics;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.klog.KlogOptions;
import io.gannet.server.listener.ListenerOptions;
import io.gannet.server.worker.option.Shard;
import java.lang.foreign.MemorySegment;
import java.util.List;

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
        new OptionGroup("Command log", KlogOptions.ALL));
  }

  @Override
  public final StatNames statNames(Settings settings) {
    return MemcachedNames.ALL.with("settings", MemcachedSettings.of(settings, storageOptions));
  }

  @Override
  public final Probe probe() {
    return new Probe("version\r\n", "VERSION ");
  }

  @Override
  public final Shard.Factory shards(Settings settings, Surroundings server) {
    Storage storage = configured(settings);
    Grants grants =
        new Grants(
            settings.on(MemcacheOptions.ENABLE_SHUTDOWN) ? server.shutdown() : null,
            settings.on(MemcacheOptions.ENABLE_DEBUG) ? server.walks() : null,
            server.cluster());
    long seed = Seed.secret();
    Statistics statistics = new Statistics();
    server.telling().thenAccept(statistics::add);
    return (memory, clock, ownership) -> {
      Opened opened = storage.open(memory, clock, seed, ownership.shards() > 1);
      MemcacheMetrics metrics = new MemcacheMetrics();
      KeyValueProcessor processor =
          Memcache.processor(
              opened.store(), clock, metrics, statistics, VERSION, grants, ownership);
      return new Shard(processor, List.of(metrics, opened.metrics()), opened.fits());
    };
  }
}

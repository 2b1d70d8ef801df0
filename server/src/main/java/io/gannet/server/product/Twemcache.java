package io.gannet.server.product;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.engine.process.memcache.MemcacheMetrics;
import io.gannet.engine.process.memcache.MemcacheOptions;
import io.gannet.engine.process.memcache.MemcacheProcessor;
import io.gannet.engine.process.memcache.Statistics;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import io.gannet.server.Version;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.listener.ListenerOptions;
import io.gannet.server.worker.Shard;
import io.gannet.server.worker.WarmUp;
import java.util.List;

/** memcached's protocol over slabs: a memcached replacement in the way of Twemcache. */
final class Twemcache implements Product {
  /** memcached's whose words are spoken first: clients choose their ways by it. */
  private static final String VERSION = "1.6.18-gannet-" + Version.text();

  private static final Option PORT = ListenerOptions.port(11211);

  @Override
  public String name() {
    return "twemcache";
  }

  @Override
  public String summary() {
    return "memcached's protocol over slabs: evicts whole slabs, items never move";
  }

  @Override
  public Option port() {
    return PORT;
  }

  @Override
  public boolean stores() {
    return true;
  }

  @Override
  public List<OptionGroup> ownOptions() {
    return List.of(
        new OptionGroup("Storage", SlabOptions.ALL),
        new OptionGroup("Protocol", MemcacheOptions.ALL));
  }

  @Override
  public Shard.Factory shards(Settings settings, Statistics statistics, Runnable shutdown) {
    SlabOptions options = SlabOptions.from(settings);
    Runnable allowed = settings.on(MemcacheOptions.ENABLE_SHUTDOWN) ? shutdown : null;
    boolean debug = settings.on(MemcacheOptions.ENABLE_DEBUG);
    return (memory, clock) -> {
      SlabStore store = new SlabStore(memory, options, clock, Seed.secret());
      MemcacheMetrics metrics = new MemcacheMetrics();
      MemcacheProcessor processor =
          new MemcacheProcessor(store, clock, metrics, statistics, VERSION, allowed, debug);
      return new Shard(processor, List.of(metrics, store.metrics()));
    };
  }

  @Override
  public byte[] refusal() {
    return "ERROR Too many open connections\r\n".getBytes(US_ASCII);
  }

  @Override
  public List<WarmUp.Exchange> warmUp() {
    return MemcacheWarmUp.exchanges();
  }
}

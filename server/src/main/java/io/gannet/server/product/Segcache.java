package io.gannet.server.product;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.engine.process.memcache.MemcacheMetrics;
import io.gannet.engine.process.memcache.MemcacheOptions;
import io.gannet.engine.process.memcache.MemcacheProcessor;
import io.gannet.engine.process.memcache.Statistics;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.server.Version;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.listener.ListenerOptions;
import io.gannet.server.worker.Shard;
import io.gannet.server.worker.WarmUp;
import java.util.List;

/** memcached's protocol over segments: the general-purpose cache. */
final class Segcache implements Product {
  /** memcached's whose words are spoken first: clients choose their ways by it. */
  private static final String VERSION = "1.6.18-gannet-" + Version.text();

  private static final Option PORT = ListenerOptions.port(11211);

  @Override
  public String name() {
    return "segcache";
  }

  @Override
  public String summary() {
    return "memcached's protocol over TTL-aware segments: the general-purpose cache";
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
        new OptionGroup("Storage", SegOptions.ALL),
        new OptionGroup("Protocol", MemcacheOptions.ALL));
  }

  @Override
  public Shard.Factory shards(Settings settings, Statistics statistics, Runnable shutdown) {
    SegOptions options = SegOptions.from(settings);
    Runnable allowed = settings.on(MemcacheOptions.ENABLE_SHUTDOWN) ? shutdown : null;
    boolean debug = settings.on(MemcacheOptions.ENABLE_DEBUG);
    return (memory, clock) -> {
      SegStore store = new SegStore(memory, options, clock, Seed.secret());
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

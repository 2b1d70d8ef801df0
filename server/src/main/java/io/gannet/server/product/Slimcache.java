package io.gannet.server.product;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.option.Option;
import io.gannet.engine.option.Settings;
import io.gannet.engine.process.memcache.MemcacheMetrics;
import io.gannet.engine.process.memcache.MemcacheOptions;
import io.gannet.engine.process.memcache.MemcacheProcessor;
import io.gannet.engine.process.memcache.Statistics;
import io.gannet.engine.store.cuckoo.CuckooOptions;
import io.gannet.engine.store.cuckoo.CuckooStore;
import io.gannet.server.Version;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.listener.ListenerOptions;
import io.gannet.server.worker.Shard;
import io.gannet.server.worker.WarmUp;
import java.util.List;

/** memcached's protocol over a cuckoo table of fixed slots: for very small items. */
final class Slimcache implements Product {
  /** memcached's whose words are spoken first: clients choose their ways by it. */
  private static final String VERSION = "1.6.18-gannet-" + Version.text();

  /** With a key of 12 bytes it fills the smallest slot there is. */
  private static final String WARM_UP_VALUE = "x".repeat(4);

  private static final Option PORT = ListenerOptions.port(11211);

  @Override
  public String name() {
    return "slimcache";
  }

  @Override
  public String summary() {
    return "memcached's protocol over a table of fixed slots: for very small items";
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
        new OptionGroup("Storage", CuckooOptions.ALL),
        new OptionGroup("Protocol", MemcacheOptions.ALL));
  }

  @Override
  public Shard.Factory shards(Settings settings, Statistics statistics, Runnable shutdown) {
    CuckooOptions options = CuckooOptions.from(settings);
    Runnable allowed = settings.on(MemcacheOptions.ENABLE_SHUTDOWN) ? shutdown : null;
    boolean debug = settings.on(MemcacheOptions.ENABLE_DEBUG);
    return (memory, clock) -> {
      CuckooStore store = new CuckooStore(memory, options, clock, Seed.secret());
      MemcacheMetrics metrics = new MemcacheMetrics();
      MemcacheProcessor processor =
          new MemcacheProcessor(store, clock, metrics, statistics, VERSION, allowed, debug);
      return new Shard(processor, List.of(metrics, store.metrics()));
    };
  }

  @Override
  public String storage(Settings settings) {
    CuckooOptions options = CuckooOptions.from(settings);
    int bytes = options.keyAndValueBytesMax();
    return "slots of %d bytes: key and value together up to %d bytes, %d with client flags"
        .formatted(options.slotBytes(), bytes, bytes - Integer.BYTES);
  }

  @Override
  public byte[] refusal() {
    return "ERROR Too many open connections\r\n".getBytes(US_ASCII);
  }

  @Override
  public List<WarmUp.Exchange> warmUp() {
    return MemcacheWarmUp.small(WARM_UP_VALUE);
  }
}

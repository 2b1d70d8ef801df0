package io.gannet.server;

import io.gannet.engine.process.memcache.Statistics;
import io.gannet.ffi.memory.Policy;
import io.gannet.server.config.Configuration;
import io.gannet.server.product.Product;
import io.gannet.server.worker.ShardPlan;
import io.gannet.server.worker.WarmUp;
import io.gannet.server.worker.Worker;
import io.gannet.server.worker.WorkerOptions;

/** Warms a product up with a scratch worker: the same code, small memory, nothing that remains. */
final class WarmStart {
  private static final long NS_PER_MS = 1_000_000L;
  private static final long SCRATCH_BYTES = 4L << 20;

  private final Product product;
  private final Configuration configuration;
  private final WorkerOptions options;

  WarmStart(Product product, Configuration configuration, WorkerOptions options) {
    this.product = product;
    this.configuration = configuration;
    this.options = options;
  }

  void run(Banner banner) {
    if (!configuration.on(WarmUp.WARM_UP)) {
      banner.warmUp("off");
      return;
    }
    long startNs = System.nanoTime();
    ShardPlan plan =
        new ShardPlan(
            product.shards(configuration, new Statistics(), () -> {}),
            product.stores() ? SCRATCH_BYTES : 0,
            Policy.OFF);
    long budgetNs = configuration.number(WarmUp.WARM_UP_MS) * NS_PER_MS;
    long done = WarmUp.run(new Worker(0, options.scratch(), plan), product.warmUp(), budgetNs);
    long ms = (System.nanoTime() - startNs) / NS_PER_MS;
    banner.warmUp(ms + " ms, " + done + " exchanges");
  }
}

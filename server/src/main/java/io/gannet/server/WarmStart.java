package io.gannet.server;

import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.uring.Kernel;
import io.gannet.server.config.Configuration;
import io.gannet.server.klog.LogMemory;
import io.gannet.server.product.Product;
import io.gannet.server.worker.Worker;
import io.gannet.server.worker.option.Logging;
import io.gannet.server.worker.option.Peers;
import io.gannet.server.worker.option.Populate;
import io.gannet.server.worker.option.ShardOptions;
import io.gannet.server.worker.option.ShardPlan;
import io.gannet.server.worker.option.WorkerOptions;
import io.gannet.server.worker.warm.WarmUp;
import java.util.List;

/** Warms a product up with a scratch worker: the same code, small memory, nothing that remains. */
final class WarmStart {
  private static final long NS_PER_MS = 1_000_000L;
  private static final long SCRATCH_BYTES = 4L << 20;
  private static final int GROWTH = 4;

  private final Product product;
  private final Configuration configuration;
  private final Kernel kernel;
  private final WorkerOptions options;

  private final Logging logging;

  WarmStart(
      Product product,
      Configuration configuration,
      Kernel kernel,
      WorkerOptions options,
      Logging logging) {
    this.logging = logging;
    this.product = product;
    this.configuration = configuration;
    this.kernel = kernel;
    this.options = options;
  }

  void run(Banner banner) {
    if (!configuration.on(WarmUp.WARM_UP)) {
      banner.warmUp("off");
      return;
    }
    long startNs = System.nanoTime();
    String outcome = warmUp();
    banner.warmUp((System.nanoTime() - startNs) / NS_PER_MS + " ms, " + outcome);
  }

  /** A warm-up saves time and is nothing to fail for: what is wrong, the worker will say. */
  private String warmUp() {
    try {
      return warmUpAll() + " exchanges";
    } catch (RuntimeException e) {
      return "cut short: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  /**
   * Where nothing is to be left to compile, by a second worker: what one does once in its life is
   * seen, compiled, only of that. It has as many blocks as there will be, as a sweep over many
   * takes several turns; of those hardly one becomes resident. The first's index has less room.
   */
  private long warmUpAll() {
    long done = product.stores() ? warmUpStoring() : warmUp(0);
    if (restNs() > 0) {
      done += warmUp(product.stores() ? ShardOptions.from(configuration).memoryBytes() : 0);
      System.gc(); // what the start has left would stop the workers in the midst of their work
    }
    return done;
  }

  /** So long the compilers have to rest, or 0. */
  private long restNs() {
    return configuration.number(WarmUp.WARM_UP_REST_MS) * NS_PER_MS;
  }

  /** With little memory, or with as much as it takes to lay out what the options ask for. */
  private long warmUpStoring() {
    long bytesMax = ShardOptions.from(configuration).memoryBytes();
    for (long bytes = SCRATCH_BYTES; ; bytes *= GROWTH) {
      try {
        return warmUp(bytes);
      } catch (IllegalArgumentException e) {
        if (bytes >= bytesMax) {
          throw e;
        }
      }
    }
  }

  /** If requests are logged then so is this, to where nobody looks. */
  private long warmUp(long scratchBytes) {
    if (!logging.isOn()) {
      return warmUp(scratchBytes, logging);
    }
    try (LogMemory scratch = LogMemory.map(1, LogMemory.SCRATCH_RING_BYTES, 1)) {
      return warmUp(scratchBytes, scratch.logging().slowFrom(logging.slowNs()));
    }
  }

  private long warmUp(long scratchBytes, Logging into) {
    ShardPlan plan =
        new ShardPlan(
            product.scratchShards(configuration),
            scratchBytes,
            Policy.OFF,
            restNs() > 0 ? Populate.OFF : Populate.ON,
            Peers.none(),
            into,
            List.of());
    long budgetNs = configuration.number(WarmUp.WARM_UP_MS) * NS_PER_MS;
    Worker worker = new Worker(0, kernel, options.scratch(), plan, List.of("warm-up"));
    return WarmUp.run(worker, product.warmUp(configuration), budgetNs, restNs());
  }
}

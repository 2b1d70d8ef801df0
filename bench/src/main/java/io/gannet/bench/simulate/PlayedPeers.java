package io.gannet.bench.simulate;

import io.gannet.engine.process.shard.ShardMail;
import io.gannet.engine.process.shard.ShardMailPlan;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import io.gannet.ffi.simulated.Interleaving;
import io.gannet.ffi.simulated.SimulatedKernel;
import io.gannet.server.worker.option.Peers;
import java.util.concurrent.CountDownLatch;

/** Several workers that are played: who waits for the others does so in their time. */
final class PlayedPeers extends Peers implements AutoCloseable {
  private static final long NS_PER_MS = 1_000_000L;

  private final SimulatedKernel kernel;
  private final Interleaving interleaving;
  private final Region mail;

  static PlayedPeers of(ShardMailPlan plan, SimulatedKernel kernel, Interleaving interleaving) {
    return new PlayedPeers(
        plan, Region.map(ShardMail.bytes(plan), Policy.OFF), kernel, interleaving);
  }

  private PlayedPeers(
      ShardMailPlan plan, Region mail, SimulatedKernel kernel, Interleaving interleaving) {
    super(plan, mail.memory(), Moment.now(kernel));
    this.kernel = kernel;
    this.interleaving = interleaving;
    this.mail = mail;
  }

  @Override
  protected void await(CountDownLatch others, long patienceMs) {
    long untilNs = kernel.timeNs() + patienceMs * NS_PER_MS;
    interleaving.await(() -> others.getCount() == 0, untilNs);
  }

  @Override
  public void close() {
    mail.close();
  }
}

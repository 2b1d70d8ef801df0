package io.gannet.bench.compare;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.load.LoadPlan;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A workload that every server gets alike.
 *
 * @param name in tables
 * @param plan whose target and protocol are replaced by each server's
 */
public record Job(String name, LoadPlan plan) {
  private static final Duration SHORTEST = Duration.ofMillis(20);

  /** One run of it against a server, which is filled already. */
  public LoadPlan against(InetSocketAddress target, Protocol protocol) {
    return plan(target, protocol, false, plan.warmUp(), plan.duration());
  }

  /** Its fill alone, which is not measured. */
  public LoadPlan filling(InetSocketAddress target, Protocol protocol) {
    return plan(target, protocol, true, Duration.ZERO, SHORTEST);
  }

  /** Whether there is anything to fill. */
  public boolean fills(Protocol protocol) {
    return plan.fill() && protocol != Protocol.PING && plan.workload().fillCount() > 0;
  }

  private LoadPlan plan(
      InetSocketAddress target,
      Protocol protocol,
      boolean fill,
      Duration warmUp,
      Duration duration) {
    return new LoadPlan(
        target,
        protocol,
        plan.connections(),
        plan.depth(),
        plan.arrivals(),
        plan.workload(),
        fill,
        warmUp,
        duration,
        plan.requestsMax(),
        plan.cpus(),
        plan.spin(),
        plan.backlogMax(),
        plan.verify());
  }
}

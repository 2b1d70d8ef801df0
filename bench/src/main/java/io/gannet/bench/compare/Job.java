package io.gannet.bench.compare;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.LoadPlan;
import java.net.SocketAddress;
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
  public LoadPlan against(SocketAddress target, Protocol protocol) {
    return plan.against(target, protocol).lasting(plan.warmUp(), plan.duration(), false);
  }

  /** Its fill alone, which is not measured. */
  public LoadPlan filling(SocketAddress target, Protocol protocol) {
    return plan.against(target, protocol)
        .arriving(Arrivals.closed())
        .lasting(Duration.ZERO, SHORTEST, true);
  }

  /** Whether there is anything to fill. */
  public boolean fills(Protocol protocol) {
    return plan.fill() && protocol != Protocol.PING && plan.workload().fillCount() > 0;
  }
}

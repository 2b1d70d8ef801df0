package io.gannet.bench.load;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.workload.Workload;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/** Plans for tests: small, and with the one or two things changed that a test is about. */
final class Plans {
  private Plans() {}

  /** Four connections, four deep, closed, half a second, no warm-up, no fill. */
  static LoadPlan plan(SocketAddress target, Protocol protocol, Workload workload) {
    return new LoadPlan(
        target, protocol, 4, 4, Arrivals.closed(), workload, false, Duration.ZERO,
        Duration.ofMillis(500), 0, List.of(), Duration.ZERO, 1000, true);
  }

  static LoadPlan connections(LoadPlan plan, int connections, int depth) {
    return new LoadPlan(
        plan.target(), plan.protocol(), connections, depth, plan.arrivals(), plan.workload(),
        plan.fill(), plan.warmUp(), plan.duration(), plan.requestsMax(), plan.cpus(), plan.spin(),
        plan.backlogMax(), plan.verify());
  }

  static LoadPlan requests(LoadPlan plan, long requestsMax) {
    return new LoadPlan(
        plan.target(), plan.protocol(), plan.connections(), plan.depth(), plan.arrivals(),
        plan.workload(), plan.fill(), plan.warmUp(), plan.duration(), requestsMax, plan.cpus(),
        plan.spin(), plan.backlogMax(), plan.verify());
  }

  static LoadPlan backlog(LoadPlan plan, int backlogMax) {
    return new LoadPlan(
        plan.target(), plan.protocol(), plan.connections(), plan.depth(), plan.arrivals(),
        plan.workload(), plan.fill(), plan.warmUp(), plan.duration(), plan.requestsMax(),
        plan.cpus(), plan.spin(), backlogMax, plan.verify());
  }

  static LoadPlan spin(LoadPlan plan, Duration spin) {
    return new LoadPlan(
        plan.target(), plan.protocol(), plan.connections(), plan.depth(), plan.arrivals(),
        plan.workload(), plan.fill(), plan.warmUp(), plan.duration(), plan.requestsMax(),
        plan.cpus(), spin, plan.backlogMax(), plan.verify());
  }
}

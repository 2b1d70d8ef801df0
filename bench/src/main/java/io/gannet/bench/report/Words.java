package io.gannet.bench.report;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.peer.PeerAddress;
import java.util.Locale;

/** What was asked for, in words. */
final class Words {
  private Words() {}

  /** An enumeration's constant as options spell it. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** {@code memcached 1.6.18 at 127.0.0.1:11211}. */
  static String server(LoadReport report) {
    String peer = report.provenance().facts().get("peer");
    String name =
        peer != null ? peer : report.server().map(one -> one.name()).orElse("a server");
    return name + " at " + PeerAddress.text(report.plan().target());
  }

  /** {@code memcached, 50 connections × 32, closed loop}. */
  static String load(LoadPlan plan) {
    return name(plan.protocol()) + ", " + plan.connections() + " connections × " + plan.depth()
        + ", " + arrivals(plan.arrivals());
  }

  /** {@code 100000 keys of 32 bytes, …}; a ping has no keys. */
  static String workload(LoadPlan plan) {
    return plan.protocol() == Protocol.PING ? "pings" : plan.workload().describe();
  }

  private static String arrivals(Arrivals arrivals) {
    return switch (arrivals.kind()) {
      case CLOSED -> "closed loop";
      case CONSTANT -> "open loop, " + Figures.count(arrivals.perSecond()) + "/s evenly spaced";
      case POISSON -> "open loop, " + Figures.count(arrivals.perSecond()) + "/s Poisson";
      case TRACE -> "at " + Figures.three(arrivals.speed()) + " × the trace's own speed";
    };
  }
}

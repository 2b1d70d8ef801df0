package io.gannet.bench.load;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.workload.Workload;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * All that a run of load is told.
 *
 * @param connections of all threads together
 * @param depth requests on their way per connection: closed loop, a batch in one send, the next
 *     when all are answered; open loop, at most so many
 * @param fill whether the workload's fill phase comes first
 * @param warmUp asked but not measured, after the fill
 * @param duration measured
 * @param requestsMax requests asked while it is measured, after which the run ends early; 0 for no
 *     limit
 * @param cpus one load thread for each, pinned there; empty: one thread, not pinned
 * @param spin open loop: how long before a request is due the thread stops sleeping and polls
 * @param backlogMax open loop: requests that are due and wait for a connection, of all threads;
 *     one more is dropped and counted
 * @param verify whether values are compared byte by byte, not only by length and key
 */
public record LoadPlan(
    SocketAddress target,
    Protocol protocol,
    int connections,
    int depth,
    Arrivals arrivals,
    Workload workload,
    boolean fill,
    Duration warmUp,
    Duration duration,
    long requestsMax,
    List<Integer> cpus,
    Duration spin,
    int backlogMax,
    boolean verify) {

  /** The same against another server. */
  public LoadPlan against(SocketAddress otherTarget, Protocol otherProtocol) {
    return new LoadPlan(
        otherTarget, otherProtocol, connections, depth, arrivals, workload, fill, warmUp, duration,
        requestsMax, cpus, spin, backlogMax, verify);
  }

  /** The same at another pace. */
  public LoadPlan arriving(Arrivals otherArrivals) {
    return new LoadPlan(
        target, protocol, connections, depth, otherArrivals, workload, fill, warmUp, duration,
        requestsMax, cpus, spin, backlogMax, verify);
  }

  /** The same for another time, with its fill phase or without. */
  public LoadPlan lasting(Duration otherWarmUp, Duration otherDuration, boolean withFill) {
    return new LoadPlan(
        target, protocol, connections, depth, arrivals, workload, withFill, otherWarmUp,
        otherDuration, requestsMax, cpus, spin, backlogMax, verify);
  }

  /** The same with threads that poll for so long before a request is due. */
  public LoadPlan polling(Duration otherSpin) {
    return new LoadPlan(
        target, protocol, connections, depth, arrivals, workload, fill, warmUp, duration,
        requestsMax, cpus, otherSpin, backlogMax, verify);
  }

  /** The same with load threads elsewhere. */
  public LoadPlan on(List<Integer> otherCpus) {
    return new LoadPlan(
        target, protocol, connections, depth, arrivals, workload, fill, warmUp, duration,
        requestsMax, otherCpus, spin, backlogMax, verify);
  }
}

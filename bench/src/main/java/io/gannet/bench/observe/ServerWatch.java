package io.gannet.bench.observe;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.peer.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Watches a server and the host from outside while load runs: tell it when the measuring begins and
 * ends, and it has what was used between. One thread at a time.
 */
public final class ServerWatch {
  private final SocketAddress target;
  private final Protocol protocol;
  private final Optional<ServerProcess> process;
  private final Optional<InetSocketAddress> admin;
  private final Optional<String> peer;

  private CpuSample cpuAtBegin;
  private Map<String, Double> metricsAtBegin = Map.of();
  private Observation seen;

  /**
   * What was used while it watched.
   *
   * @param residentBytes of the server at the end; 0 if its process is not known
   * @param ring what its rings did, of a Gannet whose admin port is known
   */
  public record Observation(CpuUse cpu, long residentBytes, Optional<RingUse> ring) {}

  private ServerWatch(
      SocketAddress target,
      Protocol protocol,
      Optional<ServerProcess> process,
      Optional<InetSocketAddress> admin) {
    this.target = target;
    this.protocol = protocol;
    this.process = process;
    this.admin = admin;
    // A Gannet answers as the memcached that it stands in for.
    this.peer = process.filter(ServerProcess::isGannet).map(ServerProcess::name)
        .or(() -> PeerVersion.of(target, protocol));
  }

  /**
   * Of a server.
   *
   * @param pid its process; 0 to find it by its port or its socket, if it is on this host
   * @param admin its admin port; empty to find it among the ports of a process that is a Gannet
   */
  public static ServerWatch of(
      SocketAddress target, Protocol protocol, long pid, Optional<InetSocketAddress> admin) {
    Optional<ServerProcess> process =
        pid != 0 ? Optional.of(new ServerProcess(pid))
            : PeerAddress.isHere(target) ? ServerProcess.listeningOn(target) : Optional.empty();
    Optional<InetSocketAddress> door =
        admin.isPresent() ? admin : process.flatMap(one -> adminOf(one, target));
    return new ServerWatch(target, protocol, process, door);
  }

  /** Asks each port that a Gannet listens on, but the one to be loaded: they are all its own. */
  private static Optional<InetSocketAddress> adminOf(
      ServerProcess process, SocketAddress target) {
    if (!process.isGannet()) {
      return Optional.empty();
    }
    Optional<InetSocketAddress> loaded = PeerAddress.inet(target);
    InetAddress host =
        loaded.map(InetSocketAddress::getAddress).orElse(InetAddress.getLoopbackAddress());
    return process.ports().stream()
        .filter(port -> port != loaded.map(InetSocketAddress::getPort).orElse(0))
        .map(port -> new InetSocketAddress(host, port))
        .filter(door -> AdminMetrics.read(door).containsKey(AdminMetrics.ENTERS))
        .findFirst();
  }

  /** The server's process, if it is known. */
  public Optional<ServerProcess> process() {
    return process;
  }

  /** What the server says it is. */
  public Optional<String> peer() {
    return peer;
  }

  /** A Gannet's admin port, if it is known. */
  public Optional<InetSocketAddress> admin() {
    return admin;
  }

  /** What a Gannet holds for clients now, by the names of its gauges; empty if it does not say. */
  public Map<String, Double> heldGauges() {
    return admin.map(AdminMetrics::text).map(HeldGauges::of).orElse(Map.of());
  }

  /** What is loaded. */
  public SocketAddress target() {
    return target;
  }

  /** In what words. */
  public Protocol protocol() {
    return protocol;
  }

  /** The measuring begins. */
  public void begin() {
    metricsAtBegin = metrics();
    cpuAtBegin = sample();
  }

  /** The measuring is over. */
  public void end() {
    if (cpuAtBegin == null) {
      throw new IllegalStateException("end without begin");
    }
    CpuUse cpu = CpuUse.between(cpuAtBegin, sample());
    long resident = process.map(ServerProcess::residentBytes).orElse(0L);
    seen = new Observation(cpu, resident, ring(metrics()));
  }

  /** What was used from begin to end. */
  public Observation seen() {
    return seen;
  }

  private CpuSample sample() {
    return CpuSample.now(process.map(ServerProcess::pid).orElse(0L));
  }

  private Map<String, Double> metrics() {
    return admin.map(AdminMetrics::read).orElse(Map.of());
  }

  private Optional<RingUse> ring(Map<String, Double> now) {
    if (!metricsAtBegin.containsKey(AdminMetrics.ENTERS) || !now.containsKey(AdminMetrics.ENTERS)) {
      return Optional.empty();
    }
    return Optional.of(
        new RingUse(grown(now, AdminMetrics.ENTERS), grown(now, AdminMetrics.CQES)));
  }

  private long grown(Map<String, Double> now, String name) {
    return Math.round(now.getOrDefault(name, 0.0) - metricsAtBegin.getOrDefault(name, 0.0));
  }
}

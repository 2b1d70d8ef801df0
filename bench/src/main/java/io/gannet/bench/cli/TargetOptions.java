package io.gannet.bench.cli;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.observe.ServerProcess;
import io.gannet.bench.observe.ServerWatch;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server, and what can be seen of it from outside: a mixin. */
@Heading("Target")
public final class TargetOptions {
  private static final String LOOPBACK = "127.0.0.1";

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT|unix:PATH",
      description = "The server. [127.0.0.1 and the protocol's own port]")
  private String target = "";

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description =
          "memcached (text), meta (memcached's mg, ms, md), binary (its packets), resp or ping."
              + " [memcached]")
  private Protocol protocol = Protocol.MEMCACHED;

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      description =
          "Its process, on this host: reports its CPU time per request and its memory. [found by "
              + "the port, on 127.0.0.1, or by the Unix socket]")
  private int serverPid;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      description =
          "A Gannet server's admin port: reports its system calls and CQEs per request. [found "
              + "by its process]")
  private String admin = "";

  /** Where the server listens. */
  public SocketAddress target() {
    return HostPort.server("--target", target, LOOPBACK, defaultPort(protocol));
  }

  /** What it speaks. */
  public Protocol protocol() {
    return protocol;
  }

  /** Its process, or 0. */
  public int serverPid() {
    return serverPid;
  }

  /** Its admin port, if one was named. */
  public Optional<InetSocketAddress> admin() {
    return admin.isEmpty()
        ? Optional.empty()
        : Optional.of(HostPort.parse("--admin", admin, LOOPBACK, 9999));
  }

  /** Watches that server from outside. */
  public ServerWatch watch() {
    if (serverPid != 0 && !new ServerProcess(serverPid).exists()) {
      throw new Misuse("--server-pid: there is no process " + serverPid + " on this host");
    }
    return ServerWatch.of(target(), protocol, serverPid, admin());
  }

  /** Where servers of a protocol usually listen. */
  public static int defaultPort(Protocol protocol) {
    return switch (protocol) {
      case MEMCACHED, META, BINARY -> 11211;
      case RESP -> 6379;
      case PING -> 12321;
    };
  }
}

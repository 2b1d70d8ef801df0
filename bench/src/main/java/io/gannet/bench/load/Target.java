package io.gannet.bench.load;

import io.gannet.bench.peer.PeerAddress;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Sockaddr;
import io.gannet.ffi.linux.SockaddrUn;
import io.gannet.ffi.linux.Socket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** The server: its address, and what to say when it cannot be reached. */
final class Target {
  private final SocketAddress address;
  private final Sockaddr sockaddr;
  private final int domain;

  private Target(SocketAddress address, Sockaddr sockaddr, int domain) {
    this.address = address;
    this.sockaddr = sockaddr;
    this.domain = domain;
  }

  /** Looks a host's name up if it is one. */
  static Target of(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> ofInet(inet);
      case UnixDomainSocketAddress unix ->
          new Target(unix, new SockaddrUn(unix.getPath().toString()), Socket.AF_UNIX);
      default -> throw new IllegalArgumentException("of no known family: " + address);
    };
  }

  private static Target ofInet(InetSocketAddress named) {
    InetSocketAddress address =
        named.isUnresolved()
            ? new InetSocketAddress(named.getHostString(), named.getPort())
            : named;
    if (address.isUnresolved()) {
      throw new LoadException(
          "no address is known for " + named.getHostString(),
          "check the spelling, or give the address itself");
    }
    boolean v6 = address.getAddress() instanceof Inet6Address;
    return new Target(address, Sockaddr.of(address), v6 ? Socket.AF_INET6 : Socket.AF_INET);
  }

  /** A socket for it, not connected, of TCP without Nagle's delays. */
  int socket() {
    int fd = Socket.socket(domain, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC, 0);
    LinuxException.check(fd, "socket", "raise the limit of open files (ulimit -n)");
    if (domain != Socket.AF_UNIX) {
      Socket.setsockopt(fd, Socket.IPPROTO_TCP, Socket.TCP_NODELAY, 1);
    }
    return fd;
  }

  Sockaddr sockaddr() {
    return sockaddr;
  }

  /** The connection that failed with {@code errno}, as an exception. */
  LoadException refused(int errno) {
    return new LoadException(
        "cannot connect to " + this + ": " + Errno.name(errno), "start the server, or check the"
            + " address, the port and its limit of connections");
  }

  /** Nobody there says yes or no. */
  LoadException silent() {
    return new LoadException(
        "no connection to " + this + " within 10 s",
        "check the address and what filters on the way to it (nft list ruleset)");
  }

  @Override
  public String toString() {
    return PeerAddress.text(address);
  }
}

package io.gannet.server.listener;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.SockaddrIn;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The port: bound early, so that a port in use is told at once, and listening only once everything
 * behind it is warm.
 *
 * <p>Two sockets that both allow reuse may be bound to one port as long as neither listens. So this
 * one does not allow it until it is about to listen: of two servers that start together the second
 * is told at once, too. Only where connections of an earlier server still linger (TIME_WAIT) it has
 * to allow it for the moment of the bind.
 */
public final class ListenSocket implements AutoCloseable {
  private static final String IN_USE =
      "another process has this port (ss -ltnp); choose another --port, or 0 for any";

  private final int fd;
  private final String host;
  private final int port;
  private final int backlog;

  private ListenSocket(int fd, String host, int port, int backlog) {
    this.fd = fd;
    this.host = host;
    this.port = port;
    this.backlog = backlog;
  }

  /**
   * Takes the port; nobody can connect yet.
   *
   * @throws LinuxException naming call, errno and cure
   */
  public static ListenSocket bind(ListenerOptions options) {
    int fd =
        (int)
            LinuxException.check(
                Socket.socket(Socket.AF_INET, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC, 0),
                "socket(AF_INET)",
                "raise the limit of open files (ulimit -n)");
    try {
      // Accepted sockets inherit these; a direct descriptor could not be told by setsockopt.
      set(fd, Socket.IPPROTO_TCP, Socket.TCP_NODELAY, "TCP_NODELAY", 1);
      set(fd, Socket.SOL_SOCKET, Socket.SO_KEEPALIVE, "SO_KEEPALIVE", 1);
      SockaddrIn address = new SockaddrIn(ipv4(options.host()), options.port());
      bind(fd, address, options);
      Socket.getsockname(fd, address);
      return new ListenSocket(fd, options.host(), address.port(), options.backlog());
    } catch (RuntimeException e) {
      Unistd.close(fd);
      throw e;
    }
  }

  private static void set(int fd, int level, int option, String name, int value) {
    LinuxException.check(
        Socket.setsockopt(fd, level, option, value),
        "setsockopt(" + name + ")",
        "report this: a bug");
  }

  private static void allowReuse(int fd, boolean allow) {
    set(fd, Socket.SOL_SOCKET, Socket.SO_REUSEADDR, "SO_REUSEADDR", allow ? 1 : 0);
  }

  private static void bind(int fd, SockaddrIn address, ListenerOptions options) {
    int result = Socket.bind(fd, address);
    if (result == -Errno.EADDRINUSE) {
      allowReuse(fd, true);
      result = Socket.bind(fd, address);
      allowReuse(fd, false);
    }
    String where = options.host() + ":" + options.port();
    String cure =
        switch (-result) {
          case Errno.EADDRINUSE -> IN_USE;
          case Errno.EACCES -> "ports below 1024 need CAP_NET_BIND_SERVICE; choose a higher --port";
          case Errno.EADDRNOTAVAIL -> "name an address of this host with --host (ip addr)";
          default -> "check --host and --port";
        };
    LinuxException.check(result, "bind(" + where + ")", cure);
  }

  private static Inet4Address ipv4(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (address instanceof Inet4Address ipv4) {
          return ipv4;
        }
      }
    } catch (UnknownHostException e) {
      // Answered below, as a host with IPv6 addresses only is.
    }
    throw new IllegalArgumentException("--host " + host + " has no IPv4 address");
  }

  /** Lets clients connect. */
  public void listen() {
    allowReuse(fd, true); // accepted sockets inherit it, and outlive this one in TIME_WAIT
    int result = Socket.listen(fd, backlog);
    String cure = result == -Errno.EADDRINUSE ? IN_USE : "lower --backlog";
    LinuxException.check(result, "listen(" + address() + ")", cure);
  }

  /** {@code HOST:PORT}, the port as it was granted. */
  public String address() {
    return host + ":" + port;
  }

  /** The port as it was granted. */
  public int port() {
    return port;
  }

  int fd() {
    return fd;
  }

  @Override
  public void close() {
    Unistd.close(fd);
  }
}

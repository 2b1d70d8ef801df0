package io.gannet.server.listener;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Sockaddr;
import io.gannet.ffi.linux.SockaddrStorage;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.TcpInfo;
import io.gannet.ffi.linux.Unistd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/**
 * A port of one address.
 *
 * <p>Two sockets that both allow reuse may be bound to one port as long as neither listens. So this
 * one does not allow it until it is about to listen: of two servers that start together the second
 * is told at once, too. Only where connections of an earlier server still linger (TIME_WAIT) it has
 * to allow it for the moment of the bind.
 */
final class TcpListenSocket extends ListenSocket {
  private static final String IN_USE =
      "another process has this port (ss -ltnp); choose another --port, or 0 for any";

  private final String address;
  private final InetSocketAddress granted;
  private String suffix = "";
  private final MemorySegment info =
      Arena.ofAuto().allocate(TcpInfo.LAYOUT.byteSize() + Integer.BYTES);
  private boolean closed;

  private TcpListenSocket(int fd, ListenAddress.Tcp asked, int port, int backlog) {
    super(fd, backlog);
    this.granted = new InetSocketAddress(asked.address(), port);
    this.address = written(asked.host(), port);
  }

  /**
   * Takes the port for several workers, a queue for each: the kernel deals connections out. The
   * first allows others beside it only once it has the port: so another server still is told.
   */
  static void bindTogether(
      ListenAddress.Tcp asked, int backlog, int workers, int[] cpus, List<ListenSocket> bound) {
    int port = asked.port();
    for (int worker = 0; worker < workers; worker++) {
      ListenAddress.Tcp same = new ListenAddress.Tcp(asked.host(), asked.address(), port);
      TcpListenSocket socket = bind(same, backlog, worker > 0);
      bound.add(socket);
      port = socket.port();
      socket.servedBy(worker);
      socket.suffix = "#" + worker;
      set(socket.fd, Socket.SOL_SOCKET, Socket.SO_REUSEPORT, "SO_REUSEPORT", 1);
      if (cpus.length > 0) {
        int cpu = cpus[worker % cpus.length];
        set(socket.fd, Socket.SOL_SOCKET, Socket.SO_INCOMING_CPU, "SO_INCOMING_CPU", cpu);
      }
    }
  }

  /** Takes the port. */
  static TcpListenSocket bind(ListenAddress.Tcp asked, int backlog) {
    return bind(asked, backlog, false);
  }

  private static TcpListenSocket bind(ListenAddress.Tcp asked, int backlog, boolean shares) {
    boolean v6 = asked.address() instanceof Inet6Address;
    int fd = v6 ? openV6() : open(Socket.AF_INET, "AF_INET");
    try {
      // Accepted sockets inherit these; a direct descriptor could not be told by setsockopt.
      set(fd, Socket.IPPROTO_TCP, Socket.TCP_NODELAY, "TCP_NODELAY", 1);
      set(fd, Socket.SOL_SOCKET, Socket.SO_KEEPALIVE, "SO_KEEPALIVE", 1);
      if (v6) {
        // What comes by IPv4 is another address's: 0.0.0.0 can be listed beside ::.
        set(fd, Socket.IPPROTO_IPV6, Socket.IPV6_V6ONLY, "IPV6_V6ONLY", 1);
      }
      if (shares) {
        set(fd, Socket.SOL_SOCKET, Socket.SO_REUSEPORT, "SO_REUSEPORT", 1);
      }
      bind(fd, asked);
      return new TcpListenSocket(fd, asked, portOf(fd), backlog);
    } catch (RuntimeException e) {
      Unistd.close(fd);
      throw e;
    }
  }

  private static int openV6() {
    int fd = Socket.socket(Socket.AF_INET6, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC, 0);
    String cure = fd == -Errno.EAFNOSUPPORT
        ? "this kernel has no IPv6: leave such addresses out of --host"
        : "raise the limit of open files (ulimit -n)";
    return (int) LinuxException.check(fd, "socket(AF_INET6)", cure);
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

  private static void bind(int fd, ListenAddress.Tcp asked) {
    Sockaddr address = Sockaddr.of(new InetSocketAddress(asked.address(), asked.port()));
    int result = Socket.bind(fd, address);
    if (result == -Errno.EADDRINUSE) {
      allowReuse(fd, true);
      result = Socket.bind(fd, address);
      allowReuse(fd, false);
    }
    String cure =
        switch (-result) {
          case Errno.EADDRINUSE -> IN_USE;
          case Errno.EACCES -> "ports below 1024 need CAP_NET_BIND_SERVICE; choose a higher --port";
          case Errno.EADDRNOTAVAIL -> "name an address of this host with --host (ip addr)";
          default -> "check --host and --port";
        };
    LinuxException.check(result, "bind(" + written(asked.host(), asked.port()) + ")", cure);
  }

  private static int portOf(int fd) {
    SockaddrStorage granted = new SockaddrStorage();
    LinuxException.check(Socket.getsockname(fd, granted), "getsockname", "report this: a bug");
    return granted.family() == Socket.AF_INET6 ? granted.in6().port() : granted.in().port();
  }

  private static String written(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public void listen() {
    allowReuse(fd, true); // accepted sockets inherit it, and outlive this one in TIME_WAIT
    super.listen();
  }

  @Override
  String cureOfListen(int errno) {
    return errno == Errno.EADDRINUSE ? IN_USE : super.cureOfListen(errno);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public String name() {
    return (granted.getAddress() instanceof Inet6Address ? "tcp6:" : "tcp:") + address + suffix;
  }

  @Override
  public SocketAddress clientAddress() {
    return granted;
  }

  @Override
  synchronized Queue queue() {
    boolean told = !closed && Socket.tcpInfo(fd, info) == 0;
    return told ? new Queue(TcpInfo.waiting(info), TcpInfo.backlog(info)) : Queue.UNKNOWN;
  }

  @Override
  public synchronized void close() {
    closed = true;
    super.close();
  }

  @Override
  public boolean isOpenToOthers() {
    return !granted.getAddress().isLoopbackAddress();
  }

  /** The port as it was granted. */
  int port() {
    return granted.getPort();
  }
}

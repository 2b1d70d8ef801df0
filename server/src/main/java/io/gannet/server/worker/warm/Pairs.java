package io.gannet.server.worker.warm;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.SockaddrIn;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;

/**
 * Makes the connections of a warm-up, both ends: over TCP and over Unix sockets in turn, as a
 * worker treats the two differently. Where there is no TCP all are of the other kind.
 */
final class Pairs implements AutoCloseable {
  private static final String CURE = "raise the limit of open files (ulimit -n)";
  private static final int NONE = -1;
  private static final int BACKLOG = 1;

  private final int listener;
  private final SockaddrIn address = SockaddrIn.loopback(0);
  private final int[] ends = new int[2];
  private boolean tcp;

  Pairs() {
    this.listener = listen();
  }

  /** On a port that the kernel chooses, of this host alone; nobody else is accepted there. */
  private int listen() {
    int fd = socket();
    if (fd >= 0
        && Socket.bind(fd, address) == 0
        && Socket.listen(fd, BACKLOG) == 0
        && Socket.getsockname(fd, address) == 0) {
      return fd;
    }
    close(fd);
    return NONE;
  }

  private static int socket() {
    return Socket.socket(Socket.AF_INET, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC, 0);
  }

  /** A client's end, and a server's; the same array each time. */
  int[] next() {
    tcp = !tcp;
    if (!tcp || !connect()) {
      LinuxException.check(
          Socket.socketpair(Socket.AF_UNIX, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC, 0, ends),
          "socketpair(AF_UNIX)",
          CURE);
    }
    return ends;
  }

  /** Whoever else has connected to the port meanwhile would be taken for ours, and is no harm. */
  private boolean connect() {
    int client = listener == NONE ? NONE : socket();
    int server = NONE;
    if (client >= 0 && Socket.connect(client, address) == 0) {
      server = Socket.accept4(listener, Socket.SOCK_CLOEXEC);
    }
    if (server < 0) {
      close(client);
      return false;
    }
    Socket.setsockopt(client, Socket.IPPROTO_TCP, Socket.TCP_NODELAY, 1);
    Socket.setsockopt(server, Socket.IPPROTO_TCP, Socket.TCP_NODELAY, 1);
    ends[0] = client;
    ends[1] = server;
    return true;
  }

  private static void close(int fd) {
    if (fd >= 0) {
      Unistd.close(fd);
    }
  }

  @Override
  public void close() {
    close(listener);
  }
}

package io.gannet.ffi.uring;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.SockaddrIn;
import io.gannet.ffi.linux.SockaddrUnspec;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;

/**
 * Two ends of a TCP connection over loopback: zero copy is not for Unix sockets. What is written
 * leaves at once, whatever of it is acknowledged.
 */
class TcpPair extends SocketPair {
  TcpPair(int ours, int theirs) {
    super(ours, theirs);
  }

  static TcpPair open() {
    int listener = listen();
    SockaddrIn address = new SockaddrIn();
    LinuxException.check(Socket.getsockname(listener, address), "getsockname", "");
    int client = Socket.socket(Socket.AF_INET, Socket.SOCK_STREAM, 0);
    LinuxException.check(Socket.connect(client, address), "connect " + address, "");
    int accepted = Socket.accept4(listener, Socket.SOCK_CLOEXEC);
    Unistd.close(listener);
    LinuxException.check(accepted, "accept4", "");
    undelay(client);
    undelay(accepted);
    return new TcpPair(client, accepted);
  }

  private static void undelay(int fd) {
    int set = Socket.setsockopt(fd, Socket.IPPROTO_TCP, Socket.TCP_NODELAY, 1);
    LinuxException.check(set, "setsockopt(TCP_NODELAY)", "");
  }

  /** A listening socket at a free port of 127.0.0.1. */
  static int listen() {
    int type = Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC;
    int fd = (int) LinuxException.check(Socket.socket(Socket.AF_INET, type, 0), "socket", "");
    LinuxException.check(Socket.bind(fd, SockaddrIn.loopback(0)), "bind", "");
    LinuxException.check(Socket.listen(fd, 16), "listen", "");
    return fd;
  }

  /** They dissolve the connection, and we are sent a reset. */
  void resetByTheirs() {
    LinuxException.check(Socket.connect(theirs(), new SockaddrUnspec()), "connect to nobody", "");
  }
}

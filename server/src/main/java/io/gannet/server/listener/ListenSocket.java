package io.gannet.server.listener;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A place where clients come in: taken early, so that one that is in use is told at once, and
 * listening only once everything behind it is warm.
 */
public abstract sealed class ListenSocket implements AutoCloseable
    permits TcpListenSocket, UnixListenSocket {
  /** Whoever has the fewest connections serves those that come in here. */
  static final int ANY_WORKER = -1;

  final int fd;
  private final int backlog;
  private int worker = ANY_WORKER;

  ListenSocket(int fd, int backlog) {
    this.fd = fd;
    this.backlog = backlog;
  }

  /**
   * Takes all that the options name; nobody can connect yet.
   *
   * @param workers how many there are, each of which may be dealt its connections by the kernel
   * @param cpus where they run, in order; empty if anywhere
   * @throws LinuxException naming call, errno and cure; nothing is taken then
   * @throws io.gannet.server.StartupException likewise, where it was no call that failed
   */
  public static List<ListenSocket> bindAll(ListenerOptions options, int workers, int[] cpus) {
    List<ListenSocket> bound = new ArrayList<>();
    try {
      for (ListenAddress address : options.addresses()) {
        if (options.dealtByKernel() && address instanceof ListenAddress.Tcp tcp) {
          TcpListenSocket.bindTogether(tcp, options.backlog(), workers, cpus, bound);
        } else {
          bound.add(address.bind(options.backlog()));
        }
      }
      return bound;
    } catch (RuntimeException e) {
      bound.forEach(ListenSocket::close);
      throw e;
    }
  }

  /** From now on what comes in here is one worker's. */
  void servedBy(int worker) {
    this.worker = worker;
  }

  /** Whose it is, or {@link #ANY_WORKER}. */
  int worker() {
    return worker;
  }

  /** A socket that is bound to nothing yet. */
  static int open(int domain, String name) {
    int fd = Socket.socket(domain, Socket.SOCK_STREAM | Socket.SOCK_CLOEXEC, 0);
    return (int)
        LinuxException.check(
            fd, "socket(" + name + ")", "raise the limit of open files (ulimit -n)");
  }

  /** Lets clients connect. */
  public void listen() {
    int result = Socket.listen(fd, backlog);
    LinuxException.check(result, "listen(" + address() + ")", cureOfListen(-result));
  }

  String cureOfListen(int errno) {
    return "lower --backlog";
  }

  /** As a person writes it: {@code HOST:PORT}, the port as it was granted, or {@code unix:PATH}. */
  public abstract String address();

  /** As memcached's {@code stats conns} writes it: {@code tcp:HOST:PORT}, {@code unix:PATH}. */
  public abstract String name();

  /** Where a client in this process connects to. */
  public abstract SocketAddress clientAddress();

  /** What the kernel tells of those who wait to be accepted. */
  record Queue(long waiting, long max) {
    /** Of one of which it tells nothing. */
    static final Queue UNKNOWN = new Queue(0, 0);
  }

  /** Who waits to be accepted now. Any thread. */
  Queue queue() {
    return Queue.UNKNOWN;
  }

  /** Whether others than processes of this host may connect. */
  public abstract boolean isOpenToOthers();

  /** Nobody who comes from now on is to find it, as far as that can be had. Any thread. */
  void retire() {}

  /** Gives it back. */
  @Override
  public void close() {
    retire();
    Unistd.close(fd);
  }
}

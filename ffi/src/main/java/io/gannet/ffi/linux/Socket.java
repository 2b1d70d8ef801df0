package io.gannet.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * sys/socket.h, netinet/in.h and netinet/tcp.h: what the control plane does with sockets. Any
 * thread. Each call returns its result or -errno; bytes are moved by a {@code Ring} instead.
 */
@Header({"sys/socket.h", "netinet/in.h", "netinet/tcp.h"})
public final class Socket {
  public static final int AF_UNSPEC = 0;
  public static final int AF_UNIX = 1;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;

  public static final int SOCK_STREAM = 1;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_NONBLOCK = 0x800;
  public static final int SOCK_CLOEXEC = 0x80000;

  public static final int IPPROTO_TCP = 6;
  public static final int IPPROTO_IPV6 = 41;
  public static final int IPV6_V6ONLY = 26;

  public static final int SOMAXCONN = 4096;
  public static final int SHUT_RD = 0;
  public static final int SHUT_WR = 1;
  public static final int SHUT_RDWR = 2;

  public static final int SOL_SOCKET = 1;
  public static final int SO_REUSEADDR = 2;
  public static final int SO_TYPE = 3;
  public static final int SO_ERROR = 4;
  public static final int SO_SNDBUF = 7;
  public static final int SO_RCVBUF = 8;
  public static final int SO_KEEPALIVE = 9;
  public static final int SO_LINGER = 13;
  public static final int SO_REUSEPORT = 15;
  public static final int SO_TIMESTAMPING = 37;
  public static final int SO_DOMAIN = 39;
  public static final int SO_BUSY_POLL = 46;
  public static final int SO_INCOMING_CPU = 49;
  public static final int SO_COOKIE = 57;
  public static final int SO_ZEROCOPY = 60;
  public static final int SO_PREFER_BUSY_POLL = 69;

  public static final int SCM_TIMESTAMPING = SO_TIMESTAMPING;

  public static final int TCP_NODELAY = 1;
  public static final int TCP_INFO = 11;
  public static final int TCP_CORK = 3;
  public static final int TCP_KEEPIDLE = 4;
  public static final int TCP_KEEPINTVL = 5;
  public static final int TCP_KEEPCNT = 6;
  public static final int TCP_DEFER_ACCEPT = 9;
  public static final int TCP_QUICKACK = 12;
  public static final int TCP_USER_TIMEOUT = 18;

  public static final int MSG_PEEK = 2;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_WAITALL = 0x100;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int MSG_MORE = 0x8000;
  public static final int MSG_ZEROCOPY = 0x4000000;
  public static final int MSG_FASTOPEN = 0x20000000;

  private Socket() {}

  /** socket(2): the descriptor. */
  public static int socket(int domain, int type, int protocol) {
    return (int) Libc.syscall(Syscall.SOCKET, domain, type, protocol);
  }

  /** bind(2). */
  public static int bind(int fd, Sockaddr address) {
    return withAddress(Syscall.BIND, fd, address, address.length());
  }

  /** listen(2); the kernel cuts {@code backlog} to net.core.somaxconn. */
  public static int listen(int fd, int backlog) {
    return (int) Libc.syscall(Syscall.LISTEN, fd, backlog, 0);
  }

  /** accept4(2), not asking who it is: the new descriptor. */
  public static int accept4(int fd, int flags) {
    return (int) Libc.syscall(Syscall.ACCEPT4, fd, 0, 0, flags, 0, 0);
  }

  /** connect(2). */
  public static int connect(int fd, Sockaddr address) {
    return withAddress(Syscall.CONNECT, fd, address, address.length());
  }

  /**
   * recv(2) of a kernel in user space, which knows memory by its address, as Linux does; whoever
   * gave the address keeps it alive.
   */
  public static int recv(int fd, long address, long length, int flags) {
    return (int) Libc.syscall(Syscall.RECVFROM, fd, address, length, flags, 0, 0);
  }

  /** send(2) of such a kernel. */
  public static int send(int fd, long address, long length, int flags) {
    return (int) Libc.syscall(Syscall.SENDTO, fd, address, length, flags, 0, 0);
  }

  /** sendmsg(2) of such a kernel, of the {@link Msghdr} at an address. */
  public static int sendmsg(int fd, long msghdr, int flags) {
    return (int) Libc.syscall(Syscall.SENDMSG, fd, msghdr, flags);
  }

  /** recvmsg(2) of such a kernel, into the {@link Msghdr} at an address. */
  public static int recvmsg(int fd, long msghdr, int flags) {
    return (int) Libc.syscall(Syscall.RECVMSG, fd, msghdr, flags);
  }

  /** connect(2) of such a kernel, to the address at an address. */
  public static int connect(int fd, long sockaddr, int length) {
    return (int) Libc.syscall(Syscall.CONNECT, fd, sockaddr, length);
  }

  /** shutdown(2), {@code how} being one of SHUT_*. */
  public static int shutdown(int fd, int how) {
    return (int) Libc.syscall(Syscall.SHUTDOWN, fd, how, 0);
  }

  /** setsockopt(2) of an option that is an int. */
  public static int setsockopt(int fd, int level, int name, int value) {
    try (Arena arena = Arena.ofConfined()) {
      return setsockopt(fd, level, name, arena.allocateFrom(JAVA_INT, value));
    }
  }

  /**
   * The same without allocating, for who sets often.
   *
   * @param value the int, in native memory that lives as long as the call
   */
  public static int setsockopt(int fd, int level, int name, MemorySegment value) {
    long address = Native.address(value, 0, Integer.BYTES);
    return (int) Libc.syscall(Syscall.SETSOCKOPT, fd, level, name, address, Integer.BYTES, 0);
  }

  /** getsockopt(2) of an option that is an int and not negative; SO_ERROR is such a one. */
  public static int getsockopt(int fd, int level, int name) {
    try (Arena arena = Arena.ofConfined()) {
      return getsockopt(fd, level, name, arena.allocate(JAVA_INT, 2));
    }
  }

  /**
   * The same without allocating, for who asks often.
   *
   * @param answer room for the int and a {@code socklen_t}, in native memory
   */
  public static int getsockopt(int fd, int level, int name, MemorySegment answer) {
    answer.set(JAVA_INT, Integer.BYTES, Integer.BYTES);
    long value = Native.address(answer, 0, 2 * Integer.BYTES);
    int result = (int) Libc.syscall(
        Syscall.GETSOCKOPT, fd, level, name, value, value + Integer.BYTES, 0);
    return result < 0 ? result : answer.get(JAVA_INT, 0);
  }

  /**
   * getsockopt(2) of SO_COOKIE: the number of a socket, not negative, that no other one has.
   *
   * @param answer room for a long and a {@code socklen_t}, in native memory
   */
  public static long cookie(int fd, MemorySegment answer) {
    answer.set(JAVA_INT, Long.BYTES, Long.BYTES);
    long value = Native.address(answer, 0, Long.BYTES + Integer.BYTES);
    long result = Libc.syscall(
        Syscall.GETSOCKOPT, fd, SOL_SOCKET, SO_COOKIE, value, value + Long.BYTES, 0);
    return result < 0 ? result : answer.get(JAVA_LONG, 0);
  }

  /**
   * getsockopt(2) of TCP_INFO: fills a {@link TcpInfo}.
   *
   * @param answer room for it and a {@code socklen_t}, in native memory
   */
  public static int tcpInfo(int fd, MemorySegment answer) {
    int bytes = (int) TcpInfo.LAYOUT.byteSize();
    answer.set(JAVA_INT, bytes, bytes);
    long value = Native.address(answer, 0, bytes + Integer.BYTES);
    return (int) Libc.syscall(
        Syscall.GETSOCKOPT, fd, IPPROTO_TCP, TCP_INFO, value, value + bytes, 0);
  }

  /** getsockname(2): overwrites {@code address}, which must be of the socket's family. */
  public static int getsockname(int fd, Sockaddr address) {
    return name(Syscall.GETSOCKNAME, fd, address);
  }

  /** getpeername(2): overwrites {@code address}, which must be of the socket's family. */
  public static int getpeername(int fd, Sockaddr address) {
    return name(Syscall.GETPEERNAME, fd, address);
  }

  /**
   * The same without allocating, for who asks often.
   *
   * @param length room for a {@code socklen_t}, in native memory
   */
  public static int getpeername(int fd, Sockaddr address, MemorySegment length) {
    return name(Syscall.GETPEERNAME, fd, address, length);
  }

  /** socketpair(2): writes the two descriptors to {@code fds}. */
  public static int socketpair(int domain, int type, int protocol, int[] fds) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(JAVA_INT, 2);
      int result = (int) Libc.syscall(
          Syscall.SOCKETPAIR, domain, type, protocol, pair.address(), 0, 0);
      MemorySegment.copy(pair, JAVA_INT, 0, fds, 0, 2);
      return result;
    }
  }

  private static int name(Syscall call, int fd, Sockaddr address) {
    try (Arena arena = Arena.ofConfined()) {
      return name(call, fd, address, arena.allocate(JAVA_INT));
    }
  }

  private static int name(Syscall call, int fd, Sockaddr address, MemorySegment length) {
    length.set(JAVA_INT, 0, address.length());
    try {
      return withAddress(call, fd, address, Native.address(length, 0, Integer.BYTES));
    } finally {
      Reference.reachabilityFence(length);
    }
  }

  private static int withAddress(Syscall call, int fd, Sockaddr address, long length) {
    try {
      long pointer = Native.address(address.memory(), 0, address.length());
      return (int) Libc.syscall(call, fd, pointer, length);
    } finally {
      // A pointer keeps nothing alive: without this a collection could free it under the kernel.
      Reference.reachabilityFence(address);
    }
  }
}

package io.gannet.ffi.linux;

import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** The address of a socket, in the form of its family; sockaddr(3type). One thread at a time. */
public sealed interface Sockaddr
    permits SockaddrIn, SockaddrIn6, SockaddrStorage, SockaddrUn, SockaddrUnspec {
  /** The C struct; the kernel also writes here (accept, getsockname). */
  MemorySegment memory();

  /** How many bytes of {@link #memory} make up the address. */
  int length();

  /** The IPv4 or IPv6 form of a resolved address. */
  static Sockaddr of(InetSocketAddress address) {
    return switch (address.getAddress()) {
      case Inet4Address v4 -> new SockaddrIn(v4, address.getPort());
      case Inet6Address v6 -> new SockaddrIn6(v6, address.getPort());
      case null -> throw new IllegalArgumentException("not resolved: " + address);
      default -> throw new IllegalArgumentException("neither IPv4 nor IPv6: " + address);
    };
  }
}

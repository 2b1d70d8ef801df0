package io.gannet.server.worker.turn;

import io.gannet.ffi.linux.SockaddrStorage;
import io.gannet.ffi.linux.Socket;
import java.lang.foreign.MemorySegment;

/**
 * Who a client is: the address that it has connected from. One on this host that came by a Unix
 * socket has none. Written by the worker; {@link VisibleConnections} reads it.
 */
final class Peer {
  private int family;

  /** An IPv6 address in two halves, or an IPv4 one in the four bytes of the lower half. */
  private long high;

  private long low;
  private int port;

  /** It is the client of that address. */
  void is(SockaddrStorage address) {
    family = address.family();
    switch (family) {
      case Socket.AF_INET ->
          set(0, Integer.toUnsignedLong(address.in().address()), address.in().port());
      case Socket.AF_INET6 ->
          set(address.in6().addressHigh(), address.in6().addressLow(), address.in6().port());
      default -> set(0, 0, 0);
    }
  }

  /** It was gone before it was asked. */
  void isUnknown() {
    family = Socket.AF_UNSPEC;
    set(0, 0, 0);
  }

  private void set(long newHigh, long newLow, int newPort) {
    high = newHigh;
    low = newLow;
    port = newPort;
  }

  /** True if the way to it is a Unix socket: there is no zero copy there, and no reset. */
  boolean isUnix() {
    return family == Socket.AF_UNIX;
  }

  boolean isV6() {
    return family == Socket.AF_INET6;
  }

  /**
   * Writes {@code 127.0.0.1:4711} or {@code [::1]:4711}, in ASCII; {@code 0.0.0.0:0} if there is no
   * such address. Allocates nothing.
   *
   * @param memory has room for {@link AddressText#BYTES_MAX}
   * @return the offset behind it
   */
  long put(MemorySegment memory, long offset) {
    return isV6()
        ? AddressText.putV6(memory, offset, high, low, port)
        : AddressText.putV4(memory, offset, (int) low, port);
  }
}

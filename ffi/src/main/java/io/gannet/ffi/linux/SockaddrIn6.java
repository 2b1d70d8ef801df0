package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * {@code struct sockaddr_in6}, ipv6(7).
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>sin6_family</td><td>u16</td><td>AF_INET6, host order</td></tr>
 * <tr><td>sin6_port</td><td>u16</td><td>network order</td></tr>
 * <tr><td>sin6_flowinfo</td><td>u32</td><td>0</td></tr>
 * <tr><td>sin6_addr</td><td>16 bytes</td><td>network order</td></tr>
 * <tr><td>sin6_scope_id</td><td>u32</td><td>the interface of a link-local address</td></tr>
 * </table>
 */
@Struct(value = "struct sockaddr_in6", header = "netinet/in.h")
public final class SockaddrIn6 implements Sockaddr {
  private static final ValueLayout.OfShort NET_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong NET_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int ADDRESS_BYTES = 16;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("sin6_family"),
          NET_SHORT.withName("sin6_port"),
          JAVA_INT.withName("sin6_flowinfo"),
          sequenceLayout(ADDRESS_BYTES, JAVA_BYTE).withName("sin6_addr"),
          JAVA_INT.withName("sin6_scope_id"));

  private static final long SIN6_FAMILY = offset(LAYOUT, "sin6_family");
  private static final long SIN6_PORT = offset(LAYOUT, "sin6_port");
  private static final long SIN6_ADDR = offset(LAYOUT, "sin6_addr");
  private static final long SIN6_SCOPE_ID = offset(LAYOUT, "sin6_scope_id");

  private final MemorySegment memory;

  /** The address {@code [::]:0}. */
  public SockaddrIn6() {
    memory = Arena.ofAuto().allocate(LAYOUT);
    memory.set(JAVA_SHORT, SIN6_FAMILY, (short) Socket.AF_INET6);
  }

  /** What lies there is read as such an address. */
  SockaddrIn6(MemorySegment memory) {
    this.memory = memory;
  }

  /** An address and a port. */
  public SockaddrIn6(Inet6Address address, int port) {
    this();
    byte[] bytes = address.getAddress();
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, SIN6_ADDR, bytes.length);
    memory.set(NET_SHORT, SIN6_PORT, (short) port);
    memory.set(JAVA_INT, SIN6_SCOPE_ID, address.getScopeId());
  }

  /** The first eight bytes of the address, the first of them highest. */
  public long addressHigh() {
    return memory.get(NET_LONG, SIN6_ADDR);
  }

  /** The last eight. */
  public long addressLow() {
    return memory.get(NET_LONG, SIN6_ADDR + Long.BYTES);
  }

  /** The port, 0 to 65535. */
  public int port() {
    return Short.toUnsignedInt(memory.get(NET_SHORT, SIN6_PORT));
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public int length() {
    return (int) LAYOUT.byteSize();
  }

  @Override
  public String toString() {
    byte[] bytes = new byte[ADDRESS_BYTES];
    MemorySegment.copy(memory, JAVA_BYTE, SIN6_ADDR, bytes, 0, bytes.length);
    try {
      return "[" + InetAddress.getByAddress(bytes).getHostAddress() + "]:" + port();
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }
}

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
import java.net.Inet4Address;
import java.nio.ByteOrder;

/**
 * {@code struct sockaddr_in}, ip(7).
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>sin_family</td><td>u16</td><td>AF_INET, host order</td></tr>
 * <tr><td>sin_port</td><td>u16</td><td>network order</td></tr>
 * <tr><td>sin_addr</td><td>u32</td><td>network order</td></tr>
 * <tr><td>sin_zero</td><td>8 bytes</td><td>zero</td></tr>
 * </table>
 */
@Struct(value = "struct sockaddr_in", header = "netinet/in.h")
public final class SockaddrIn implements Sockaddr {
  private static final ValueLayout.OfShort NET_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt NET_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int LOOPBACK = 127 << 24 | 1;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("sin_family"),
          NET_SHORT.withName("sin_port"),
          NET_INT.withName("sin_addr"),
          sequenceLayout(8, JAVA_BYTE).withName("sin_zero"));

  private static final long SIN_FAMILY = offset(LAYOUT, "sin_family");
  private static final long SIN_PORT = offset(LAYOUT, "sin_port");
  private static final long SIN_ADDR = offset(LAYOUT, "sin_addr");

  private final MemorySegment memory;

  /** The address {@code 0.0.0.0:0}: any interface, any free port; or room for one to be told. */
  public SockaddrIn() {
    memory = Arena.ofAuto().allocate(LAYOUT);
    memory.set(JAVA_SHORT, SIN_FAMILY, (short) Socket.AF_INET);
  }

  /** What lies there is read as such an address. */
  SockaddrIn(MemorySegment memory) {
    this.memory = memory;
  }

  /** An address, as its four bytes in an int (127.0.0.1 is 0x7f000001), and a port. */
  public SockaddrIn(int address, int port) {
    this();
    memory.set(NET_INT, SIN_ADDR, address);
    memory.set(NET_SHORT, SIN_PORT, (short) port);
  }

  /** The same from Java's own type. */
  public SockaddrIn(Inet4Address address, int port) {
    this();
    byte[] bytes = address.getAddress();
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, SIN_ADDR, bytes.length);
    memory.set(NET_SHORT, SIN_PORT, (short) port);
  }

  /** 127.0.0.1 at {@code port}; 0 lets bind(2) choose one. */
  public static SockaddrIn loopback(int port) {
    return new SockaddrIn(LOOPBACK, port);
  }

  /** The address, as its four bytes in an int. */
  public int address() {
    return memory.get(NET_INT, SIN_ADDR);
  }

  /** The port, 0 to 65535. */
  public int port() {
    return Short.toUnsignedInt(memory.get(NET_SHORT, SIN_PORT));
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
    int a = address();
    return (a >>> 24) + "." + (a >> 16 & 0xff) + "." + (a >> 8 & 0xff) + "." + (a & 0xff)
        + ":" + port();
  }
}

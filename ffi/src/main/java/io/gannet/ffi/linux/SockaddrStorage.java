package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct sockaddr_storage}, sockaddr(3type): room for an address of any family, for who asks
 * the kernel without knowing which it will be.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>ss_family</td><td>u16</td><td>AF_*, host order</td></tr>
 * <tr><td>__ss_padding</td><td>118 bytes</td><td>the rest of the family's own struct</td></tr>
 * <tr><td>__ss_align</td><td>u64</td><td></td></tr>
 * </table>
 */
@Struct(value = "struct sockaddr_storage", header = "sys/socket.h")
public final class SockaddrStorage implements Sockaddr {
  private static final int PADDING_BYTES = 118;

  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("ss_family"),
          sequenceLayout(PADDING_BYTES, JAVA_BYTE).withName("__ss_padding"),
          JAVA_LONG.withName("__ss_align"));

  private static final long SS_FAMILY = offset(LAYOUT, "ss_family");

  private final MemorySegment memory = Arena.ofAuto().allocate(LAYOUT);
  private final SockaddrIn in = new SockaddrIn(memory);
  private final SockaddrIn6 in6 = new SockaddrIn6(memory);

  /** Which family the address is of, {@link Socket#AF_INET} or another. */
  public int family() {
    return Short.toUnsignedInt(memory.get(JAVA_SHORT, SS_FAMILY));
  }

  /** The same memory, if the family is {@link Socket#AF_INET}. */
  public SockaddrIn in() {
    return in;
  }

  /** The same memory, if the family is {@link Socket#AF_INET6}. */
  public SockaddrIn6 in6() {
    return in6;
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
    return switch (family()) {
      case Socket.AF_INET -> in.toString();
      case Socket.AF_INET6 -> in6.toString();
      default -> "an address of family " + family();
    };
  }
}

package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct cmsghdr}, cmsg(3): what begins each piece of ancillary data. The next one follows
 * at a multiple of 8.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>cmsg_len</td><td>size_t</td><td>bytes of this and the data behind it</td></tr>
 * <tr><td>cmsg_level</td><td>int</td><td>SOL_*</td></tr>
 * <tr><td>cmsg_type</td><td>int</td><td>SCM_*, for SOL_SOCKET</td></tr>
 * </table>
 */
@Struct(value = "struct cmsghdr", header = "sys/socket.h")
public final class Cmsghdr {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("cmsg_len"),
          JAVA_INT.withName("cmsg_level"),
          JAVA_INT.withName("cmsg_type"));

  private static final long CMSG_LEN = offset(LAYOUT, "cmsg_len");
  private static final long CMSG_LEVEL = offset(LAYOUT, "cmsg_level");
  private static final long CMSG_TYPE = offset(LAYOUT, "cmsg_type");
  private static final long SIZE = LAYOUT.byteSize();

  /** Where there is no such piece. */
  public static final long NONE = -1;

  private Cmsghdr() {}

  /** Bytes that a piece with so much data takes: CMSG_SPACE. */
  public static long space(long dataBytes) {
    return SIZE + align(dataBytes);
  }

  private static long align(long bytes) {
    return bytes + Long.BYTES - 1 & -Long.BYTES;
  }

  /**
   * The offset of the data of the first piece of a level and type, or {@link #NONE}.
   *
   * @param control where the ancillary data is, {@code memory[control, control + bytes)}
   */
  public static long find(MemorySegment memory, long control, long bytes, int level, int type) {
    long end = control + bytes;
    long at = control;
    while (end - at >= SIZE) {
      long length = memory.get(JAVA_LONG_UNALIGNED, at + CMSG_LEN);
      if (length < SIZE || length > end - at) {
        return NONE;
      }
      if (memory.get(JAVA_INT_UNALIGNED, at + CMSG_LEVEL) == level
          && memory.get(JAVA_INT_UNALIGNED, at + CMSG_TYPE) == type) {
        return at + SIZE;
      }
      at += align(length);
    }
    return NONE;
  }

  /** Begins a piece at an address, as a kernel does: where its data goes. */
  public static long put(long address, int level, int type, long dataBytes) {
    AddressSpace.setLong(address + CMSG_LEN, SIZE + dataBytes);
    AddressSpace.setInt(address + CMSG_LEVEL, level);
    AddressSpace.setInt(address + CMSG_TYPE, type);
    return address + SIZE;
  }
}

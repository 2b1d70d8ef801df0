package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct msghdr}, sendmsg(2): what one vectored send or receive is about.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>msg_name, msg_namelen</td><td>void *, u32</td><td>a peer's address; 0 if connected</td>
 * </tr>
 * <tr><td>msg_iov, msg_iovlen</td><td>iovec *, size_t</td><td>the {@link Iovec} array</td></tr>
 * <tr><td>msg_control, msg_controllen</td><td>void *, size_t</td><td>ancillary data</td></tr>
 * <tr><td>msg_flags</td><td>int</td><td>set by recvmsg</td></tr>
 * </table>
 */
@Struct(value = "struct msghdr", header = "sys/socket.h")
public final class Msghdr {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("msg_name"),
          JAVA_INT.withName("msg_namelen"),
          paddingLayout(4),
          JAVA_LONG.withName("msg_iov"),
          JAVA_LONG.withName("msg_iovlen"),
          JAVA_LONG.withName("msg_control"),
          JAVA_LONG.withName("msg_controllen"),
          JAVA_INT.withName("msg_flags"),
          paddingLayout(4));

  private static final long MSG_NAME = offset(LAYOUT, "msg_name");
  private static final long MSG_CONTROL = offset(LAYOUT, "msg_control");
  private static final long MSG_IOV = offset(LAYOUT, "msg_iov");
  private static final long MSG_IOVLEN = offset(LAYOUT, "msg_iovlen");
  private static final long MSG_NAMELEN = offset(LAYOUT, "msg_namelen");
  private static final long MSG_CONTROLLEN = offset(LAYOUT, "msg_controllen");
  private static final long MSG_FLAGS = offset(LAYOUT, "msg_flags");

  private Msghdr() {}

  /** Sends or fills the first {@code iovecCount} of {@code iovecs}; the rest stays as it is. */
  public static void set(MemorySegment header, MemorySegment iovecs, int iovecCount) {
    set(header, iovecs, 0, iovecCount);
  }

  /** As the other, from the {@code first} of {@code iovecs} on: after a short send. */
  public static void set(MemorySegment header, MemorySegment iovecs, int first, int iovecCount) {
    long iovecBytes = Iovec.LAYOUT.byteSize();
    long array = Native.address(iovecs, first * iovecBytes, iovecCount * iovecBytes);
    header.set(JAVA_LONG, MSG_IOV, array);
    header.set(JAVA_LONG, MSG_IOVLEN, iovecCount);
  }

  /** Asks for so many bytes of ancillary data, wherever the kernel puts them. */
  public static void setControlBytes(MemorySegment header, long bytes) {
    header.set(JAVA_LONG, MSG_CONTROLLEN, bytes);
  }

  /** Has ancillary data be received at an address, and bytes into one piece of memory. */
  public static void receive(
      MemorySegment header, MemorySegment iovec, long control, long controlBytes) {
    set(header, iovec, 1);
    header.set(JAVA_LONG, MSG_CONTROL, control);
    header.set(JAVA_LONG, MSG_CONTROLLEN, controlBytes);
  }

  /** Bytes of ancillary data that were received. */
  public static long controlBytes(MemorySegment header) {
    return header.get(JAVA_LONG, MSG_CONTROLLEN);
  }

  /** MSG_* that the receive has set. */
  public static int flags(MemorySegment header) {
    return header.get(JAVA_INT, MSG_FLAGS);
  }

  /** Bytes of ancillary data that the header at an address asks for. */
  public static long controlBytes(long address) {
    return AddressSpace.getLong(address + MSG_CONTROLLEN);
  }

  /** Bytes of a peer's address that it asks for. */
  public static int nameBytes(long address) {
    return AddressSpace.getInt(address + MSG_NAMELEN);
  }

  /** Where the iovecs are of the header at an address. */
  public static long iovecs(long address) {
    return AddressSpace.getLong(address + MSG_IOV);
  }

  /** How many they are. */
  public static long iovecCount(long address) {
    return AddressSpace.getLong(address + MSG_IOVLEN);
  }

  /** Whether it names no peer and brings no ancillary data. */
  public static boolean isPlain(long address) {
    return AddressSpace.getLong(address + MSG_NAME) == 0
        && AddressSpace.getLong(address + MSG_CONTROL) == 0;
  }
}

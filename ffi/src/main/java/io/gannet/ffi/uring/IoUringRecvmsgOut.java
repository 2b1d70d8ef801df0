package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_recvmsg_out}, io_uring_prep_recvmsg_multishot(3): what begins a provided
 * buffer that a multishot recvmsg has filled. Room for a peer's address and for ancillary data
 * follows, as much as the request's header asks for, whether there is any or not; here there is no
 * address.
 *
 * <pre>
 *   ┌──────────────────────┬───────────────────────────┬──────────────────────┐
 *   │ io_uring_recvmsg_out │ ancillary data, or nothing │ payload              │
 *   └──────────────────────┴───────────────────────────┴──────────────────────┘
 *   └───────────── headBytes(controlBytes) ────────────┘   res counts all of it
 * </pre>
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>namelen</td><td>u32</td><td>bytes of the address</td></tr>
 * <tr><td>controllen</td><td>u32</td><td>bytes of ancillary data that there are</td></tr>
 * <tr><td>payloadlen</td><td>u32</td><td>bytes received; 0 at the end of a stream</td></tr>
 * <tr><td>flags</td><td>u32</td><td>MSG_*, as in a {@code msghdr}</td></tr>
 * </table>
 */
@Struct(value = "struct io_uring_recvmsg_out", header = "linux/io_uring.h")
public final class IoUringRecvmsgOut {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("namelen"),
          JAVA_INT.withName("controllen"),
          JAVA_INT.withName("payloadlen"),
          JAVA_INT.withName("flags"));

  private static final long NAMELEN = offset(LAYOUT, "namelen");
  private static final long CONTROLLEN = offset(LAYOUT, "controllen");
  private static final long PAYLOADLEN = offset(LAYOUT, "payloadlen");
  private static final long FLAGS = offset(LAYOUT, "flags");

  /** Where ancillary data begins, from the buffer's beginning. */
  public static final int CONTROL_OFFSET = (int) LAYOUT.byteSize();

  private IoUringRecvmsgOut() {}

  /** Bytes before the payload, if the request's header asks for so much ancillary data. */
  public static int headBytes(int controlBytes) {
    return CONTROL_OFFSET + controlBytes;
  }

  /** Bytes of ancillary data in the buffer at {@code memory[buffer…]}. */
  public static int controlBytes(MemorySegment memory, long buffer) {
    return memory.get(JAVA_INT_UNALIGNED, buffer + CONTROLLEN);
  }

  /** Bytes of payload in it. */
  public static int payloadBytes(MemorySegment memory, long buffer) {
    return memory.get(JAVA_INT_UNALIGNED, buffer + PAYLOADLEN);
  }

  /** Fills the one at an address, as a kernel does. */
  public static void put(long address, int controlBytes, int payloadBytes, int msgFlags) {
    AddressSpace.setInt(address + NAMELEN, 0);
    AddressSpace.setInt(address + CONTROLLEN, controlBytes);
    AddressSpace.setInt(address + PAYLOADLEN, payloadBytes);
    AddressSpace.setInt(address + FLAGS, msgFlags);
  }
}

package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_probe_op}, io_uring_register(2) (5.6): whether an operation is known.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>op</td><td>u8</td><td>the opcode</td></tr>
 * <tr><td>resv</td><td>u8</td><td>zero</td></tr>
 * <tr><td>flags</td><td>u16</td><td>IO_URING_OP_SUPPORTED</td></tr>
 * <tr><td>resv2</td><td>u32</td><td>zero</td></tr>
 * </table>
 */
@Struct(value = "struct io_uring_probe_op", header = "linux/io_uring.h")
public final class IoUringProbeOp {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_BYTE.withName("op"),
          JAVA_BYTE.withName("resv"),
          JAVA_SHORT.withName("flags"),
          JAVA_INT.withName("resv2"));

  static final long SIZE = LAYOUT.byteSize();

  private static final long FLAGS = offset(LAYOUT, "flags");

  private IoUringProbeOp() {}

  static boolean supported(MemorySegment ops, long base) {
    return (ops.get(JAVA_SHORT, base + FLAGS) & IoUring.IO_URING_OP_SUPPORTED) != 0;
  }

  /** Says whether an operation is supported. */
  public static void supported(MemorySegment ops, long base, boolean supported) {
    ops.set(JAVA_SHORT, base + FLAGS, (short) (supported ? IoUring.IO_URING_OP_SUPPORTED : 0));
  }
}

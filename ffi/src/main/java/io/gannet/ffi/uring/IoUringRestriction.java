package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_restriction}, io_uring_register(2) (5.10): one thing that is allowed.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>opcode</td><td>u16</td><td>IORING_RESTRICTION_*</td></tr>
 * <tr><td>sqe_op</td><td>u8</td><td>an operation, or flags</td></tr>
 * <tr><td>resv</td><td>u8</td><td>zero</td></tr>
 * <tr><td>resv2</td><td>3 × u32</td><td>zero</td></tr>
 * </table>
 */
@Struct(
    value = "struct io_uring_restriction",
    header = "linux/io_uring.h",
    aliases = {"register_op=sqe_op", "sqe_flags=sqe_op"})
public final class IoUringRestriction {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("opcode"),
          JAVA_BYTE.withName("sqe_op"),
          JAVA_BYTE.withName("resv"),
          sequenceLayout(3, JAVA_INT).withName("resv2"));

  static final long SIZE = LAYOUT.byteSize();

  private static final long OPCODE = offset(LAYOUT, "opcode");
  private static final long SQE_OP = offset(LAYOUT, "sqe_op");

  private IoUringRestriction() {}

  static void set(MemorySegment array, int index, int opcode, int allowed) {
    array.set(JAVA_SHORT, index * SIZE + OPCODE, (short) opcode);
    array.set(JAVA_BYTE, index * SIZE + SQE_OP, (byte) allowed);
  }

  /** Which IORING_RESTRICTION_* the {@code index}-th is. */
  public static int opcode(MemorySegment array, int index) {
    return Short.toUnsignedInt(array.get(JAVA_SHORT, index * SIZE + OPCODE));
  }

  /** What it allows: an operation, or flags. */
  public static int allowed(MemorySegment array, int index) {
    return Byte.toUnsignedInt(array.get(JAVA_BYTE, index * SIZE + SQE_OP));
  }
}

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
 * {@code struct io_uring_probe}, io_uring_register(2) (5.6): the head of an answer; an array of
 * {@link IoUringProbeOp} follows.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>last_op</td><td>u8</td><td>last opcode known</td></tr>
 * <tr><td>ops_len</td><td>u8</td><td>length of the array behind</td></tr>
 * <tr><td>resv</td><td>u16</td><td>zero</td></tr>
 * <tr><td>resv2</td><td>3 × u32</td><td>zero</td></tr>
 * </table>
 */
@Struct(value = "struct io_uring_probe", header = "linux/io_uring.h")
public final class IoUringProbe {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_BYTE.withName("last_op"),
          JAVA_BYTE.withName("ops_len"),
          JAVA_SHORT.withName("resv"),
          sequenceLayout(3, JAVA_INT).withName("resv2"));

  static final long SIZE = LAYOUT.byteSize();

  private static final long OPS_LEN = offset(LAYOUT, "ops_len");

  private IoUringProbe() {}

  static int opsLen(MemorySegment probe) {
    return Byte.toUnsignedInt(probe.get(JAVA_BYTE, OPS_LEN));
  }

  /** Says that {@code count} operations are told of. */
  public static void opsLen(MemorySegment probe, int count) {
    probe.set(JAVA_BYTE, OPS_LEN, (byte) count);
  }

  /** Where the {@link IoUringProbeOp} of an operation is. */
  public static long op(int opcode) {
    return SIZE + opcode * IoUringProbeOp.SIZE;
  }
}

package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_rsrc_register}, io_uring_register(2) (5.13): registers files or buffers.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>nr</td><td>u32</td><td>how many</td></tr>
 * <tr><td>flags</td><td>u32</td><td>IORING_RSRC_REGISTER_SPARSE: all empty (5.19)</td></tr>
 * <tr><td>resv2</td><td>u64</td><td>zero</td></tr>
 * <tr><td>data</td><td>u64</td><td>address of descriptors or iovecs</td></tr>
 * <tr><td>tags</td><td>u64</td><td>address of tags, or 0</td></tr>
 * </table>
 */
@Struct(value = "struct io_uring_rsrc_register", header = "linux/io_uring.h")
public final class IoUringRsrcRegister {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("nr"),
          JAVA_INT.withName("flags"),
          JAVA_LONG.withName("resv2"),
          JAVA_LONG.withName("data"),
          JAVA_LONG.withName("tags"));

  private static final long NR = offset(LAYOUT, "nr");
  private static final long FLAGS = offset(LAYOUT, "flags");

  private IoUringRsrcRegister() {}

  static void sparse(MemorySegment register, int nr) {
    register.set(JAVA_INT, NR, nr);
    register.set(JAVA_INT, FLAGS, IoUring.IORING_RSRC_REGISTER_SPARSE);
  }

  /** How many are registered. */
  public static int nr(MemorySegment register) {
    return register.get(JAVA_INT, NR);
  }

  /** IORING_RSRC_REGISTER_*. */
  public static int flags(MemorySegment register) {
    return register.get(JAVA_INT, FLAGS);
  }
}

package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_cqe}, linux/io_uring.h: one completion, 16 bytes.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>user_data</td><td>u64</td><td>as given in the request</td></tr>
 * <tr><td>res</td><td>s32</td><td>the result, or -errno</td></tr>
 * <tr><td>flags</td><td>u32</td><td>IORING_CQE_F_*, above 16 bits of buffer id</td></tr>
 * </table>
 */
@Struct(value = "struct io_uring_cqe", header = "linux/io_uring.h")
public final class IoUringCqe {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("user_data"), JAVA_INT.withName("res"), JAVA_INT.withName("flags"));

  static final long SIZE = LAYOUT.byteSize();

  private static final long USER_DATA = offset(LAYOUT, "user_data");
  private static final long RES = offset(LAYOUT, "res");
  private static final long FLAGS = offset(LAYOUT, "flags");

  private IoUringCqe() {}

  static long userData(MemorySegment cqes, long base) {
    return cqes.get(JAVA_LONG, base + USER_DATA);
  }

  static int res(MemorySegment cqes, long base) {
    return cqes.get(JAVA_INT, base + RES);
  }

  static int flags(MemorySegment cqes, long base) {
    return cqes.get(JAVA_INT, base + FLAGS);
  }

  /** Writes one, as a kernel does. */
  public static void set(MemorySegment cqes, long base, long userData, int res, int flags) {
    cqes.set(JAVA_LONG, base + USER_DATA, userData);
    cqes.set(JAVA_INT, base + RES, res);
    cqes.set(JAVA_INT, base + FLAGS, flags);
  }
}

package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_rsrc_update2}, io_uring_register(2) (5.13): as the first, with tags.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>offset</td><td>u32</td><td>first slot</td></tr>
 * <tr><td>resv</td><td>u32</td><td>zero</td></tr>
 * <tr><td>data</td><td>u64</td><td>address of descriptors or iovecs</td></tr>
 * <tr><td>tags</td><td>u64</td><td>address of tags, or 0</td></tr>
 * <tr><td>nr</td><td>u32</td><td>how many</td></tr>
 * <tr><td>resv2</td><td>u32</td><td>zero</td></tr>
 * </table>
 */
@Struct(value = "struct io_uring_rsrc_update2", header = "linux/io_uring.h")
public final class IoUringRsrcUpdate2 {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("offset"),
          JAVA_INT.withName("resv"),
          JAVA_LONG.withName("data"),
          JAVA_LONG.withName("tags"),
          JAVA_INT.withName("nr"),
          JAVA_INT.withName("resv2"));

  private static final long OFFSET = offset(LAYOUT, "offset");
  private static final long DATA = offset(LAYOUT, "data");
  private static final long NR = offset(LAYOUT, "nr");

  private IoUringRsrcUpdate2() {}

  static void set(MemorySegment update, int offset, long data, int nr) {
    update.set(JAVA_INT, OFFSET, offset);
    update.set(JAVA_LONG, DATA, data);
    update.set(JAVA_INT, NR, nr);
  }
}

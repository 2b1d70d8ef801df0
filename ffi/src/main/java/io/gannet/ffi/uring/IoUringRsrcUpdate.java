package io.gannet.ffi.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.Layouts;
import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_rsrc_update}, io_uring_register(2) (5.13): changes registered files, and
 * registers descriptors of rings, when {@code offset} tells the slot and {@code data} the ring.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>offset</td><td>u32</td><td>first slot; -1 lets RING_FDS choose</td></tr>
 * <tr><td>resv</td><td>u32</td><td>zero</td></tr>
 * <tr><td>data</td><td>u64</td><td>address of descriptors, or a descriptor</td></tr>
 * </table>
 */
@Struct(value = "struct io_uring_rsrc_update", header = "linux/io_uring.h")
public final class IoUringRsrcUpdate {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("offset"),
          JAVA_INT.withName("resv"),
          JAVA_LONG.withName("data"));

  private static final long OFFSET = Layouts.offset(LAYOUT, "offset");
  private static final long DATA = Layouts.offset(LAYOUT, "data");

  private IoUringRsrcUpdate() {}

  static void set(MemorySegment update, int offset, long data) {
    update.set(JAVA_INT, OFFSET, offset);
    update.set(JAVA_LONG, DATA, data);
  }

  /** The first slot. */
  public static int offset(MemorySegment update) {
    return update.get(JAVA_INT, OFFSET);
  }

  /** An address of descriptors, or a descriptor. */
  public static long data(MemorySegment update) {
    return update.get(JAVA_LONG, DATA);
  }
}

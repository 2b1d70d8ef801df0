package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_buf_reg}, linux/io_uring.h (5.19): registers a ring of buffers.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>ring_addr</td><td>u64</td><td>address of the ring, on a page of its own</td></tr>
 * <tr><td>ring_entries</td><td>u32</td><td>entries, a power of two</td></tr>
 * <tr><td>bgid</td><td>u16</td><td>buffer group id</td></tr>
 * <tr><td>flags</td><td>u16</td><td>IOU_PBUF_RING_*; named pad before 6.4</td></tr>
 * <tr><td></td><td>24 bytes</td><td>reserved, zero</td></tr>
 * </table>
 */
@Struct(
    value = "struct io_uring_buf_reg",
    header = "linux/io_uring.h",
    newer = "flags")
public final class IoUringBufReg {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("ring_addr"),
          JAVA_INT.withName("ring_entries"),
          JAVA_SHORT.withName("bgid"),
          JAVA_SHORT.withName("flags"),
          // Reserved and zero; newer kernels take words of it into use, so it has no name here.
          paddingLayout(24));

  private static final long RING_ADDR = offset(LAYOUT, "ring_addr");
  private static final long RING_ENTRIES = offset(LAYOUT, "ring_entries");
  private static final long BGID = offset(LAYOUT, "bgid");
  private static final long FLAGS = offset(LAYOUT, "flags");

  private IoUringBufReg() {}

  static void set(MemorySegment reg, long ringAddr, int ringEntries, int bgid) {
    reg.set(JAVA_LONG, RING_ADDR, ringAddr);
    reg.set(JAVA_INT, RING_ENTRIES, ringEntries);
    reg.set(JAVA_SHORT, BGID, (short) bgid);
  }

  /** Where the ring lies. */
  public static long ringAddr(MemorySegment reg) {
    return reg.get(JAVA_LONG, RING_ADDR);
  }

  /** Entries of the ring. */
  public static int ringEntries(MemorySegment reg) {
    return reg.get(JAVA_INT, RING_ENTRIES);
  }

  /** The group. */
  public static int bgid(MemorySegment reg) {
    return Short.toUnsignedInt(reg.get(JAVA_SHORT, BGID));
  }

  /** IOU_PBUF_RING_*. */
  public static int flags(MemorySegment reg) {
    return Short.toUnsignedInt(reg.get(JAVA_SHORT, FLAGS));
  }
}

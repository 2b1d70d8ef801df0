package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_buf}, linux/io_uring.h (5.19): one buffer provided to the kernel. In the
 * first of a ring, {@code resv} is the ring's tail ({@link IoUringBufRing}) and not to be touched.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>addr</td><td>u64</td><td>address of the buffer</td></tr>
 * <tr><td>len</td><td>u32</td><td>bytes</td></tr>
 * <tr><td>bid</td><td>u16</td><td>buffer id, told back in the completion</td></tr>
 * <tr><td>resv</td><td>u16</td><td>the tail, in the first entry</td></tr>
 * </table>
 */
@Struct(value = "struct io_uring_buf", header = "linux/io_uring.h")
public final class IoUringBuf {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("addr"),
          JAVA_INT.withName("len"),
          JAVA_SHORT.withName("bid"),
          JAVA_SHORT.withName("resv"));

  static final long SIZE = LAYOUT.byteSize();

  private static final long ADDR = offset(LAYOUT, "addr");
  private static final long LEN = offset(LAYOUT, "len");
  private static final long BID = offset(LAYOUT, "bid");

  private IoUringBuf() {}

  /** Fills the entry at {@code base}, all but {@code resv}. */
  static void set(MemorySegment bufs, long base, long addr, int len, int bid) {
    bufs.set(JAVA_LONG, base + ADDR, addr);
    bufs.set(JAVA_INT, base + LEN, len);
    bufs.set(JAVA_SHORT, base + BID, (short) bid);
  }

  /** Where the buffer is. */
  public static long addr(MemorySegment bufs, long base) {
    return bufs.get(JAVA_LONG, base + ADDR);
  }

  /** Its size. */
  public static int len(MemorySegment bufs, long base) {
    return bufs.get(JAVA_INT, base + LEN);
  }

  /** Its id. */
  public static int bid(MemorySegment bufs, long base) {
    return Short.toUnsignedInt(bufs.get(JAVA_SHORT, base + BID));
  }
}

package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/**
 * {@code struct io_uring_buf_ring}, linux/io_uring.h (5.19): the head of a ring of buffers, which
 * lies over the first {@link IoUringBuf}, so that entries fill whole pages.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>resv1</td><td>u64</td><td>addr of the first entry</td></tr>
 * <tr><td>resv2</td><td>u32</td><td>len of the first entry</td></tr>
 * <tr><td>resv3</td><td>u16</td><td>bid of the first entry</td></tr>
 * <tr><td>tail</td><td>u16</td><td>where we add next</td></tr>
 * </table>
 *
 * <pre>
 *             0        8    12    14
 * bufs[0]    │addr    │len │bid  │tail!│   the ring's tail hides in the first entry's resv
 * bufs[1]    │addr    │len │bid  │resv │
 * </pre>
 */
@Struct(value = "struct io_uring_buf_ring", header = "linux/io_uring.h")
public final class IoUringBufRing {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("resv1"),
          JAVA_INT.withName("resv2"),
          JAVA_SHORT.withName("resv3"),
          JAVA_SHORT.withName("tail"));

  private static final long TAIL = offset(LAYOUT, "tail");

  private static final VarHandle TAIL_SHORT = JAVA_SHORT.varHandle();

  private IoUringBufRing() {}

  /** Publishes all entries before {@code tail}: one release store. */
  static void tailRelease(MemorySegment bufRing, int tail) {
    TAIL_SHORT.setRelease(bufRing, TAIL, (short) tail);
  }

  /** How far entries are published; 16 bits. */
  public static int tailAcquire(MemorySegment bufRing) {
    return Short.toUnsignedInt((short) TAIL_SHORT.getAcquire(bufRing, TAIL));
  }
}

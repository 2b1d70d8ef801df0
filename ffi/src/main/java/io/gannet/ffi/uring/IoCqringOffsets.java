package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_cqring_offsets}, io_uring_setup(2): where in the mapping the words of the
 * completion queue lie.
 *
 * <table>
 * <caption>members, each an offset in bytes</caption>
 * <tr><td>head, tail</td><td>u32</td><td>read by us up to head, written by the kernel to tail</td>
 * </tr>
 * <tr><td>ring_mask, ring_entries</td><td>u32</td><td>constants of the queue</td></tr>
 * <tr><td>overflow</td><td>u32</td><td>count of completions lost</td></tr>
 * <tr><td>cqes</td><td>u32</td><td>the entries</td></tr>
 * <tr><td>flags</td><td>u32</td><td>IORING_CQ_*</td></tr>
 * <tr><td>resv1, user_addr</td><td>u32, u64</td><td>for NO_MMAP</td></tr>
 * </table>
 */
@Struct(
    value = "struct io_cqring_offsets",
    header = "linux/io_uring.h",
    newer = "user_addr")
public final class IoCqringOffsets {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("head"),
          JAVA_INT.withName("tail"),
          JAVA_INT.withName("ring_mask"),
          JAVA_INT.withName("ring_entries"),
          JAVA_INT.withName("overflow"),
          JAVA_INT.withName("cqes"),
          JAVA_INT.withName("flags"),
          JAVA_INT.withName("resv1"),
          JAVA_LONG.withName("user_addr"));

  private static final long HEAD = offset(LAYOUT, "head");
  private static final long TAIL = offset(LAYOUT, "tail");
  private static final long OVERFLOW = offset(LAYOUT, "overflow");
  private static final long CQES = offset(LAYOUT, "cqes");

  private IoCqringOffsets() {}

  static long head(MemorySegment offsets) {
    return offsets.get(JAVA_INT, HEAD);
  }

  static long tail(MemorySegment offsets) {
    return offsets.get(JAVA_INT, TAIL);
  }

  static long overflow(MemorySegment offsets) {
    return offsets.get(JAVA_INT, OVERFLOW);
  }

  static long cqes(MemorySegment offsets) {
    return offsets.get(JAVA_INT, CQES);
  }

  /** Tells where a kernel has laid out the words that we look at, and the completions. */
  public static void set(MemorySegment offsets, int head, int tail, int overflow, int cqes) {
    offsets.set(JAVA_INT, HEAD, head);
    offsets.set(JAVA_INT, TAIL, tail);
    offsets.set(JAVA_INT, OVERFLOW, overflow);
    offsets.set(JAVA_INT, CQES, cqes);
  }
}

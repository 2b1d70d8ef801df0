package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_sqring_offsets}, io_uring_setup(2): where in the mapping the words of the
 * submission queue lie.
 *
 * <table>
 * <caption>members, each an offset in bytes</caption>
 * <tr><td>head, tail</td><td>u32</td><td>read by the kernel up to head, written by us to tail</td>
 * </tr>
 * <tr><td>ring_mask, ring_entries</td><td>u32</td><td>constants of the queue</td></tr>
 * <tr><td>flags</td><td>u32</td><td>IORING_SQ_*</td></tr>
 * <tr><td>dropped</td><td>u32</td><td>count of invalid indices</td></tr>
 * <tr><td>array</td><td>u32</td><td>indices of entries; absent with NO_SQARRAY</td></tr>
 * <tr><td>resv1, user_addr</td><td>u32, u64</td><td>for NO_MMAP</td></tr>
 * </table>
 */
@Struct(
    value = "struct io_sqring_offsets",
    header = "linux/io_uring.h",
    newer = "user_addr")
public final class IoSqringOffsets {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("head"),
          JAVA_INT.withName("tail"),
          JAVA_INT.withName("ring_mask"),
          JAVA_INT.withName("ring_entries"),
          JAVA_INT.withName("flags"),
          JAVA_INT.withName("dropped"),
          JAVA_INT.withName("array"),
          JAVA_INT.withName("resv1"),
          JAVA_LONG.withName("user_addr"));

  private static final long HEAD = offset(LAYOUT, "head");
  private static final long TAIL = offset(LAYOUT, "tail");
  private static final long FLAGS = offset(LAYOUT, "flags");
  private static final long ARRAY = offset(LAYOUT, "array");

  private IoSqringOffsets() {}

  static long head(MemorySegment offsets) {
    return offsets.get(JAVA_INT, HEAD);
  }

  static long tail(MemorySegment offsets) {
    return offsets.get(JAVA_INT, TAIL);
  }

  static long flags(MemorySegment offsets) {
    return offsets.get(JAVA_INT, FLAGS);
  }

  static long array(MemorySegment offsets) {
    return offsets.get(JAVA_INT, ARRAY);
  }

  /** Tells where a kernel has laid out the words that we look at, and no array of indices. */
  public static void set(MemorySegment offsets, int head, int tail, int flags) {
    offsets.set(JAVA_INT, HEAD, head);
    offsets.set(JAVA_INT, TAIL, tail);
    offsets.set(JAVA_INT, FLAGS, flags);
  }
}

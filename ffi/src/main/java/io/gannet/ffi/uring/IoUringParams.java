package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_params}, io_uring_setup(2): what is asked for, and what was granted.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>sq_entries, cq_entries</td><td>u32</td><td>granted; the latter asked with CQSIZE</td>
 * </tr>
 * <tr><td>flags</td><td>u32</td><td>IORING_SETUP_*</td></tr>
 * <tr><td>sq_thread_cpu, sq_thread_idle</td><td>u32</td><td>for SQPOLL</td></tr>
 * <tr><td>features</td><td>u32</td><td>IORING_FEAT_*, told by the kernel</td></tr>
 * <tr><td>wq_fd</td><td>u32</td><td>for ATTACH_WQ</td></tr>
 * <tr><td>resv</td><td>3 × u32</td><td>zero</td></tr>
 * <tr><td>sq_off, cq_off</td><td>structs</td><td>where the queues lie</td></tr>
 * </table>
 */
@Struct(value = "struct io_uring_params", header = "linux/io_uring.h")
public final class IoUringParams {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_INT.withName("sq_entries"),
          JAVA_INT.withName("cq_entries"),
          JAVA_INT.withName("flags"),
          JAVA_INT.withName("sq_thread_cpu"),
          JAVA_INT.withName("sq_thread_idle"),
          JAVA_INT.withName("features"),
          JAVA_INT.withName("wq_fd"),
          sequenceLayout(3, JAVA_INT).withName("resv"),
          IoSqringOffsets.LAYOUT.withName("sq_off"),
          IoCqringOffsets.LAYOUT.withName("cq_off"));

  private static final long SQ_ENTRIES = offset(LAYOUT, "sq_entries");
  private static final long CQ_ENTRIES = offset(LAYOUT, "cq_entries");
  private static final long FLAGS = offset(LAYOUT, "flags");
  private static final long FEATURES = offset(LAYOUT, "features");
  private static final long SQ_OFF = offset(LAYOUT, "sq_off");
  private static final long CQ_OFF = offset(LAYOUT, "cq_off");

  private IoUringParams() {}

  /** Entries of the submission queue. */
  public static int sqEntries(MemorySegment params) {
    return params.get(JAVA_INT, SQ_ENTRIES);
  }

  /** Entries of the completion queue. */
  public static int cqEntries(MemorySegment params) {
    return params.get(JAVA_INT, CQ_ENTRIES);
  }

  /** Asks for what {@code flags} and {@code cqEntries} say, and nothing else. */
  static void ask(MemorySegment params, int flags, int cqEntries) {
    params.fill((byte) 0);
    params.set(JAVA_INT, FLAGS, flags);
    params.set(JAVA_INT, CQ_ENTRIES, cqEntries);
  }

  /** IORING_SETUP_*. */
  public static int flags(MemorySegment params) {
    return params.get(JAVA_INT, FLAGS);
  }

  static int features(MemorySegment params) {
    return params.get(JAVA_INT, FEATURES);
  }

  /** Its {@link IoSqringOffsets}. */
  public static MemorySegment sqOff(MemorySegment params) {
    return params.asSlice(SQ_OFF, IoSqringOffsets.LAYOUT);
  }

  /** Its {@link IoCqringOffsets}. */
  public static MemorySegment cqOff(MemorySegment params) {
    return params.asSlice(CQ_OFF, IoCqringOffsets.LAYOUT);
  }

  /** Answers, as a kernel does; the flags are granted as they were asked for. */
  public static void grant(MemorySegment params, int sqEntries, int cqEntries, int features) {
    params.set(JAVA_INT, SQ_ENTRIES, sqEntries);
    params.set(JAVA_INT, CQ_ENTRIES, cqEntries);
    params.set(JAVA_INT, FEATURES, features);
  }
}

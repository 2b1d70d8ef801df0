package io.gannet.ffi.uring;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct io_uring_getevents_arg}, io_uring_enter(2), EXT_ARG (5.11): how to wait.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>sigmask</td><td>u64</td><td>address of a signal set, or 0</td></tr>
 * <tr><td>sigmask_sz</td><td>u32</td><td>its size</td></tr>
 * <tr><td>min_wait_usec</td><td>u32</td><td>wait so long for all; named pad before 6.12</td></tr>
 * <tr><td>ts</td><td>u64</td><td>address of a __kernel_timespec, or 0</td></tr>
 * </table>
 */
@Struct(
    value = "struct io_uring_getevents_arg",
    header = "linux/io_uring.h",
    newer = "min_wait_usec")
public final class IoUringGeteventsArg {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("sigmask"),
          JAVA_INT.withName("sigmask_sz"),
          JAVA_INT.withName("min_wait_usec"),
          JAVA_LONG.withName("ts"));

  private static final long MIN_WAIT_USEC = offset(LAYOUT, "min_wait_usec");
  private static final long TS = offset(LAYOUT, "ts");

  private IoUringGeteventsArg() {}

  static void set(MemorySegment arg, int minWaitUsec, long ts) {
    arg.set(JAVA_INT, MIN_WAIT_USEC, minWaitUsec);
    arg.set(JAVA_LONG, TS, ts);
  }

  /** How long the one at an address asks to wait for all, in microseconds. */
  public static int minWaitUsec(long address) {
    return AddressSpace.getInt(address + MIN_WAIT_USEC);
  }

  /** Where its __kernel_timespec is, or 0. */
  public static long ts(long address) {
    return AddressSpace.getLong(address + TS);
  }
}

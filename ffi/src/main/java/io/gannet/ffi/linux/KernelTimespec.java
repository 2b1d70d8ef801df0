package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct __kernel_timespec}, linux/time_types.h: a time or a span as io_uring takes it.
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>tv_sec</td><td>s64</td><td>seconds</td></tr>
 * <tr><td>tv_nsec</td><td>s64</td><td>nanoseconds, 0 to 999,999,999</td></tr>
 * </table>
 */
@Struct(value = "struct __kernel_timespec", header = "linux/time_types.h")
public final class KernelTimespec {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"));

  private static final long TV_SEC = offset(LAYOUT, "tv_sec");
  private static final long TV_NSEC = offset(LAYOUT, "tv_nsec");
  private static final long NS_PER_SEC = 1_000_000_000;
  private static final long SEC_MAX = Long.MAX_VALUE / NS_PER_SEC;

  private KernelTimespec() {}

  /** Sets it to {@code ns} nanoseconds, which is not negative. */
  public static void set(MemorySegment timespec, long ns) {
    timespec.set(JAVA_LONG, TV_SEC, ns / NS_PER_SEC);
    timespec.set(JAVA_LONG, TV_NSEC, ns % NS_PER_SEC);
  }

  /** Sets the one at an address. */
  public static void set(long address, long ns) {
    AddressSpace.setLong(address + TV_SEC, ns / NS_PER_SEC);
    AddressSpace.setLong(address + TV_NSEC, ns % NS_PER_SEC);
  }

  /** All of it in nanoseconds, or as many as a long has. */
  public static long ns(MemorySegment timespec) {
    return ns(timespec, 0);
  }

  /** All of the one at {@code memory[offset…]}, in nanoseconds, or as many as a long has. */
  public static long ns(MemorySegment memory, long offset) {
    return ns(
        memory.get(JAVA_LONG_UNALIGNED, offset + TV_SEC),
        memory.get(JAVA_LONG_UNALIGNED, offset + TV_NSEC));
  }

  /** All of the one at an address, in nanoseconds, or as many as a long has. */
  public static long ns(long address) {
    return ns(AddressSpace.getLong(address + TV_SEC), AddressSpace.getLong(address + TV_NSEC));
  }

  private static long ns(long sec, long nsec) {
    return sec < SEC_MAX ? sec * NS_PER_SEC + nsec : Long.MAX_VALUE;
  }

  /** Whether the one at an address has a member that is negative, as no span has. */
  public static boolean isNegative(long address) {
    return AddressSpace.getLong(address + TV_SEC) < 0
        || AddressSpace.getLong(address + TV_NSEC) < 0;
  }
}

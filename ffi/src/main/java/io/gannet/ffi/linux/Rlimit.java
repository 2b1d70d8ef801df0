package io.gannet.ffi.linux;

import static io.gannet.ffi.abi.Layouts.offset;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.gannet.ffi.abi.Struct;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * {@code struct rlimit64}, getrlimit(2).
 *
 * <table>
 * <caption>members</caption>
 * <tr><td>rlim_cur</td><td>u64</td><td>the soft limit, which is enforced</td></tr>
 * <tr><td>rlim_max</td><td>u64</td><td>the hard limit, up to which the soft may be raised</td></tr>
 * </table>
 */
@Struct(value = "struct rlimit64", header = "linux/resource.h")
public final class Rlimit {
  public static final StructLayout LAYOUT =
      MemoryLayout.structLayout(JAVA_LONG.withName("rlim_cur"), JAVA_LONG.withName("rlim_max"));

  private static final long RLIM_CUR = offset(LAYOUT, "rlim_cur");
  private static final long RLIM_MAX = offset(LAYOUT, "rlim_max");

  private Rlimit() {}

  /** The soft limit; -1 is none. */
  public static long current(MemorySegment limit) {
    return limit.get(JAVA_LONG, RLIM_CUR);
  }

  /** The hard limit; -1 is none. */
  public static long max(MemorySegment limit) {
    return limit.get(JAVA_LONG, RLIM_MAX);
  }

  /** Sets both. */
  public static void set(MemorySegment limit, long current, long max) {
    limit.set(JAVA_LONG, RLIM_CUR, current);
    limit.set(JAVA_LONG, RLIM_MAX, max);
  }
}

package io.gannet.ffi.host;

import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Resource;
import io.gannet.ffi.linux.Rlimit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** How many descriptors this process may have: RLIMIT_NOFILE, getrlimit(2). Any thread. */
public final class Descriptors {
  /** No limit, where the struct says -1. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private Descriptors() {}

  /**
   * The limit that is enforced, the soft one.
   *
   * @throws LinuxException if the kernel does not tell
   */
  public static long limit() {
    try (Arena arena = Arena.ofConfined()) {
      return unsigned(Rlimit.current(read(arena)));
    }
  }

  /**
   * Raises the soft limit to {@code wanted}, or as far as the hard one allows. The hard one stays.
   *
   * @return the limit that is enforced now
   */
  public static long raise(long wanted) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = read(arena);
      long soft = unsigned(Rlimit.current(limit));
      long hard = unsigned(Rlimit.max(limit));
      if (soft < wanted && soft < hard) {
        Rlimit.set(limit, Math.min(wanted, hard), Rlimit.max(limit));
        Resource.setrlimit(Resource.RLIMIT_NOFILE, limit);
      }
      return limit();
    }
  }

  private static MemorySegment read(Arena arena) {
    MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
    LinuxException.check(
        Resource.getrlimit(Resource.RLIMIT_NOFILE, limit), "getrlimit(RLIMIT_NOFILE)", "");
    return limit;
  }

  private static long unsigned(long limit) {
    return limit < 0 ? UNLIMITED : limit;
  }
}

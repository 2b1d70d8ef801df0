package io.gannet.bench.hostile;

import io.gannet.ffi.linux.Resource;
import io.gannet.ffi.linux.Rlimit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** This process's limit of open files, which a crowd needs a lot of. */
final class OpenFiles {
  /** What else is open here. */
  private static final int SPARE = 200;

  private static final long WANTED = 65_536;

  private OpenFiles() {}

  /** So many connections, or as many as we may have. */
  static int forConnections(int count) {
    return (int) Math.min(count, raised() - SPARE);
  }

  /** The soft limit, as high as it may be. */
  private static long raised() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
      if (Resource.getrlimit(Resource.RLIMIT_NOFILE, limit) < 0) {
        return WANTED;
      }
      long max = Rlimit.max(limit);
      if (max >= 0 && max < WANTED) {
        Rlimit.set(limit, WANTED, WANTED);
        if (Resource.setrlimit(Resource.RLIMIT_NOFILE, limit) == 0) {
          return WANTED;
        }
      }
      long most = max < 0 ? WANTED : max;
      Rlimit.set(limit, most, max);
      Resource.setrlimit(Resource.RLIMIT_NOFILE, limit);
      return most;
    }
  }
}

package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.MemorySegment;

/** sys/resource.h: limits of this process, as {@link Rlimit} structs; priorities. Any thread. */
@Header("sys/resource.h")
public final class Resource {
  public static final int RLIMIT_AS = 9;
  public static final int RLIMIT_CORE = 4;
  public static final int RLIMIT_MEMLOCK = 8;
  public static final int RLIMIT_NOFILE = 7;
  public static final int RLIMIT_STACK = 3;
  public static final int PRIO_PROCESS = 0;

  private Resource() {}

  /** getrlimit(2) into an {@link Rlimit}: 0, or -errno. */
  public static int getrlimit(int resource, MemorySegment limit) {
    return prlimit64(resource, 0, address(limit));
  }

  /** setrlimit(2) from an {@link Rlimit}: 0, or {@code -EPERM} above the hard limit. */
  public static int setrlimit(int resource, MemorySegment limit) {
    return prlimit64(resource, address(limit), 0);
  }

  /**
   * setpriority(2), of one thread although the word is PRIO_PROCESS.
   *
   * @param tid the thread, as from {@link Unistd#gettid}; 0 is the calling one
   * @param nice -20, which gets most of a CPU, to 19
   * @return 0, or {@code -EACCES} below what it is without CAP_SYS_NICE
   */
  public static int setpriority(int which, int tid, int nice) {
    return (int) Libc.syscall(Syscall.SETPRIORITY, which, tid, nice);
  }

  private static int prlimit64(int resource, long newLimit, long oldLimit) {
    return (int) Libc.syscall(Syscall.PRLIMIT64, 0, resource, newLimit, oldLimit, 0, 0);
  }

  private static long address(MemorySegment limit) {
    return Native.address(limit, 0, Rlimit.LAYOUT.byteSize());
  }
}

package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * sys/mman.h and linux/mman.h: mappings, as bare addresses. Any thread. An owned mapping with
 * bounds is a {@code Region}, in the package for memory.
 */
@Header({"sys/mman.h", "linux/mman.h"})
public final class Mman {
  public static final int PROT_NONE = 0;
  public static final int PROT_READ = 1;
  public static final int PROT_WRITE = 2;

  public static final int MAP_SHARED = 0x01;
  public static final int MAP_PRIVATE = 0x02;
  public static final int MAP_FIXED = 0x10;
  public static final int MAP_ANONYMOUS = 0x20;
  public static final int MAP_NORESERVE = 0x4000;
  public static final int MAP_POPULATE = 0x8000;
  public static final int MAP_HUGETLB = 0x40000;
  public static final int MAP_FIXED_NOREPLACE = 0x100000;
  public static final int MAP_HUGE_SHIFT = 26;
  public static final int MAP_HUGE_2MB = 21 << MAP_HUGE_SHIFT;
  public static final int MAP_HUGE_1GB = 30 << MAP_HUGE_SHIFT;

  public static final int MADV_NORMAL = 0;
  public static final int MADV_RANDOM = 1;
  public static final int MADV_SEQUENTIAL = 2;
  public static final int MADV_WILLNEED = 3;
  public static final int MADV_DONTNEED = 4;
  public static final int MADV_FREE = 8;
  public static final int MADV_DONTFORK = 10;
  public static final int MADV_DOFORK = 11;
  public static final int MADV_HUGEPAGE = 14;
  public static final int MADV_NOHUGEPAGE = 15;
  public static final int MADV_DONTDUMP = 16;
  public static final int MADV_DODUMP = 17;
  public static final int MADV_COLD = 20;
  public static final int MADV_PAGEOUT = 21;
  public static final int MADV_POPULATE_READ = 22;
  public static final int MADV_POPULATE_WRITE = 23;
  public static final int MADV_COLLAPSE = 25;

  private Mman() {}

  /** mmap(2): the address, or -errno (no address is negative in user space). */
  public static long mmap(long address, long length, int prot, int flags, int fd, long offset) {
    return Libc.syscall(Syscall.MMAP, address, length, prot, flags, fd, offset);
  }

  /** munmap(2). Every Java view on the range must be unreachable or closed. */
  public static int munmap(long address, long length) {
    return (int) Libc.syscall(Syscall.MUNMAP, address, length, 0);
  }

  /** mprotect(2). */
  public static int mprotect(long address, long length, int prot) {
    return (int) Libc.syscall(Syscall.MPROTECT, address, length, prot);
  }

  /** madvise(2); {@code MADV_POPULATE_WRITE} is of 5.14, {@code MADV_COLLAPSE} of 6.1. */
  public static int madvise(long address, long length, int advice) {
    return (int) Libc.syscall(Syscall.MADVISE, address, length, advice);
  }

  /** mlock(2): {@code -ENOMEM} beyond RLIMIT_MEMLOCK. */
  public static int mlock(long address, long length) {
    return (int) Libc.syscall(Syscall.MLOCK, address, length, 0);
  }

  /** munlock(2). */
  public static int munlock(long address, long length) {
    return (int) Libc.syscall(Syscall.MUNLOCK, address, length, 0);
  }

  /**
   * The mapping {@code [address, address + length)} as memory with bounds, which lives as long as
   * {@code arena} and is unmapped when that closes.
   */
  @SuppressWarnings("restricted")
  public static MemorySegment view(long address, long length, Arena arena) {
    return MemorySegment.ofAddress(address)
        .reinterpret(length, arena, mapping -> munmap(address, length));
  }
}

package io.gannet.ffi.memory;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Mman;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One try to map anonymous memory in pages of one size.
 *
 * <pre>
 *   hugetlb   │██████ pages ██████│                       rounded up to whole pages
 *   others    │gap│██████ pages ██████│gap│               gaps: PROT_NONE, a page at least
 *             start   address
 * </pre>
 *
 * <p>The gaps bring the pages to a multiple of 2 MiB, let smaps show them as a mapping of their own
 * (neighbours of the same kind would be merged), and turn an overrun into a fault.
 *
 * @param start of the reservation, to be unmapped, or -errno
 * @param length of the reservation
 * @param address where the pages begin
 */
record Mapping(long start, long length, long address) {
  private static final Path THP_ENABLED = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
  private static final int ANONYMOUS = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS;
  private static final int READ_WRITE = Mman.PROT_READ | Mman.PROT_WRITE;

  static Mapping map(PageSize size, long bytes) {
    return switch (size) {
      case GIB_1 -> hugetlb(size.roundUp(bytes), Mman.MAP_HUGE_1GB);
      case MIB_2 -> hugetlb(size.roundUp(bytes), Mman.MAP_HUGE_2MB);
      case THP -> thpEnabled() ? guarded(size, bytes) : failed(-Errno.EOPNOTSUPP);
      case KIB_4 -> guarded(size, bytes);
    };
  }

  boolean ok() {
    return start >= 0;
  }

  private static Mapping failed(long errno) {
    return new Mapping(errno, 0, 0);
  }

  private static Mapping hugetlb(long length, int flags) {
    // Without MAP_NORESERVE the pages are set aside here, so a later fault cannot fail by SIGBUS.
    long start = Mman.mmap(0, length, READ_WRITE, ANONYMOUS | Mman.MAP_HUGETLB | flags, -1, 0);
    return new Mapping(start, length, start);
  }

  private static Mapping guarded(PageSize size, long bytes) {
    long gap = PageSize.KIB_4.bytes();
    long pages = PageSize.KIB_4.roundUp(bytes);
    long length = pages + size.bytes() + 2 * gap;
    long start = Mman.mmap(0, length, Mman.PROT_NONE, ANONYMOUS | Mman.MAP_NORESERVE, -1, 0);
    if (start < 0) {
      return failed(start);
    }
    long address = size.roundUp(start + gap);
    int result = Mman.mprotect(address, pages, READ_WRITE);
    if (result == 0) {
      int advice = size == PageSize.THP ? Mman.MADV_HUGEPAGE : Mman.MADV_NOHUGEPAGE;
      int advised = Mman.madvise(address, pages, advice);
      // A kernel without THP answers EINVAL to both, and only the wish for them is lost.
      result = size == PageSize.THP ? advised : 0;
    }
    if (result < 0) {
      Mman.munmap(start, length);
      return failed(result);
    }
    return new Mapping(start, length, address);
  }

  /** The line reads as {@code always [madvise] never}; no such file, no such thing. */
  private static boolean thpEnabled() {
    try {
      return !Files.readString(THP_ENABLED).contains("[never]");
    } catch (IOException e) {
      return false;
    }
  }
}

package io.gannet.ffi.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the kernel says of the memory behind a stretch of addresses: /proc/self/smaps, proc(5). All
 * in kB, as there; sums, if several mappings make up the stretch.
 *
 * @param kernelPageSizeKb of the first mapping: 4, 2048 or 1048576
 * @param sizeKb of the whole mappings, which can be larger than the stretch
 * @param rssKb resident, hugetlb pages not counted
 * @param anonHugePagesKb of those, in transparent huge pages
 * @param privateHugetlbKb in hugetlb pages
 */
public record Smaps(
    long kernelPageSizeKb, long sizeKb, long rssKb, long anonHugePagesKb, long privateHugetlbKb) {
  private static final Path SMAPS = Path.of("/proc/self/smaps");

  /** Of the mapping in which {@code address} lies; all 0 if there is none. */
  public static Smaps at(long address) {
    return of(address, 1);
  }

  /** Of the mappings in which {@code memory} lies. */
  public static Smaps of(MemorySegment memory) {
    return of(memory.address(), memory.byteSize());
  }

  private static Smaps of(long address, long length) {
    try {
      return parse(Files.readAllLines(SMAPS), address, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lines are headers, as {@code 7f00-7f10 rw-p …}, and fields, as {@code Rss:   12 kB}. */
  static Smaps parse(List<String> lines, long address, long length) {
    Smaps sum = new Smaps(0, 0, 0, 0, 0);
    boolean inside = false;
    for (String line : lines) {
      String[] words = line.split("\\s+", 3);
      if (!words[0].endsWith(":")) {
        inside = overlaps(words[0], address, length);
      } else if (inside) {
        sum = sum.plus(words[0], words[1]);
      }
    }
    return sum;
  }

  private static boolean overlaps(String range, long address, long length) {
    int dash = range.indexOf('-');
    long start = Long.parseUnsignedLong(range, 0, dash, 16);
    long end = Long.parseUnsignedLong(range, dash + 1, range.length(), 16);
    // Unsigned, since the last mapping of x86-64 ([vsyscall]) lies in the upper half.
    return Long.compareUnsigned(start, address + length) < 0
        && Long.compareUnsigned(address, end) < 0;
  }

  private Smaps plus(String field, String value) {
    return switch (field) {
      case "KernelPageSize:" -> kernelPageSizeKb != 0 ? this
          : new Smaps(kb(value), sizeKb, rssKb, anonHugePagesKb, privateHugetlbKb);
      case "Size:" ->
          new Smaps(kernelPageSizeKb, sizeKb + kb(value), rssKb, anonHugePagesKb, privateHugetlbKb);
      case "Rss:" ->
          new Smaps(kernelPageSizeKb, sizeKb, rssKb + kb(value), anonHugePagesKb, privateHugetlbKb);
      case "AnonHugePages:" ->
          new Smaps(kernelPageSizeKb, sizeKb, rssKb, anonHugePagesKb + kb(value), privateHugetlbKb);
      case "Private_Hugetlb:" ->
          new Smaps(kernelPageSizeKb, sizeKb, rssKb, anonHugePagesKb, privateHugetlbKb + kb(value));
      default -> this;
    };
  }

  private static long kb(String value) {
    return Long.parseLong(value);
  }
}

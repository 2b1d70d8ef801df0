package io.gannet.ffi.host;

import io.gannet.ffi.memory.PageSize;
import io.gannet.ffi.memory.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much more memory this process can have, as of now. Nothing reserves it: who asks for all of
 * it can still be too late.
 *
 * @param hostBytes of ordinary pages, MemAvailable in proc_meminfo(5); {@link #NOT_TOLD} if the
 *     host does not say
 * @param cgroupBytes what the tightest of its cgroups leaves; {@link #NOT_TOLD} without a limit
 * @param mib2Bytes of free hugetlb pages of 2 MiB, which no cgroup's memory counts
 * @param gib1Bytes the same of 1 GiB
 */
public record AvailableMemory(
    long hostBytes, long cgroupBytes, long mib2Bytes, long gib1Bytes) {
  /** More than any host has. */
  public static final long NOT_TOLD = Long.MAX_VALUE;

  private static final String POOLS = "sys/kernel/mm/hugepages/hugepages-";
  private static final long KIB = 1024;

  /** cgroup v1 writes no limit as a number near 2^63. */
  private static final long NO_LIMIT_BYTES = 1L << 60;

  /** Of this host. */
  public static AvailableMemory here() {
    return of(Path.of("/"));
  }

  /** Of a host with its {@code proc} and {@code sys} in that folder. */
  public static AvailableMemory of(Path root) {
    long hostKb = field(root.resolve("proc/meminfo"), "MemAvailable:", NOT_TOLD);
    return new AvailableMemory(
        hostKb == NOT_TOLD ? NOT_TOLD : hostKb * KIB,
        cgroups(root),
        pool(root, PageSize.MIB_2),
        pool(root, PageSize.GIB_1));
  }

  /** In ordinary pages, which transparent huge ones are made of. */
  public long ordinaryBytes() {
    return Math.min(hostBytes, cgroupBytes);
  }

  /** Whether a {@code Region} of that size and policy gets all its pages from a pool of hugetlb. */
  public boolean isInPool(long bytes, Policy wanted) {
    boolean whole = wanted == Policy.GIB_1 || bytes % PageSize.GIB_1.bytes() == 0;
    return switch (wanted) {
      case GIB_1 -> isIn(PageSize.GIB_1, bytes, gib1Bytes);
      case MIB_2 -> isIn(PageSize.MIB_2, bytes, mib2Bytes);
      case AUTO -> whole && isIn(PageSize.GIB_1, bytes, gib1Bytes)
          || isIn(PageSize.MIB_2, bytes, mib2Bytes);
      case THP, OFF -> false;
    };
  }

  private static boolean isIn(PageSize size, long bytes, long poolBytes) {
    return size.roundUp(bytes) <= poolBytes;
  }

  private static long cgroups(Path root) {
    long least = NOT_TOLD;
    for (Path folder : Cgroups.folders(root, "memory")) {
      long limit = number(folder.resolve("memory.max"), NOT_TOLD);
      limit = Math.min(limit, number(folder.resolve("memory.limit_in_bytes"), NOT_TOLD));
      if (limit < NO_LIMIT_BYTES) {
        least = Math.min(least, Math.max(0, limit - used(folder)));
      }
    }
    return least;
  }

  /** Cached files are given up for memory that is asked for, so they are not counted as used. */
  private static long used(Path folder) {
    Path stat = folder.resolve("memory.stat");
    long used =
        Math.max(
            number(folder.resolve("memory.current"), 0),
            number(folder.resolve("memory.usage_in_bytes"), 0));
    for (String files : List.of("active_file ", "inactive_file ")) {
      // In version 1 the one without "total_" is of this group without those below it.
      used -= field(stat, "total_" + files, field(stat, files, 0));
    }
    return Math.max(0, used);
  }

  /** Pages that a new mapping can have: free, and not promised to an earlier one. */
  private static long pool(Path root, PageSize size) {
    Path folder = root.resolve(POOLS + size.bytes() / KIB + "kB");
    long pages =
        number(folder.resolve("free_hugepages"), 0) - number(folder.resolve("resv_hugepages"), 0);
    return Math.max(0, pages) * size.bytes();
  }

  private static long number(Path file, long other) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) { // absent, not ours to read, or "max"
      return other;
    }
  }

  /** The number behind a word, in a file of lines such as {@code MemFree:  12 kB}. */
  private static long field(Path file, String word, long other) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(word))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(other);
    } catch (IOException | NumberFormatException e) {
      return other;
    }
  }
}

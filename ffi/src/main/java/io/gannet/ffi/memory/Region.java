package io.gannet.ffi.memory;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Mempolicy;
import io.gannet.ffi.linux.Mman;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * An owned anonymous mapping, in the largest pages that can be had: 1 GiB, 2 MiB, transparent huge
 * pages, 4 KiB.
 *
 * <p>What was granted is not believed but read back: see {@link #populate}. Any thread may use the
 * memory; mapping, populating and closing are one thread's at a time.
 */
public final class Region implements AutoCloseable {
  private final Arena arena;
  private final MemorySegment memory;
  private PageSize granted;
  private final List<String> whyNotBetter;

  private Region(Mapping mapping, long bytes, PageSize granted, List<String> whyNotBetter) {
    this.arena = Arena.ofShared();
    this.memory = Mman.view(mapping.start(), mapping.length(), arena)
        .asSlice(mapping.address() - mapping.start(), bytes);
    this.granted = granted;
    this.whyNotBetter = whyNotBetter;
  }

  /**
   * Maps {@code bytes} of zeroes, trying the ladder from the top as far as {@code wanted} allows.
   *
   * @throws LinuxException with the cure, when nothing {@code wanted} can be had
   */
  public static Region map(long bytes, Policy wanted) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("not a size: " + bytes);
    }
    List<String> whyNot = new ArrayList<>();
    for (PageSize size : ladder(wanted)) {
      if (wanted == Policy.AUTO && bytes % size.bytes() != 0 && size == PageSize.GIB_1) {
        whyNot.add(size + ": not a multiple of 1 GiB, the rest would be wasted");
        continue;
      }
      Mapping mapping = Mapping.map(size, bytes);
      if (mapping.ok()) {
        return new Region(mapping, bytes, size, whyNot);
      }
      if (wanted != Policy.AUTO || size == PageSize.KIB_4) {
        String call = "mmap of " + bytes + " bytes in pages of " + size;
        throw new LinuxException(call, (int) -mapping.start(), cure(size, bytes));
      }
      whyNot.add(size + ": " + Errno.name((int) mapping.start()) + " (" + cure(size, bytes) + ")");
    }
    throw new AssertionError("the last of the ladder returns or throws");
  }

  private static List<PageSize> ladder(Policy wanted) {
    return switch (wanted) {
      case GIB_1 -> List.of(PageSize.GIB_1);
      case MIB_2 -> List.of(PageSize.MIB_2);
      case THP -> List.of(PageSize.THP);
      case OFF -> List.of(PageSize.KIB_4);
      case AUTO -> List.of(PageSize.values());
    };
  }

  private static String cure(PageSize size, long bytes) {
    long pages = Math.ceilDiv(bytes, size.bytes());
    return switch (size) {
      case GIB_1 -> "boot with hugepagesz=1G hugepages=" + pages
          + ", or hugeadm --pool-pages-min 1G:+" + pages;
      case MIB_2 -> "sysctl vm.nr_hugepages=" + pages
          + " (more, if others use some), or hugeadm --pool-pages-min 2M:+" + pages;
      case THP -> "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled";
      case KIB_4 -> "less memory; or more, or sysctl vm.overcommit_memory=1";
    };
  }

  /** The memory: {@code bytes} long, beginning on a page. */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * The pages it is made of. For {@link PageSize#THP} a hope until {@link #populate}, and a fact
   * after it.
   */
  public PageSize granted() {
    return granted;
  }

  /** Why each better page size was not granted, with the cure; empty if it is the best. */
  public String whyNotBetter() {
    return String.join("; ", whyNotBetter);
  }

  /**
   * Pages that are touched from now on come from a NUMA node while it has any. A wish: where the
   * kernel refuses it, they come from the node of the CPU that touches them first, and why is told.
   */
  public void prefer(int node) {
    int result =
        Mempolicy.mbind(memory.address(), memory.byteSize(), Mempolicy.MPOL_PREFERRED, node);
    if (result < 0) {
      whyNotBetter.add("node " + node + ": mbind: " + Errno.name(-result));
    }
  }

  /**
   * Faults everything in, on the calling thread ({@link Faulting}: by several), and reads back from
   * smaps what came of it. If not a single transparent huge page came, {@link #granted} is {@link
   * PageSize#KIB_4} from then on.
   *
   * @return the proof
   * @throws LinuxException if there is not so much memory
   */
  public Smaps populate() {
    try (Faulting faulting = Faulting.begin(this, 0, new BitSet(), 0)) {
      return faulting.await();
    }
  }

  /**
   * The same without a proof, which would take a descriptor.
   *
   * @throws LinuxException if there is not so much memory
   */
  public void faultIn() {
    try (Faulting faulting = Faulting.begin(this, 0, new BitSet(), 0)) {
      faulting.finish();
    }
  }

  /** What came of it, once everything is faulted in. */
  Smaps prove() {
    Smaps proof = Smaps.of(memory);
    if (granted == PageSize.THP && proof.anonHugePagesKb() < proof.rssKb()) {
      // Once more, with compaction (6.1); what cannot be collapsed stays as it is.
      Mman.madvise(memory.address(), memory.byteSize(), Mman.MADV_COLLAPSE);
      proof = Smaps.of(memory);
    }
    if (granted == PageSize.THP && proof.anonHugePagesKb() == 0) {
      granted = PageSize.KIB_4;
      whyNotBetter.add("THP: no huge page was free (echo 1 > /proc/sys/vm/compact_memory)");
    }
    return proof;
  }

  /** Unmaps it; using {@link #memory} afterwards throws. Twice is once. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}

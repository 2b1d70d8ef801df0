package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Group.MEMORY;
import static io.gannet.ffi.host.AvailableMemory.NOT_TOLD;

import io.gannet.bench.observe.CpuList;
import io.gannet.ffi.host.AvailableMemory;
import io.gannet.ffi.memory.Policy;
import io.gannet.server.fit.Needs;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Whether there is memory enough, in large pages, near the CPU, and left in peace. */
final class MemoryChecks {
  static final List<Check> ALL = List.of(
      new Check("memory", MEMORY, "memory for the server",
          "man 5 proc_meminfo; kernel: admin-guide/cgroup-v2, memory.max", MemoryChecks::memory),
      new Check("hugepages", MEMORY, "hugetlb pages",
          "kernel: admin-guide/mm/hugetlbpage", MemoryChecks::hugepages),
      new Check("thp", MEMORY, "transparent huge pages",
          "kernel: admin-guide/mm/transhuge; man 2 madvise, MADV_HUGEPAGE", MemoryChecks::thp),
      new Check("thp-defrag", MEMORY, "making room for them",
          "kernel: admin-guide/mm/transhuge, defrag", MemoryChecks::thpDefrag),
      new Check("numa-balancing", MEMORY, "automatic NUMA balancing",
          "kernel: admin-guide/sysctl/kernel, numa_balancing", MemoryChecks::numaBalancing),
      new Check("numa-nodes", MEMORY, "NUMA nodes",
          "man 7 numa; man 8 numactl", MemoryChecks::numaNodes),
      new Check("zone-reclaim", MEMORY, "reclaim before remote memory",
          "kernel: admin-guide/sysctl/vm, zone_reclaim_mode", MemoryChecks::zoneReclaim),
      new Check("swap", MEMORY, "swap",
          "man 8 swapoff; kernel: admin-guide/sysctl/vm, swappiness", MemoryChecks::swap),
      new Check("memory-pressure", MEMORY, "waiting for memory",
          "kernel: accounting/psi", MemoryChecks::pressure),
      new Check("ksm", MEMORY, "merging of same pages (KSM)",
          "kernel: admin-guide/mm/ksm", MemoryChecks::ksm));

  private static final String THP = "/sys/kernel/mm/transparent_hugepage/";
  private static final String NODES = "/sys/devices/system/node/";
  private static final String MEMINFO = "/proc/meminfo";
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private MemoryChecks() {}

  static String size(long bytes) {
    return bytes >= GIB
        ? String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB)
        : bytes / MIB + " MiB";
  }

  private static Finding memory(Host host, Aim aim) {
    AvailableMemory memory = host.memory();
    if (memory.hostBytes() == NOT_TOLD) {
      throw new NotTold(MEMINFO + " has no MemAvailable");
    }
    Needs needs = aim.needs();
    String found = size(memory.hostBytes()) + " available"
        + (memory.cgroupBytes() < NOT_TOLD ? "; " + size(memory.cgroupBytes()) + " left for the"
            + " cgroup" : "")
        + (memory.isInPool(aim.memoryBytes(), Policy.AUTO) ? "; hugetlb pages for the store" : "");
    if (needs.fit(memory)) {
      return Finding.ok(found);
    }
    long wanted = aim.memoryBytes() + needs.besideBytes();
    long most = needs.storeBytesMax(memory) / MIB;
    Finding finding = Finding.wrong(found + "; the server wants " + size(wanted),
        "The server faults all its memory in before its port opens: it takes less where that is its"
            + " default, and refuses to start where so much is asked for.");
    return most > 0
        ? finding.change("./gannet --memory " + most + "MiB")
        : finding.keep("more memory for the " + (memory.cgroupBytes() < memory.hostBytes()
            ? "cgroup" : "host"));
  }

  private static String pool(int kb) {
    return "/sys/kernel/mm/hugepages/hugepages-" + kb + "kB/";
  }

  /** Pages that a new mapping can have. */
  private static long freeHugepages(Host host, int kb) {
    return Math.max(0, host.numberOr(pool(kb) + "free_hugepages", 0)
        - host.numberOr(pool(kb) + "resv_hugepages", 0));
  }

  private static Finding hugepages(Host host, Aim aim) {
    if (!host.has(pool(2048))) {
      return Finding.unknown("this kernel has no pages of 2 MiB in " + pool(2048));
    }
    long wanted = Math.ceilDiv(aim.memoryBytes(), 2 * MIB);
    long free = freeHugepages(host, 2048);
    long freeGib = freeHugepages(host, 1 << 20);
    long there = host.number(pool(2048) + "nr_hugepages");
    String found = freeGib + " of 1 GiB and " + free + " of 2 MiB free; " + size(aim.memoryBytes())
        + " is " + wanted + " of 2 MiB";
    boolean byGib = aim.memoryBytes() % GIB == 0 && freeGib >= aim.memoryBytes() / GIB;
    if (byGib || free >= wanted) {
      return Finding.ok(found);
    }
    return Finding.better(found, "Look-ups in much memory miss the TLB more often in small pages."
            + " Gannet then takes transparent huge pages, which are as fast where the kernel finds"
            + " them; hugetlb pages are there or not, and never swapped.")
        .sysctl("vm.nr_hugepages", there - free + wanted);
  }

  private static Finding thp(Host host, Aim aim) {
    String enabled = host.chosen(THP + "enabled");
    return switch (enabled) {
      case "madvise" -> Finding.ok(enabled);
      case "always" -> Finding.better(enabled, "Every process gets huge pages for any large"
              + " mapping: more memory than it uses, and stalls while pages are merged or split. It"
              + " does not hurt Gannet, which asks for what it wants; other servers it may.")
          .change("echo madvise > " + THP + "enabled").boot("transparent_hugepage=madvise");
      default -> Finding.better(enabled, "Where hugetlb pages do not suffice, and for the buffers"
          + " of"
              + " connections, the server gets pages of 4 KiB and misses the TLB more often.")
          .change("echo madvise > " + THP + "enabled").boot("transparent_hugepage=madvise");
    };
  }

  private static Finding thpDefrag(Host host, Aim aim) {
    String defrag = host.chosen(THP + "defrag");
    long merging = host.numberOr(THP + "khugepaged/defrag", 0);
    String found = defrag + (merging == 0 ? "" : "; khugepaged compacts in the background");
    if (!defrag.equals("always")) {
      return Finding.ok(found);
    }
    return Finding.better(found, "A page fault of any process may stop to move memory about until a"
            + " huge page is free. With madvise only those stop that asked for one; Gannet does so"
            + " before its port opens.")
        .change("echo madvise > " + THP + "defrag");
  }

  private static int nodes(Host host) {
    return host.cpus(NODES + "online").cardinality();
  }

  private static Finding numaBalancing(Host host, Aim aim) {
    long mode = host.number(Host.sysctl("kernel.numa_balancing"));
    if (mode == 0) {
      return Finding.ok("off");
    }
    if (nodes(host) == 1) {
      return Finding.ok("on, with one node: nothing to balance");
    }
    return Finding.better("on, with " + nodes(host) + " nodes", "The kernel unmaps pages for a"
            + " moment to see who touches them, so a pinned worker takes page faults that tell it"
            + " nothing, and its memory may be moved.")
        .sysctl("kernel.numa_balancing", 0);
  }

  private static Finding numaNodes(Host host, Aim aim) {
    if (!host.has(NODES + "online") || nodes(host) == 1) {
      return Finding.ok("one");
    }
    BitSet used = new BitSet();
    long free = 0;
    for (int node : host.cpus(NODES + "online").stream().toArray()) {
      String folder = NODES + "node" + node + "/";
      if (host.cpus(folder + "cpulist").intersects(aim.cpus())) {
        used.set(node);
        free += host.kbField(folder + "meminfo", "Node " + node + " MemFree");
      }
    }
    String found = nodes(host) + ", of which the server's CPUs are on " + CpuList.text(used);
    if (used.cardinality() > 1) {
      BitSet first = host.cpus(NODES + "node" + used.nextSetBit(0) + "/cpulist");
      return Finding.better(found, "Memory of another node is further away, and a worker that is"
              + " moved, or one worker on such CPUs, reads from there.")
          .change("numactl --cpunodebind=" + used.nextSetBit(0) + " --membind="
              + used.nextSetBit(0) + " ./gannet --cpus " + first.nextSetBit(0));
    }
    if (free < aim.memoryBytes()) {
      return Finding.better(found + ", with " + size(free) + " free", "What does not fit into the"
              + " worker's node is taken from another, further away.")
          .change("numastat -m   # who has it");
    }
    return Finding.ok(found + ", with " + size(free) + " free");
  }

  private static Finding zoneReclaim(Host host, Aim aim) {
    long mode = host.number(Host.sysctl("vm.zone_reclaim_mode"));
    return mode == 0
        ? Finding.ok("off")
        : Finding.better("on (" + mode + ")", "A process whose node is full stops to free memory"
            + " there, file cache first, instead of taking it from the next node.")
            .sysctl("vm.zone_reclaim_mode", 0);
  }

  private static Finding swap(Host host, Aim aim) {
    List<String> lines = host.lines("/proc/swaps");
    if (lines.size() <= 1) {
      return Finding.ok("none");
    }
    long usedKb = 0;
    for (String line : lines.subList(1, lines.size())) {
      usedKb += Long.parseLong(line.split("\\s+")[3]);
    }
    String found = size(1024 * usedKb) + " in use; swappiness "
        + host.textOr(Host.sysctl("vm.swappiness"), "unknown");
    return Finding.better(found, "A page of the cache that was swapped out comes back from a disk"
            + " while the one thread of its worker stands still, and with it every other"
            + " connection. Memory in hugetlb pages is never swapped.")
        .change("swapoff -a").keep("take swap out of /etc/fstab; or sysctl vm.swappiness=1");
  }

  private static Finding pressure(Host host, Aim aim) {
    double percent =
        CpuShareChecks.share(host.lines("/proc/pressure/memory").getFirst(), "avg300");
    String found = String.format(
        Locale.ROOT, "some thread waited for memory %.2f %% of the last 5 minutes", percent);
    return percent == 0
        ? Finding.ok(found)
        : Finding.better(found, "Threads that need a page stop and free others first.")
            .change("free -m; ps aux --sort=-rss | head   # who has it");
  }

  private static Finding ksm(Host host, Aim aim) {
    return host.number("/sys/kernel/mm/ksm/run") != 1
        ? Finding.ok("off")
        : Finding.better("on", "A kernel thread reads through memory for pages that are the same;"
            + " it takes CPU and cache from everyone, and a write to a merged page copies it.")
            .change("echo 2 > /sys/kernel/mm/ksm/run")
            .keep("systemctl disable --now ksm ksmtuned");
  }
}

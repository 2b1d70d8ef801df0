package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Verdict.BETTER;
import static io.gannet.bench.doctor.Verdict.OK;
import static io.gannet.bench.doctor.Verdict.UNKNOWN;
import static io.gannet.bench.doctor.Verdict.WRONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryChecksTest {
  private static final String THP = "/sys/kernel/mm/transparent_hugepage/";
  private static final String NODES = "/sys/devices/system/node/";
  private static final long GIB = 1L << 30;

  @TempDir Path root;
  private MadeUpHost host;

  @BeforeEach
  void makeUpAHost() {
    host = new MadeUpHost(root);
  }

  private MadeUpHost pool(int kb, int all, int free, int reserved) {
    String folder = "/sys/kernel/mm/hugepages/hugepages-" + kb + "kB/";
    return host.file(folder + "nr_hugepages", "" + all)
        .file(folder + "free_hugepages", "" + free)
        .file(folder + "resv_hugepages", "" + reserved);
  }

  @Test
  void memoryHasToFitTheHostAndTheCgroup() {
    host.assertLook(UNKNOWN, "memory");
    host.file("/proc/meminfo", "MemTotal: 4194304 kB\nMemAvailable:    2097152 kB");
    host.assertLook(OK, "memory");
    host.memory(4 * GIB).assertLook(WRONG, "memory");
    pool(2048, 2048, 2048, 0);
    host.assertLook(OK, "memory");
    host.memory(GIB).file("/sys/fs/cgroup/cgroup.controllers", "memory")
        .file("/sys/fs/cgroup/memory.max", "max").assertLook(OK, "memory");
    host.file("/sys/fs/cgroup/memory.max", "" + GIB).assertLook(OK, "memory");
    pool(2048, 0, 0, 0);
    host.assertLook(WRONG, "memory");
    host.file("/sys/fs/cgroup/memory.max", "" + 2 * GIB).assertLook(OK, "memory");
    host.file("/sys/fs/cgroup/memory.current", "" + GIB).assertLook(WRONG, "memory");
  }

  @Test
  void hugepagesSufficeInEitherSizeAndReservedOnesAreTaken() {
    host.assertLook(UNKNOWN, "hugepages");
    pool(2048, 600, 512, 0).assertLook(OK, "hugepages");
    pool(2048, 600, 512, 12).assertLook(BETTER, "hugepages");
    assertEquals(List.of("sysctl -w vm.nr_hugepages=612"), host.look("hugepages").change());
    pool(1 << 20, 1, 1, 0).assertLook(OK, "hugepages");
    host.memory(GIB + (GIB >> 1)).assertLook(BETTER, "hugepages");
  }

  @Test
  void transparentHugePagesAreForThoseWhoAsk() {
    host.assertLook(UNKNOWN, "thp");
    host.file(THP + "enabled", "always [madvise] never").assertLook(OK, "thp");
    host.file(THP + "enabled", "[always] madvise never").assertLook(BETTER, "thp");
    host.file(THP + "enabled", "always madvise [never]").assertLook(BETTER, "thp");
    host.file(THP + "enabled", "madvise").assertLook(UNKNOWN, "thp");
  }

  @Test
  void noFaultStopsToMakeRoomUnlessItAsked() {
    host.assertLook(UNKNOWN, "thp-defrag");
    String all = "always defer defer+madvise [madvise] never";
    host.file(THP + "defrag", all).assertLook(OK, "thp-defrag");
    host.file(THP + "defrag", "[always] defer never").assertLook(BETTER, "thp-defrag");
  }

  private MadeUpHost nodes(String online) {
    return host.file(NODES + "online", online)
        .file(NODES + "node0/cpulist", "0")
        .file(NODES + "node0/meminfo", "Node 0 MemFree:   2097152 kB")
        .file(NODES + "node1/cpulist", "1")
        .file(NODES + "node1/meminfo", "Node 1 MemFree:     65536 kB");
  }

  @Test
  void numaBalancingMattersWithTwoNodes() {
    host.assertLook(UNKNOWN, "numa-balancing");
    host.sysctl("kernel.numa_balancing", 0).assertLook(OK, "numa-balancing");
    host.sysctl("kernel.numa_balancing", 1);
    nodes("0").assertLook(OK, "numa-balancing");
    nodes("0-1").assertLook(BETTER, "numa-balancing");
  }

  @Test
  void aServerIsOnOneNodeThatHasItsMemory() {
    host.assertLook(OK, "numa-nodes");
    nodes("0-1").assertLook(BETTER, "numa-nodes");
    host.pinned("0").assertLook(OK, "numa-nodes");
    host.pinned("1").assertLook(BETTER, "numa-nodes");
  }

  @Test
  void memoryOfThisNodeIsNotReclaimedFirst() {
    host.assertLook(UNKNOWN, "zone-reclaim");
    host.sysctl("vm.zone_reclaim_mode", 0).assertLook(OK, "zone-reclaim");
    host.sysctl("vm.zone_reclaim_mode", 1).assertLook(BETTER, "zone-reclaim");
  }

  @Test
  void swapIsOff() {
    host.assertLook(UNKNOWN, "swap");
    String head = "Filename\tType\tSize\tUsed\tPriority";
    host.file("/proc/swaps", head).assertLook(OK, "swap");
    host.file("/proc/swaps", head + "\n/dev/sda2 partition 8000000 2048 -2")
        .assertLook(BETTER, "swap");
    assertEquals("2 MiB in use; swappiness unknown", host.look("swap").found());
  }

  @Test
  void nobodyWaitsForMemory() {
    host.assertLook(UNKNOWN, "memory-pressure");
    pressure("0.00");
    host.assertLook(OK, "memory-pressure");
    pressure("0.02");
    host.assertLook(BETTER, "memory-pressure");
  }

  private void pressure(String percent) {
    host.file("/proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=" + percent);
  }

  @Test
  void nobodyReadsThroughMemoryForSamePages() {
    host.assertLook(UNKNOWN, "ksm");
    host.file("/sys/kernel/mm/ksm/run", "0").assertLook(OK, "ksm");
    host.file("/sys/kernel/mm/ksm/run", "1").assertLook(BETTER, "ksm");
  }
}

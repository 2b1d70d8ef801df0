package io.gannet.ffi.host;

import static io.gannet.ffi.host.AvailableMemory.NOT_TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.memory.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {
  private static final String V1 = "sys/fs/cgroup/memory/";
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  @TempDir Path root;

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private AvailableMemory read() {
    return AvailableMemory.of(root);
  }

  @Test
  void aHostThatSaysNothingLimitsNothing() {
    assertEquals(new AvailableMemory(NOT_TOLD, NOT_TOLD, 0, 0), read());
    assertEquals(NOT_TOLD, read().ordinaryBytes());
  }

  @Test
  void theHostsIsWhatTheKernelCallsAvailable() throws IOException {
    file("proc/meminfo", "MemTotal:  4096 kB\nMemFree:  1 kB\nMemAvailable:    2048 kB");
    assertEquals(2 * MIB, read().hostBytes());
    assertEquals(2 * MIB, read().ordinaryBytes());
  }

  @Test
  void thisHostHasSome() {
    assertTrue(AvailableMemory.here().hostBytes() > MIB);
  }

  @Test
  void theTightestCgroupOfVersion2Counts() throws IOException {
    file("proc/self/cgroup", "0::/outer/inner");
    file("sys/fs/cgroup/cgroup.controllers", "memory");
    file("sys/fs/cgroup/outer/memory.max", "" + 3 * GIB);
    file("sys/fs/cgroup/outer/memory.current", "" + 2 * GIB);
    file("sys/fs/cgroup/outer/inner/memory.max", "max");
    assertEquals(GIB, read().cgroupBytes());
    file("sys/fs/cgroup/outer/inner/memory.max", "" + 512 * MIB);
    file("sys/fs/cgroup/outer/inner/memory.current", "" + 12 * MIB);
    assertEquals(500 * MIB, read().cgroupBytes());
  }

  @Test
  void cachedFilesAreNotUsed() throws IOException {
    file("proc/self/cgroup", "0::/");
    file("sys/fs/cgroup/cgroup.controllers", "memory");
    file("sys/fs/cgroup/memory.max", "" + 512 * MIB);
    file("sys/fs/cgroup/memory.current", "" + 500 * MIB);
    file("sys/fs/cgroup/memory.stat",
        "inactive_file " + 300 * MIB + "\nactive_file " + 100 * MIB);
    assertEquals(412 * MIB, read().cgroupBytes());
  }

  @Test
  void version1IsReadWithWhatLiesBelow() throws IOException {
    file("proc/self/cgroup", "4:memory:/box\n0::/");
    file(V1 + "box/memory.limit_in_bytes", "" + 512 * MIB);
    file(V1 + "box/memory.usage_in_bytes", "" + 112 * MIB);
    file(V1 + "box/memory.stat",
        "inactive_file " + MIB + "\ntotal_inactive_file " + 12 * MIB + "\ntotal_active_file 0");
    file(V1 + "memory.limit_in_bytes", "9223372036854771712");
    assertEquals(412 * MIB, read().cgroupBytes());
  }

  @Test
  void aCgroupThatIsFullLeavesNothing() throws IOException {
    file("proc/self/cgroup", "4:memory:/");
    file(V1 + "memory.limit_in_bytes", "" + MIB);
    file(V1 + "memory.usage_in_bytes", "" + 2 * MIB);
    assertEquals(0, read().cgroupBytes());
  }

  @Test
  void aRegionIsInAPoolThatHoldsAllOfIt() throws IOException {
    String pools = "sys/kernel/mm/hugepages/hugepages-";
    file(pools + "2048kB/free_hugepages", "10");
    file(pools + "2048kB/resv_hugepages", "2");
    file(pools + "1048576kB/free_hugepages", "1");
    AvailableMemory memory = read();
    assertTrue(memory.isInPool(16 * MIB, Policy.MIB_2));
    assertFalse(memory.isInPool(16 * MIB + 1, Policy.MIB_2));
    assertTrue(memory.isInPool(16 * MIB, Policy.AUTO));
    assertFalse(memory.isInPool(16 * MIB, Policy.THP));
    assertTrue(memory.isInPool(GIB, Policy.AUTO));
    assertFalse(memory.isInPool(GIB - MIB, Policy.AUTO));
    assertTrue(memory.isInPool(GIB - MIB, Policy.GIB_1));
  }
}

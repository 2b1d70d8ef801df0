package io.gannet.ffi.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class RegionTest {
  private static final long MIB = 1L << 20;

  private static boolean thpEnabled() {
    try {
      Path enabled = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
      return !Files.readString(enabled).contains("[never]");
    } catch (IOException e) {
      return false;
    }
  }

  private static long free2MibPages() throws IOException {
    Path free = Path.of("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages");
    return Files.exists(free) ? Long.parseLong(Files.readString(free).strip()) : 0;
  }

  @Test
  void transparentHugePagesAreProvenBySmaps() {
    Assumptions.assumeTrue(thpEnabled(), "transparent huge pages are off");
    try (Region region = Region.map(16 * MIB, Policy.THP)) {
      assertEquals(0, region.memory().address() % PageSize.THP.bytes());
      assertEquals(0, Smaps.of(region.memory()).rssKb());
      Smaps proof = region.populate();
      assertEquals(16 * 1024, proof.rssKb());
      assertEquals(16 * 1024, proof.sizeKb()); // a mapping of its own, merged with no neighbour
      if (region.granted() == PageSize.THP) {
        assertTrue(proof.anonHugePagesKb() > 0);
      } else {
        assertEquals(0, proof.anonHugePagesKb());
        assertTrue(region.whyNotBetter().contains("THP"));
      }
    }
  }

  /** Read back from where the kernel tells it: the policy of that mapping, and whose pages came. */
  @Test
  void pagesComeFromTheNodeThatIsPreferred() throws IOException {
    Path maps = Path.of("/proc/self/numa_maps");
    Assumptions.assumeTrue(Files.isReadable(maps), "a kernel without NUMA");
    try (Region region = Region.map(4 * MIB, Policy.OFF)) {
      region.prefer(0);
      Assumptions.assumeTrue(region.whyNotBetter().isEmpty(), region.whyNotBetter());
      region.populate();
      String address = Long.toHexString(region.memory().address());
      String line =
          Files.readAllLines(maps).stream()
              .filter(one -> one.startsWith(address + " "))
              .findFirst()
              .orElseThrow();
      assertTrue(line.matches(address + " prefer(?:=.*)?:0 .*"), line);
      assertTrue(line.contains(" N0=1024 "), line);
    }
  }

  /** There is no such node: the memory is to be had all the same, and why is told. */
  @Test
  void aNodeThatIsNotThereIsNoMisfortune() {
    try (Region region = Region.map(MIB, Policy.OFF)) {
      region.prefer(1000);
      assertTrue(region.whyNotBetter().contains("node 1000"), region.whyNotBetter());
      region.populate();
    }
  }

  @Test
  void neighboursShareNoMapping() {
    Assumptions.assumeTrue(thpEnabled(), "transparent huge pages are off");
    try (Region one = Region.map(4 * MIB, Policy.THP);
        Region two = Region.map(4 * MIB, Policy.THP)) {
      one.populate();
      assertEquals(4 * 1024, Smaps.of(one.memory()).rssKb());
      assertEquals(0, Smaps.of(two.memory()).rssKb());
    }
  }

  @Test
  void ordinaryPagesStayOrdinary() {
    try (Region region = Region.map(4 * MIB, Policy.OFF)) {
      Smaps proof = region.populate();
      assertEquals(4 * 1024, proof.rssKb());
      assertEquals(0, proof.anonHugePagesKb());
      assertEquals(4, proof.kernelPageSizeKb());
      assertEquals(PageSize.KIB_4, region.granted());
    }
  }

  @Test
  void explicitSizeThatCannotBeHadThrowsWithThePagesNeeded() throws IOException {
    long pages = free2MibPages() + 3;
    LinuxException e = assertThrows(
        LinuxException.class, () -> Region.map(pages * 2 * MIB - 1, Policy.MIB_2));
    assertTrue(e.cure().contains("vm.nr_hugepages=" + pages), e.cure());
    LinuxException big = assertThrows(
        LinuxException.class, () -> Region.map((1L << 40) + 1, Policy.GIB_1));
    assertTrue(big.cure().contains("hugepages=1025"), big.cure());
  }

  @Test
  void ladderGoesDownAndSaysWhy() throws IOException {
    long bytes = (free2MibPages() + 1) * 2 * MIB;
    try (Region region = Region.map(bytes, Policy.AUTO)) {
      assertTrue(region.granted().compareTo(PageSize.THP) >= 0);
      assertTrue(region.whyNotBetter().contains("GIB_1"), region.whyNotBetter());
      assertTrue(region.whyNotBetter().contains("MIB_2: ENOMEM"), region.whyNotBetter());
    }
  }

  @Test
  void hugetlbPagesAreUsedWhenThereAreSome() throws IOException {
    Assumptions.assumeTrue(free2MibPages() >= 2, "no hugetlb pages set aside");
    try (Region region = Region.map(3 * MIB, Policy.MIB_2)) {
      assertEquals(4 * 1024, region.populate().privateHugetlbKb());
      assertEquals(PageSize.MIB_2, region.granted());
    }
  }

  @Test
  void memoryIsAsLongAsAskedFor() {
    try (Region region = Region.map(12345, Policy.AUTO)) {
      assertEquals(12345, region.memory().byteSize());
      assertEquals(0, region.memory().address() % 4096);
      region.populate();
    }
  }

  @Test
  void populateKeepsWhatIsThere() {
    try (Region region = Region.map(MIB, Policy.OFF)) {
      region.memory().set(JAVA_LONG, 4096, 42);
      region.populate();
      assertEquals(42, region.memory().get(JAVA_LONG, 4096));
    }
  }

  @Test
  void closedRegionIsUnmappedAndThrows() {
    Region region = Region.map(MIB, Policy.OFF);
    long address = region.memory().address();
    region.populate();
    region.close();
    region.close();
    assertEquals(0, Smaps.at(address).rssKb());
    assertThrows(IllegalStateException.class, () -> region.memory().get(JAVA_LONG, 0));
  }

  @Test
  void policiesAreParsedByTheirNames() {
    for (Policy policy : Policy.values()) {
      assertEquals(policy, Policy.parse(policy.text()));
    }
    assertThrows(IllegalArgumentException.class, () -> Policy.parse("4g"));
  }
}

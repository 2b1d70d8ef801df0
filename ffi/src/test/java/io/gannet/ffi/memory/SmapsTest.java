package io.gannet.ffi.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SmapsTest {
  private static final List<String> LINES = """
      7f0000000000-7f0000200000 rw-p 00000000 00:00 0
      Size:               2048 kB
      KernelPageSize:        4 kB
      Rss:                1024 kB
      AnonHugePages:         0 kB
      Private_Hugetlb:       0 kB
      VmFlags: rd wr mr mw me ac
      7f0000200000-7f0000400000 rw-p 00000000 00:0f 1234   /anon_hugepage (deleted)
      Size:               2048 kB
      KernelPageSize:     2048 kB
      Rss:                   0 kB
      AnonHugePages:         0 kB
      Private_Hugetlb:    2048 kB
      ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0   [vsyscall]
      Size:                  4 kB
      """.lines().toList();

  @Test
  void mappingIsFoundByAnyAddressInIt() {
    assertEquals(new Smaps(4, 2048, 1024, 0, 0), Smaps.parse(LINES, 0x7f00001fffffL, 1));
    assertEquals(new Smaps(2048, 2048, 0, 0, 2048), Smaps.parse(LINES, 0x7f0000200000L, 1));
  }

  @Test
  void stretchOverTwoMappingsIsSummed() {
    assertEquals(new Smaps(4, 4096, 1024, 0, 2048), Smaps.parse(LINES, 0x7f00001ff000L, 8192));
  }

  @Test
  void addressOutsideIsNothing() {
    assertEquals(new Smaps(0, 0, 0, 0, 0), Smaps.parse(LINES, 0x7f0000400000L, 4096));
  }
}

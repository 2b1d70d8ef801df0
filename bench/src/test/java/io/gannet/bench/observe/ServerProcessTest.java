package io.gannet.bench.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import org.junit.jupiter.api.Test;

/** What a process tells of its memory, asked of this one. */
class ServerProcessTest {
  /** As large as no other mapping. */
  private static final long BYTES = (61 << 20) + 4096 * 37;

  private final ServerProcess own = new ServerProcess(ProcessHandle.current().pid());

  @Test
  void ofAMappingOnlyWhatIsResidentCounts() {
    assertEquals(0, own.residentBytesOfMapping(BYTES));
    try (Region region = Region.map(BYTES, Policy.OFF)) {
      assertEquals(0, own.residentBytesOfMapping(BYTES));
      region.memory().asSlice(0, 10 * 4096).fill((byte) 1);
      assertEquals(10 * 4096, own.residentBytesOfMapping(BYTES));
      region.populate();
      assertEquals(BYTES, own.residentBytesOfMapping(BYTES));
      assertTrue(own.residentBytes() > BYTES);
    }
  }
}

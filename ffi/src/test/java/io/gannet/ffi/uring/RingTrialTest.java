package io.gannet.ffi.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Resource;
import io.gannet.ffi.linux.Rlimit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class RingTrialTest {
  private static final int FILES = 512;

  @Test
  void aRingOfTheSizeThatIsAskedForIsTried() {
    RingFeatures features = RingTrial.of(new RingOptions(4096, 16384, true), 16);
    assertEquals(4096, features.sqEntries());
    assertEquals(16384, features.cqEntries());
  }

  @Test
  void aTableBeyondTheLimitOfOpenFilesIsRefusedWithTheCure() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocate(Rlimit.LAYOUT);
      assertEquals(0, Resource.getrlimit(Resource.RLIMIT_NOFILE, before));
      MemorySegment low = arena.allocate(Rlimit.LAYOUT);
      Rlimit.set(low, FILES, Rlimit.max(before));
      assertEquals(0, Resource.setrlimit(Resource.RLIMIT_NOFILE, low));
      try {
        RingTrial.of(RingOptions.defaults(), FILES);
        assertRefused(FILES + 1);
      } finally {
        Resource.setrlimit(Resource.RLIMIT_NOFILE, before);
      }
    }
  }

  private static void assertRefused(int files) {
    RingOptions options = RingOptions.defaults();
    LinuxException refused =
        assertThrows(LinuxException.class, () -> RingTrial.of(options, files));
    assertEquals(Errno.EMFILE, refused.errno());
    assertTrue(refused.cure().contains("ulimit -n"), refused.cure());
  }
}

package io.gannet.ffi.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.ffi.linux.Resource;
import io.gannet.ffi.linux.Rlimit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
  @Test
  void theSoftLimitRisesAsFarAsItIsWantedAndTheHardOneAllows() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocate(Rlimit.LAYOUT);
      assertEquals(0, Resource.getrlimit(Resource.RLIMIT_NOFILE, before));
      long most = Rlimit.max(before);
      MemorySegment lower = arena.allocate(Rlimit.LAYOUT);
      Rlimit.set(lower, 512, most);
      assertEquals(0, Resource.setrlimit(Resource.RLIMIT_NOFILE, lower));
      try {
        assertEquals(512, Descriptors.limit());
        assertEquals(512, Descriptors.raise(100));
        assertEquals(600, Descriptors.raise(600));
        long all = most < 0 ? Descriptors.UNLIMITED : most;
        assertEquals(most < 0 ? 1 << 20 : all, Descriptors.raise(most < 0 ? 1 << 20 : all + 1));
      } finally {
        Resource.setrlimit(Resource.RLIMIT_NOFILE, before);
      }
    }
  }
}

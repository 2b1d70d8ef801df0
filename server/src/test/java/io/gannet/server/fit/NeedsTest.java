package io.gannet.server.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.server.worker.option.RingSize;
import org.junit.jupiter.api.Test;

class NeedsTest {
  private static Needs of(int connections) {
    return new Needs(1L << 30, Policy.AUTO, connections, false);
  }

  @Test
  void theRingIsTheWorkers() {
    assertEquals(RingSize.of(10_000), of(10_000).ring());
  }

  @Test
  void aRingGrowsWithConnectionsBetweenBounds() {
    assertEquals(new RingOptions(256, 1024, true), of(1).ring());
    assertEquals(new RingOptions(1024, 4096, true), of(1024).ring());
    assertEquals(new RingOptions(2048, 8192, true), of(1025).ring());
    assertEquals(new RingOptions(4096, 32768, true), of(10_000).ring());
    assertEquals(new RingOptions(4096, 65536, true), of(1_000_000).ring());
  }

  @Test
  void whatGoesBesideTheStoreGrowsWithConnections() {
    assertTrue(of(1_000_000).besideBytes() > of(10_000).besideBytes() + (1L << 30));
    assertTrue(of(1_000_000).heapBytes() > of(10_000).heapBytes() + (400L << 20));
  }
}

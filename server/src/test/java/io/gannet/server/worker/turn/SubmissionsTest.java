package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class SubmissionsTest {
  /** Takes all vectors; how many there are. */
  private static int takeAll(MessageVectors vectors, MemorySegment memory) {
    int taken = 0;
    while (vectors.begin()) {
      vectors.add(memory, 0, 1);
      vectors.end();
      taken++;
    }
    return taken;
  }

  @Test
  void vectorsAreFreeWhenTheKernelHasTakenTheirEntriesNotBefore() {
    try (Arena arena = Arena.ofConfined();
        Ring ring = Ring.open(RingOptions.defaults())) {
      ring.enable();
      MemorySegment memory = arena.allocate(MessageVectors.BYTES, 8);
      MessageVectors vectors = new MessageVectors(memory);
      Submissions submissions = new Submissions(ring, vectors);
      int all = takeAll(vectors, memory);
      ring.getSqe().prepNop();
      submissions.taken(); // as after an enter by which the kernel took a part
      assertFalse(vectors.begin(), "the kernel has yet to read them");
      assertTrue(submissions.submit());
      assertEquals(all, takeAll(vectors, memory));
    }
  }

  @Test
  void aQueueThatIsNearlyFullGoesToTheKernelEarly() {
    try (Arena arena = Arena.ofConfined();
        Ring ring = Ring.open(new RingOptions(16, 64, true))) {
      ring.enable();
      MessageVectors vectors = new MessageVectors(arena.allocate(MessageVectors.BYTES, 8));
      Submissions submissions = new Submissions(ring, vectors);
      for (int i = 0; i < 40; i++) {
        assertTrue(submissions.haveRoom());
        assertTrue(ring.sqSpaceLeft() >= 8, "room for a step");
        ring.getSqe().prepNop();
        ring.cqAdvance(ring.cqReady());
      }
    }
  }
}

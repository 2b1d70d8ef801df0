package io.gannet.server.worker.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.ffi.linux.SockaddrStorage;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The connections of a warm-up. */
class PairsTest {
  @Test
  void theyAreOfBothKindsThatAWorkerTreatsDifferently() {
    List<Integer> families = new ArrayList<>();
    try (Pairs pairs = new Pairs()) {
      for (int i = 0; i < 4; i++) {
        int[] ends = pairs.next();
        SockaddrStorage peer = new SockaddrStorage();
        assertEquals(0, Socket.getpeername(ends[1], peer));
        families.add(peer.family());
        Unistd.close(ends[0]);
        Unistd.close(ends[1]);
      }
    }
    assertEquals(
        List.of(Socket.AF_INET, Socket.AF_UNIX, Socket.AF_INET, Socket.AF_UNIX), families);
  }
}

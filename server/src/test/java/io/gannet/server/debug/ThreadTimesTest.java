package io.gannet.server.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Unistd;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThreadTimesTest {
  @Test
  void whatAThreadRunsIsToldAndNoMoreThanPassed() throws IOException {
    try (ThreadTimes times = ThreadTimes.open(Unistd.gettid())) {
      assertTrue(times.read());
      long cpuNs = times.cpuNs();
      long delayNs = times.delayNs();
      long startNs = System.nanoTime();
      while (times.cpuNs() - cpuNs < 20_000_000) {
        assertTrue(System.nanoTime() - startNs < 30_000_000_000L, "it never runs");
        assertTrue(times.read());
        assertTrue(times.isRunnable());
      }
      long toldNs = times.cpuNs() - cpuNs + times.delayNs() - delayNs;
      assertTrue(toldNs <= System.nanoTime() - startNs + 10_000_000, toldNs + " ns");
    }
  }

  @Test
  void aThreadThatSleepsIsNotRunnableAndOneThatEndedIsNotThere() throws Exception {
    CompletableFuture<Integer> tid = new CompletableFuture<>();
    CountDownLatch mayEnd = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  tid.complete(Unistd.gettid());
                  try {
                    mayEnd.await();
                  } catch (InterruptedException e) {
                    // Ends, too.
                  }
                });
    try (ThreadTimes times = ThreadTimes.open(tid.get())) {
      for (int i = 0; times.read() && times.isRunnable(); i++) {
        assertTrue(i < 3_000, "it never sleeps");
        Thread.sleep(10);
      }
      mayEnd.countDown();
      thread.join();
      for (int i = 0; times.read(); i++) {
        assertTrue(i < 3_000, "the kernel still tells of it");
        Thread.sleep(10);
      }
      assertFalse(times.read());
    }
    int gone = tid.get();
    assertThrows(IOException.class, () -> ThreadTimes.open(gone));
    assertEquals(0, mayEnd.getCount());
  }
}

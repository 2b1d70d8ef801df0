package io.gannet.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DoorbellTest {
  private static final int PRODUCERS = 3;
  private static final int SLEEPS = 5_000;
  private static final int PATIENCE_SEC = 60;

  private final MemorySegment memory = Arena.ofAuto().allocate(Doorbell.BYTES, Doorbell.BYTES);
  private final Doorbell doorbell = new Doorbell(memory, 0);

  @Test
  void whoIsAwakeIsNotWoken() {
    assertFalse(doorbell.takeWake());
    doorbell.announceSleep();
    doorbell.awake();
    assertFalse(doorbell.takeWake());
  }

  @Test
  void whoSleepsIsWokenByOne() {
    doorbell.announceSleep();
    assertTrue(doorbell.takeWake());
    assertFalse(doorbell.takeWake(), "it is being woken");
    doorbell.awake();
    doorbell.announceSleep();
    assertTrue(doorbell.takeWake(), "the next sleep");
  }

  @Test
  void itLiesOnLinesOfItsOwn() {
    assertThrows(IllegalArgumentException.class, () -> new Doorbell(memory, 64));
    assertEquals(MailRing.ALIGNMENT, Doorbell.BYTES);
  }

  /** All ask at the same time, each time anew. */
  @Test
  void ofProducersAtTheSameTimeOneHasToWake() throws Exception {
    AtomicInteger wakes = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    CyclicBarrier begin =
        new CyclicBarrier(
            PRODUCERS,
            () -> {
              doorbell.awake();
              doorbell.announceSleep();
            });
    CyclicBarrier end =
        new CyclicBarrier(
            PRODUCERS,
            () -> wrong.addAndGet(wakes.getAndSet(0) == 1 ? 0 : 1));
    Thread[] producers = new Thread[PRODUCERS];
    AtomicInteger finished = new AtomicInteger();
    for (int i = 0; i < PRODUCERS; i++) {
      producers[i] = new Thread(() -> {
        for (int sleep = 0; sleep < SLEEPS; sleep++) {
          await(begin);
          if (doorbell.takeWake()) {
            wakes.incrementAndGet();
          }
          await(end);
        }
        finished.incrementAndGet();
      });
      producers[i].start();
    }
    for (Thread producer : producers) {
      producer.join(TimeUnit.SECONDS.toMillis(PATIENCE_SEC));
    }
    assertEquals(PRODUCERS, finished.get(), "all come to an end");
    assertEquals(0, wrong.get(), "sleeps that not one has ended");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(PATIENCE_SEC, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

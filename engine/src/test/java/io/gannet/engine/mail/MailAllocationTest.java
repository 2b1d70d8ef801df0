package io.gannet.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Mail allocates nothing, sleeps and full rings included. */
class MailAllocationTest {
  private static final ThreadMXBean THREAD =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int TURNS = 50_000;
  private static final int WORKERS = 3;
  private static final int RING_BYTES = 1024;

  /** The JVM itself allocates a little when it compiles or gives compiled code up. */
  private static final int TRIES = 5;

  private final Mailbox[] boxes = new Mailbox[WORKERS];
  private long wakes;
  private long messages;

  @Test
  void turnsAllocateNothing() {
    MemorySegment memory =
        Arena.ofAuto().allocate(Mailboxes.bytes(WORKERS, RING_BYTES), MailRing.ALIGNMENT);
    for (int worker = 0; worker < WORKERS; worker++) {
      boxes[worker] = new Mailboxes(memory, WORKERS, RING_BYTES).mailbox(worker, 16);
    }
    turns();
    long least = Long.MAX_VALUE;
    for (int tries = 0; tries < TRIES && least > 0; tries++) {
      long before = THREAD.getCurrentThreadAllocatedBytes();
      turns();
      least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes allocated");
    assertTrue(messages > TURNS && wakes > TURNS / 10, messages + " " + wakes);
    assertTrue(boxes[0].to(1).refused() > 0, "never full");
  }

  private void turns() {
    for (int turn = 0; turn < TURNS; turn++) {
      int worker = turn % WORKERS;
      boxes[worker].awake();
      take(boxes[worker]);
      send(worker, turn);
      boxes[worker].announceSleep();
      boxes[worker].awake();
      boxes[(worker + 1) % WORKERS].announceSleep();
      boxes[(worker + 1) % WORKERS].publish(worker);
      boxes[(worker + 1) % WORKERS].awake();
    }
  }

  private void take(Mailbox box) {
    box.beginTurn();
    for (long at = box.next(); at != MailRing.NONE; at = box.next()) {
      messages += box.kind(at);
    }
    box.endTurn();
  }

  private void send(int worker, int turn) {
    for (int other = 0; other < WORKERS; other++) {
      MailProducer producer = other == worker ? null : boxes[worker].to(other);
      for (int i = 0; i < 12 && producer != null; i++) {
        int bytes = turn + i & 127;
        if (producer.claim(bytes) != MailRing.NONE) {
          producer.commit(1, bytes);
        }
      }
      if (producer != null) {
        boxes[other].announceSleep();
        wakes += boxes[worker].publish(other) ? 1 : 0;
        boxes[other].awake();
      }
    }
  }
}

package io.gannet.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Workers as threads, that sleep when there is nothing to do: a semaphore is what the ring of a
 * worker is, a wake-up is a permit. Who lost one would sleep until its patience ends.
 */
class MailThreadsTest {
  private static final int MESSAGES = 10_000_000;
  private static final int SMALL_MESSAGES = 300_000;
  private static final int RING_BYTES = 1 << 13;
  private static final int PAYLOAD_MAX = 200;
  private static final int TURN_MESSAGES = 64;
  private static final int PATIENCE_SEC = 120;

  private volatile boolean failed;

  /** What a worker is here. */
  private final class Sleeper {
    final Mailbox box;
    final Semaphore permits = new Semaphore(0);
    long announced;
    long sleeps;
    long wakes;

    Sleeper(Mailboxes all, int worker) {
      this.box = all.mailbox(worker, TURN_MESSAGES);
    }

    void sleepUnlessThereIsMail() throws InterruptedException {
      announced++;
      if (box.announceSleep()) {
        sleeps++;
        boolean woken = permits.tryAcquire(PATIENCE_SEC, TimeUnit.SECONDS);
        box.awake();
        if (!woken) {
          failed = true;
          throw new AssertionError(
              (box.hasMail() ? "a lost wake-up" : "no more mail") + " after " + sleeps + " sleeps");
        }
      }
    }

    void publish(Sleeper other, int number) {
      if (box.publish(number)) {
        wakes++;
        other.permits.release();
      }
    }
  }

  private static long draw(long seed) {
    long x = seed * 0x9E37_79B9_7F4A_7C15L;
    x ^= x >>> 32;
    x *= 0xD6E8_FEB8_6659_FD93L;
    return x ^ x >>> 32;
  }

  /** The payload of a message follows from its number: its length, kind and every byte. */
  private static int length(long number) {
    long draw = draw(number);
    return (draw & 7) == 0 ? (int) (draw >>> 8 & 0xFFFF) % PAYLOAD_MAX : (int) (draw >>> 8 & 31);
  }

  private static int kind(long number) {
    return 1 + (int) (draw(number) >>> 40 & 0xFF);
  }

  private boolean send(Sleeper sender, int to, long number) {
    int length = length(number);
    MailProducer producer = sender.box.to(to);
    long at = producer.claim(length);
    if (at == MailRing.NONE) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      Bits.putByte(producer.memory(), at + i, (int) (number + i));
    }
    producer.commit(kind(number), length);
    return true;
  }

  private static void check(Mailbox box, long at, long number) {
    assertEquals(kind(number), box.kind(at), "kind");
    assertEquals(length(number), box.length(at), "length");
    for (int i = 0; i < length(number); i++) {
      if (Bits.getByte(box.memory(), at + i) != (number + i & 0xFF)) {
        throw new AssertionError("byte " + i + " of message " + number);
      }
    }
  }

  private Mailboxes mailboxes(int workers) {
    long bytes = Mailboxes.bytes(workers, RING_BYTES);
    MemorySegment memory = Arena.ofAuto().allocate(bytes, MailRing.ALIGNMENT);
    return new Mailboxes(memory, workers, RING_BYTES);
  }

  @Test
  void everyMessageArrivesOnceInOrderAndWhole() throws Exception {
    Mailboxes all = mailboxes(2);
    Sleeper receiver = new Sleeper(all, 1);
    Sleeper sender = new Sleeper(all, 0);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<?> sent = threads.submit(() -> sendAll(sender, receiver));
      Future<?> received = threads.submit(() -> {
        receiveAll(receiver);
        return null;
      });
      join(received);
      join(sent);
    }
    assertTrue(receiver.sleeps > 100, "it has hardly slept");
    assertTrue(sender.wakes <= receiver.announced, "more than one wake-up a sleep");
  }

  private void join(Future<?> future) throws Exception {
    try {
      future.get(4 * PATIENCE_SEC, TimeUnit.SECONDS);
    } catch (Exception e) {
      failed = true;
      throw e;
    }
  }

  private void sendAll(Sleeper sender, Sleeper receiver) {
    long number = 0;
    while (number < MESSAGES && !failed) {
      long end = Math.min(MESSAGES, number + 1 + (draw(~number) & 31));
      while (number < end && send(sender, 1, number)) {
        number++;
      }
      sender.publish(receiver, 1);
      if (number < end) {
        Thread.yield(); // full
      } else if ((draw(-number) & 0xF) == 0) {
        pause((int) draw(-number) >>> 20);
      }
    }
  }

  /** So that the receiver finds nothing, and begins to sleep as the next message comes. */
  private static void pause(int rounds) {
    for (int i = 0; i < rounds; i++) {
      Thread.onSpinWait();
    }
  }

  private void receiveAll(Sleeper receiver) throws InterruptedException {
    Mailbox box = receiver.box;
    long number = 0;
    while (number < MESSAGES && !failed) {
      box.beginTurn();
      for (long at = box.next(); at != MailRing.NONE; at = box.next()) {
        check(box, at, number++);
      }
      box.endTurn();
      if (number < MESSAGES) {
        receiver.sleepUnlessThereIsMail();
      }
    }
    assertEquals(MailRing.NONE, box.next(), "more than was sent");
  }

  /** Each asks each other in turn and sleeps until it is answered: one lost wake-up stops all. */
  @Test
  void workersThatWaitForEachOtherGoOn() throws Exception {
    int workers = 3;
    Mailboxes all = mailboxes(workers);
    Sleeper[] sleepers = new Sleeper[workers];
    for (int worker = 0; worker < workers; worker++) {
      sleepers[worker] = new Sleeper(all, worker);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
      Future<?>[] futures = new Future<?>[workers];
      for (int worker = 0; worker < workers; worker++) {
        int self = worker;
        futures[worker] = threads.submit(() -> {
          new Asker(sleepers, self).run();
          return null;
        });
      }
      for (Future<?> future : futures) {
        join(future);
      }
    }
    long announced = 0;
    long wakes = 0;
    for (Sleeper sleeper : sleepers) {
      announced += sleeper.announced;
      wakes += sleeper.wakes;
    }
    assertTrue(wakes <= announced, wakes + " wakes of " + announced);
  }

  /** One question at a time to one other; answers what it is asked. */
  private final class Asker {
    private static final int QUESTION = 1;
    private static final int ANSWER = 2;
    private static final int DONE = 3;

    private final Sleeper[] sleepers;
    private final int self;
    private long asked;
    private long answered;
    private int done;

    Asker(Sleeper[] sleepers, int self) {
      this.sleepers = sleepers;
      this.self = self;
    }

    void run() throws InterruptedException {
      boolean told = false;
      ask();
      while ((answered < SMALL_MESSAGES || done < sleepers.length - 1) && !failed) {
        turn();
        if (answered == SMALL_MESSAGES && !told) {
          told = true;
          tellAll();
        }
        if (answered < SMALL_MESSAGES || done < sleepers.length - 1) {
          sleepers[self].sleepUnlessThereIsMail();
        }
      }
    }

    private void turn() {
      Mailbox box = sleepers[self].box;
      box.beginTurn();
      for (long at = box.next(); at != MailRing.NONE; at = box.next()) {
        switch (box.kind(at)) {
          case QUESTION -> say(box.sender(), ANSWER, Bits.getLong(box.memory(), at));
          case ANSWER -> {
            assertEquals(asked, Bits.getLong(box.memory(), at));
            answered++;
            ask();
          }
          default -> done++;
        }
      }
      box.endTurn();
      for (int other = 0; other < sleepers.length; other++) {
        if (other != self) {
          sleepers[self].publish(sleepers[other], other);
        }
      }
    }

    private void ask() {
      if (answered < SMALL_MESSAGES) {
        int other = (self + 1 + (int) (asked % (sleepers.length - 1))) % sleepers.length;
        say(other, QUESTION, ++asked);
        if (asked == 1) {
          sleepers[self].publish(sleepers[other], other);
        }
      }
    }

    private void tellAll() {
      for (int other = 0; other < sleepers.length; other++) {
        if (other != self) {
          say(other, DONE, 0);
          sleepers[self].publish(sleepers[other], other);
        }
      }
    }

    private void say(int to, int kind, long number) {
      MailProducer producer = sleepers[self].box.to(to);
      long at = producer.claim(Long.BYTES);
      assertTrue(at != MailRing.NONE, "full");
      Bits.putLong(producer.memory(), at, number);
      producer.commit(kind, Long.BYTES);
    }
  }
}

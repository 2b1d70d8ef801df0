package io.gannet.engine.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two ends in random steps by one thread, beside queues of byte[]. */
class MailRingModelTest {
  private static final int ROUNDS = 60;
  private static final int STEPS = 20_000;
  private static final int KINDS = 5;

  private final long seed = Long.getLong("gannet.model.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  /** A message, by kind and payload. */
  private record Sent(int kind, byte[] payload) {}

  private final Deque<Sent> committed = new ArrayDeque<>();
  private final Deque<Sent> published = new ArrayDeque<>();

  /** Taken, not given back: where they lie must not be written over. */
  private final Deque<Sent> taken = new ArrayDeque<>();
  private final Deque<Long> takenOffsets = new ArrayDeque<>();

  private MailRing ring;
  private MailProducer producer;
  private MailConsumer consumer;
  private int refused;
  private int messages;

  @Test
  void itIsAQueue() {
    for (int round = 0; round < ROUNDS; round++) {
      int capacity = MailRing.CAPACITY_MIN << random.nextInt(6);
      open(capacity);
      for (int step = 0; step < STEPS; step++) {
        step(capacity);
      }
      drain();
    }
    assertTrue(refused > ROUNDS && messages > ROUNDS * 100, refused + " " + messages);
  }

  private void open(int capacity) {
    MemorySegment memory = Arena.ofAuto().allocate(MailRing.bytes(capacity), MailRing.ALIGNMENT);
    ring = new MailRing(memory, 0, capacity);
    producer = ring.producer();
    consumer = ring.consumer();
  }

  private void step(int capacity) {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> send(random.nextInt(MailRing.payloadBytesMax(capacity) + 1));
      case 3 -> send(random.nextInt(16));
      case 4 -> publish();
      case 5, 6 -> take();
      default -> release();
    }
  }

  private void send(int claimed) {
    long offset = producer.claim(claimed);
    if (offset == MailRing.NONE) {
      refused++;
      boolean nothingOnItsWay = committed.size() + published.size() + taken.size() == 0;
      assertTrue(!nothingOnItsWay, () -> "an empty ring has refused, seed " + seed);
      return;
    }
    byte[] payload = new byte[random.nextInt(claimed + 1)];
    random.nextBytes(payload);
    MemorySegment.copy(payload, 0, ring.memory, ValueLayout.JAVA_BYTE, offset, payload.length);
    if (random.nextInt(8) > 0) {
      int kind = MailRecord.KIND_MIN + random.nextInt(KINDS);
      producer.commit(kind, payload.length);
      committed.add(new Sent(kind, payload));
    }
  }

  private void publish() {
    assertEquals(!committed.isEmpty(), producer.publish(), () -> "seed " + seed);
    published.addAll(committed);
    committed.clear();
  }

  private void take() {
    assertEquals(!published.isEmpty(), consumer.hasNext(), () -> "seed " + seed);
    long offset = consumer.next();
    if (published.isEmpty()) {
      assertEquals(MailRing.NONE, offset, () -> "seed " + seed);
      return;
    }
    assertNotEquals(MailRing.NONE, offset, () -> "seed " + seed);
    taken.add(published.remove());
    takenOffsets.add(offset);
    check(taken.getLast(), offset);
    messages++;
  }

  private void release() {
    while (!taken.isEmpty()) {
      check(taken.remove(), takenOffsets.remove());
    }
    consumer.release();
  }

  private void check(Sent sent, long offset) {
    assertEquals(0, offset % 8, () -> "seed " + seed);
    assertEquals(sent.kind, consumer.kind(offset), () -> "seed " + seed);
    byte[] found =
        ring.memory.asSlice(offset, consumer.length(offset)).toArray(ValueLayout.JAVA_BYTE);
    assertArrayEquals(sent.payload, found, () -> "seed " + seed);
  }

  private void drain() {
    publish();
    for (int left = published.size(); left > 0; left--) {
      take();
    }
    assertEquals(MailRing.NONE, consumer.next(), () -> "seed " + seed);
    release();
  }

  /** Whatever the sizes, where the ring stands, and how late room is given back. */
  @Test
  void whoKeepsToTheBudgetIsNeverRefused() {
    for (int round = 0; round < ROUNDS; round++) {
      int capacity = MailRing.CAPACITY_MIN << random.nextInt(4);
      open(capacity);
      int longest = random.nextInt(MailRing.payloadBytesMax(capacity) + 1);
      long left = MailRing.budget(capacity, longest);
      assertTrue(left >= MailRing.recordBytes(longest), () -> "at least one, seed " + seed);
      Deque<Integer> onTheirWay = new ArrayDeque<>();
      for (int step = 0; step < STEPS; step++) {
        int bytes = random.nextInt(longest + 1);
        if (random.nextInt(3) > 0 && MailRing.recordBytes(bytes) <= left) {
          assertNotEquals(MailRing.NONE, producer.claim(bytes), () -> "seed " + seed);
          producer.commit(1, bytes);
          producer.publish();
          onTheirWay.add(bytes);
          left -= MailRing.recordBytes(bytes);
        } else if (!onTheirWay.isEmpty()) {
          assertNotEquals(MailRing.NONE, consumer.next(), () -> "seed " + seed);
          consumer.release();
          left += MailRing.recordBytes(onTheirWay.remove());
        }
      }
    }
  }
}

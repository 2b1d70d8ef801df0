package io.gannet.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What a ring's two ends do, by one thread. */
class MailRingTest {
  private static final int CAPACITY = 128;
  private static final int KIND = 7;

  /** A record of 16 bytes, eight of which fill the ring. */
  private static final int SHORT = 8;

  private static final long OFFSET = 256;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment memory =
      arena.allocate(OFFSET + MailRing.bytes(CAPACITY), MailRing.ALIGNMENT);
  private final MailRing ring = new MailRing(memory, OFFSET, CAPACITY);
  private final MailProducer producer = ring.producer();
  private final MailConsumer consumer = ring.consumer();

  private long send(int bytes) {
    long offset = producer.claim(bytes);
    if (offset != MailRing.NONE) {
      memory.asSlice(offset, bytes).fill((byte) bytes);
      producer.commit(KIND, bytes);
    }
    return offset;
  }

  private long take() {
    long offset = consumer.next();
    consumer.release();
    return offset;
  }

  private void moveTo(int index) {
    for (int at = 0; at < index; at += 8) {
      assertNotEquals(MailRing.NONE, send(0));
      producer.publish();
      assertNotEquals(MailRing.NONE, take());
    }
  }

  @Test
  void whatDifferentThreadsWriteLiesTwoLinesApart() {
    assertEquals(0, MailRing.TAIL);
    assertEquals(128, MailRing.HEAD);
    assertEquals(256, MailRing.MESSAGES);
    assertEquals(0, MailRing.bytes(CAPACITY) % MailRing.ALIGNMENT);
    assertEquals(256 + CAPACITY, MailRing.bytes(CAPACITY));
  }

  @Test
  void aMessageLiesWhereTheDrawingSays() {
    assertEquals(OFFSET + MailRing.MESSAGES + 8, send(5));
    producer.publish();
    assertEquals((long) KIND << 32 | 5, Bits.getLong(memory, OFFSET + MailRing.MESSAGES));
    assertEquals(16, Bits.getLong(memory, OFFSET + MailRing.TAIL), "8 + 5, aligned");
    assertEquals(0, Bits.getLong(memory, OFFSET + MailRing.HEAD));
    assertEquals(OFFSET + MailRing.MESSAGES + 8, take());
    assertEquals(16, Bits.getLong(memory, OFFSET + MailRing.HEAD));
  }

  @Test
  void nothingIsSeenBeforeItIsPublished() {
    send(SHORT);
    send(SHORT);
    assertFalse(consumer.hasNext());
    assertEquals(MailRing.NONE, consumer.next());
    assertTrue(producer.publish());
    assertFalse(producer.publish(), "nothing more");
    assertTrue(consumer.hasNext());
    assertNotEquals(MailRing.NONE, consumer.next());
    assertNotEquals(MailRing.NONE, consumer.next());
    assertEquals(MailRing.NONE, consumer.next());
  }

  @Test
  void kindAndLengthAreThoseOfTheCommit() {
    producer.claim(40);
    producer.commit(3, 17);
    producer.claim(0);
    producer.commit(Integer.MAX_VALUE, 0);
    producer.publish();
    long first = consumer.next();
    assertEquals(3, consumer.kind(first));
    assertEquals(17, consumer.length(first));
    long second = consumer.next();
    assertEquals(first + 17 + 7 + 8, second, "the record is as long as what was committed");
    assertEquals(Integer.MAX_VALUE, consumer.kind(second));
    assertEquals(0, consumer.length(second));
  }

  @Test
  void aClaimThatIsDroppedLeavesNothing() {
    moveTo(112);
    long dropped = producer.claim(40);
    assertEquals(OFFSET + MailRing.MESSAGES + 8, dropped, "behind the wrap");
    assertEquals(OFFSET + MailRing.MESSAGES + 112 + 8, send(SHORT), "before it, unpadded");
    producer.publish();
    assertEquals(OFFSET + MailRing.MESSAGES + 112 + 8, take());
    assertEquals(MailRing.NONE, take());
  }

  @Test
  void allOfItsCapacityCanBeUsedAndNoMore() {
    for (int start = 0; start < CAPACITY; start += 16) {
      for (int i = 0; i < 8; i++) {
        assertNotEquals(MailRing.NONE, send(SHORT), "message " + i + " from " + start);
      }
      long refused = producer.refused();
      assertEquals(MailRing.NONE, send(0));
      assertEquals(refused + 1, producer.refused());
      producer.publish();
      for (int i = 0; i < 8; i++) {
        assertEquals(SHORT, consumer.length(consumer.next()));
      }
      assertEquals(MailRing.NONE, send(0), "taken is not given back");
      consumer.release();
      send(SHORT);
      producer.publish();
      take();
    }
  }

  @Test
  void paddingGoesBeforeTheWrapAndIsNoMessage() {
    moveTo(112);
    assertEquals(OFFSET + MailRing.MESSAGES + 8, send(16));
    producer.publish();
    assertEquals(
        (long) MailRecord.PADDING << 32 | 8,
        Bits.getLong(memory, OFFSET + MailRing.MESSAGES + 112));
    assertEquals(OFFSET + MailRing.MESSAGES + 8, consumer.next());
    assertEquals(MailRing.NONE, consumer.next());
    consumer.release();
    assertEquals(128 + 24, Bits.getLong(memory, OFFSET + MailRing.HEAD), "padding given back");
  }

  @Test
  void whatFitsBeforeTheWrapExactlyIsNotPadded() {
    moveTo(104);
    assertEquals(OFFSET + MailRing.MESSAGES + 104 + 8, send(16));
    assertEquals(OFFSET + MailRing.MESSAGES + 8, send(16));
  }

  @Test
  void anEmptyRingTakesTheLongestMessageWhereverItStands() {
    int longest = MailRing.payloadBytesMax(CAPACITY);
    assertEquals(CAPACITY / 2 - 8, longest);
    for (int index = 0; index < CAPACITY; index += 8) {
      assertNotEquals(MailRing.NONE, send(longest), "at some index");
      producer.publish();
      assertEquals(longest, consumer.length(take()));
      moveTo(8);
    }
    assertEquals(0, producer.refused());
  }

  @Test
  void aRingThatWouldLieWronglyIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new MailRing(memory, OFFSET + 64, CAPACITY));
    assertThrows(IllegalArgumentException.class, () -> new MailRing(memory, OFFSET, CAPACITY * 2));
    assertThrows(IllegalArgumentException.class, () -> new MailRing(memory, OFFSET, 192));
    assertThrows(IllegalArgumentException.class, () -> new MailRing(memory, OFFSET, 64));
    assertThrows(IllegalArgumentException.class, () -> new MailRing(memory, -128, CAPACITY));
  }

  @Test
  void mistakesOfItsEndsAreSeen() {
    assertThrows(AssertionError.class, () -> producer.commit(KIND, 0), "nothing claimed");
    assertThrows(AssertionError.class, () -> producer.claim(-1));
    assertThrows(AssertionError.class, () -> producer.claim(CAPACITY / 2 - 7));
    producer.claim(SHORT);
    assertThrows(AssertionError.class, () -> producer.commit(0, SHORT), "no kind");
    assertThrows(AssertionError.class, () -> producer.commit(KIND, SHORT + 1));
    producer.commit(KIND, SHORT);
    assertThrows(AssertionError.class, () -> producer.commit(KIND, SHORT), "committed already");
  }

  @Test
  void anEndIsOneThreads() throws InterruptedException {
    send(SHORT);
    consumer.next();
    boolean[] seen = new boolean[2];
    Thread other =
        new Thread(
            () -> {
              assertThrows(AssertionError.class, () -> producer.claim(SHORT));
              seen[0] = true;
              assertThrows(AssertionError.class, consumer::next);
              seen[1] = true;
            });
    other.start();
    other.join(60_000);
    assertTrue(seen[0] && seen[1]);
  }
}

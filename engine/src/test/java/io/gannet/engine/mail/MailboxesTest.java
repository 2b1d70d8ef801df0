package io.gannet.engine.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The mailboxes of several workers, by one thread. */
class MailboxesTest {
  private static final int WORKERS = 4;
  private static final int RING_BYTES = 1024;
  private static final int TURN_MESSAGES = 6;

  /** An equal part of a turn for each of the three others. */
  private static final int SHARE = 2;

  private final MemorySegment memory =
      Arena.ofAuto().allocate(Mailboxes.bytes(WORKERS, RING_BYTES), MailRing.ALIGNMENT);
  private final Mailboxes all = new Mailboxes(memory, WORKERS, RING_BYTES);
  private final Mailbox[] boxes = new Mailbox[WORKERS];

  MailboxesTest() {
    for (int worker = 0; worker < WORKERS; worker++) {
      boxes[worker] = all.mailbox(worker, TURN_MESSAGES);
    }
  }

  private boolean send(int from, int to, int number) {
    long offset = boxes[from].to(to).claim(Integer.BYTES);
    assertNotEquals(MailRing.NONE, offset);
    Bits.putInt(boxes[from].memory(), offset, number);
    boxes[from].to(to).commit(from + 1, Integer.BYTES);
    return boxes[from].publish(to);
  }

  /** The senders of a turn's messages, in order. */
  private List<Integer> turn(int worker) {
    List<Integer> senders = new ArrayList<>();
    Mailbox box = boxes[worker];
    box.beginTurn();
    for (long at = box.next(); at != MailRing.NONE; at = box.next()) {
      assertEquals(box.sender() + 1, box.kind(at));
      assertEquals(Integer.BYTES, box.length(at));
      senders.add(box.sender());
      assertTrue(senders.size() <= TURN_MESSAGES, "more than a turn's");
    }
    box.endTurn();
    return senders;
  }

  @Test
  void ringsAndDoorbellsTileTheMemory() {
    Set<Long> places = new HashSet<>();
    long last = 0;
    for (int from = 0; from < WORKERS; from++) {
      for (int to = 0; to < WORKERS; to++) {
        if (from != to) {
          long messages = all.ring(from, to).recordAt(0);
          assertTrue(places.add(messages));
          last = Math.max(last, messages + RING_BYTES);
        }
      }
    }
    assertEquals(Mailboxes.bytes(WORKERS, RING_BYTES), last);
    assertEquals(
        (long) WORKERS * Doorbell.BYTES + MailRing.MESSAGES,
        places.stream().min(Long::compare).orElseThrow());
    assertThrows(
        IllegalArgumentException.class, () -> new Mailboxes(memory, WORKERS + 1, RING_BYTES));
  }

  @Test
  void whatIsSentArrivesAtWhomItIsForAndNobodyElse() {
    for (int from = 0; from < WORKERS; from++) {
      for (int to = 0; to < WORKERS; to++) {
        if (from != to) {
          send(from, to, 0);
          for (int worker = 0; worker < WORKERS; worker++) {
            assertEquals(worker == to, boxes[worker].hasMail());
            assertEquals(worker == to ? List.of(from) : List.of(), turn(worker));
          }
        }
      }
    }
  }

  @Test
  void oneWorkerAloneNeedsNoMemoryAndMaySleep() {
    assertEquals(0, Mailboxes.bytes(1, RING_BYTES));
    Mailbox box = new Mailboxes(memory.asSlice(0, 0), 1, RING_BYTES).mailbox(0, TURN_MESSAGES);
    box.beginTurn();
    assertEquals(MailRing.NONE, box.next());
    box.endTurn();
    assertFalse(box.hasMail());
    assertTrue(box.announceSleep());
    box.awake();
  }

  @Test
  void whoeverSendsMoreGetsHisShareAndTheOthersTheirs() {
    for (int i = 0; i < 20; i++) {
      send(1, 0, i);
    }
    send(2, 0, 0);
    send(3, 0, 0);
    List<Integer> senders = turn(0);
    assertEquals(SHARE, senders.stream().filter(s -> s == 1).count());
    assertTrue(senders.contains(2) && senders.contains(3), senders::toString);
  }

  @Test
  void eachTurnBeginsWithAnotherAndAllComeFirst() {
    List<Integer> firsts = new ArrayList<>();
    for (int round = 0; round < 6; round++) {
      for (int from : List.of(0, 1, 3)) {
        send(from, 2, round);
      }
      List<Integer> senders = turn(2);
      assertEquals(Set.of(0, 1, 3), new HashSet<>(senders));
      firsts.add(senders.getFirst());
    }
    assertEquals(List.of(3, 0, 1, 3, 0, 1), firsts);
  }

  @Test
  void aTurnOfFewerMessagesThanWorkersTakesOneOfEach() {
    Mailboxes others = new Mailboxes(memory, WORKERS, RING_BYTES);
    boxes[0] = others.mailbox(0, 1);
    for (int from = 1; from < WORKERS; from++) {
      send(from, 0, 0);
      send(from, 0, 1);
    }
    assertEquals(List.of(1, 2, 3), turn(0));
    assertEquals(List.of(2, 3, 1), turn(0));
  }

  @Test
  void messagesOfATurnStayUntilItEnds() {
    for (int i = 0; i < RING_BYTES / 16; i++) {
      send(1, 0, i);
    }
    boxes[0].beginTurn();
    assertNotEquals(MailRing.NONE, boxes[0].next());
    assertEquals(MailRing.NONE, boxes[1].to(0).claim(Integer.BYTES));
    boxes[0].endTurn();
    assertNotEquals(MailRing.NONE, boxes[1].to(0).claim(Integer.BYTES));
  }

  @Test
  void whoHasMailDoesNotSleep() {
    send(1, 0, 0);
    assertFalse(boxes[0].announceSleep());
    assertFalse(send(2, 0, 0), "it is awake");
    turn(0);
    assertTrue(boxes[0].announceSleep());
    assertTrue(send(1, 0, 0), "the first wakes");
    assertFalse(send(2, 0, 0));
    assertFalse(boxes[1].publish(0), "nothing to tell");
    boxes[0].awake();
    assertEquals(2, turn(0).size());
  }
}

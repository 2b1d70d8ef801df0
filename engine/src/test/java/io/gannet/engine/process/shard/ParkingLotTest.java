package io.gannet.engine.process.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who waits keeps his place, and is overtaken by nobody but readers by readers. */
class ParkingLotTest {
  private static final int BYTES_MAX = 200;
  private static final int MESSAGES_MAX = 16;
  private static final int KIND = 7;

  private final int capacity = ParkingLot.capacity(MESSAGES_MAX, BYTES_MAX);
  private final ParkingLot lot =
      new ParkingLot(
          Arena.ofAuto().allocate(MailRing.bytes(capacity), MailRing.ALIGNMENT),
          0,
          capacity,
          BYTES_MAX,
          MESSAGES_MAX);
  private final MemorySegment message = Arena.ofAuto().allocate(BYTES_MAX, 8);

  private void park(int sender, long origin, boolean reads, long number, int bytes) {
    Bits.putLong(message, 0, number);
    lot.park(KIND, sender, origin, reads, message, 0, bytes);
  }

  @Test
  void writesOvertakeNothingAndReadsOvertakeReads() {
    assertFalse(lot.holds(1, 5, false));
    park(1, 5, true, 0, 8);
    assertTrue(lot.holds(1, 5, false));
    assertFalse(lot.holds(1, 5, true));
    assertEquals(1, lot.reads());
    park(1, 6, false, 0, 8);
    assertTrue(lot.holds(1, 6, true));
    assertEquals(1, lot.reads());
    assertEquals(2, lot.count());
  }

  /** However like another's numbers one's own are. */
  @Test
  void nobodyWaitsForWhatIsAnothers() {
    for (int i = 0; i < MESSAGES_MAX; i++) {
      park(i % 4, 40 + i, false, i, 8);
    }
    for (int sender = 0; sender < 4; sender++) {
      for (long origin = 0; origin < 10_000; origin++) {
        boolean parked = origin >= 40 && origin < 40 + MESSAGES_MAX && (origin - 40) % 4 == sender;
        assertEquals(parked, lot.holds(sender, origin, false), sender + ", " + origin);
      }
    }
  }

  @Test
  void inARoundOnlyWhatWasParkedAgainIsAhead() {
    park(1, 5, false, 0, 8);
    park(1, 5, false, 1, 8);
    lot.beginRound();
    lot.next();
    assertFalse(lot.holds(1, 5, false), "the first is not behind itself");
    park(1, 5, false, 0, 8);
    lot.left();
    lot.next();
    assertTrue(lot.holds(1, 5, false), "the first has failed");
    park(1, 5, false, 1, 8);
    lot.left();
    assertFalse(lot.hasNext());
    assertEquals(2, lot.count());
  }

  /** Any number of rounds, of messages of all lengths, dealt with or parked again at random. */
  @Test
  void orderAndContentsAreKept() {
    Random random = new Random(11);
    Queue<Long> model = new ArrayDeque<>();
    long number = 0;
    for (int round = 0; round < 20_000; round++) {
      List<Long> again = new ArrayList<>();
      lot.beginRound();
      while (lot.hasNext()) {
        long at = lot.next();
        long expected = model.remove();
        assertEquals(expected, Bits.getLong(lot.memory(), at));
        assertEquals(KIND, lot.kind());
        assertEquals((int) (expected % 3), lot.sender());
        assertEquals(8 + expected % (BYTES_MAX - 7), lot.length());
        if (random.nextInt(3) > 0) {
          lot.park(
              KIND, lot.sender(), expected, false, lot.memory(), at, lot.length());
          again.add(expected);
        }
        lot.left();
      }
      model.addAll(again);
      assertEquals(model.size(), lot.count());
      while (random.nextInt(3) > 0 && lot.hasRoomFor(1, 0)) {
        park((int) (number % 3), number, false, number, 8 + (int) (number % (BYTES_MAX - 7)));
        model.add(number++);
      }
    }
    assertTrue(number > 10_000, "too few: " + number);
  }

  @Test
  void itTakesAsManyOfTheLongestAsItIsMadeFor() {
    for (int i = 0; i < MESSAGES_MAX; i++) {
      assertTrue(lot.hasRoomFor(1, 0), "after " + i);
      park(0, i, false, i, BYTES_MAX);
    }
    assertFalse(lot.hasRoomFor(1, 0));
    lot.beginRound();
    long at = lot.next();
    park(0, 0, false, Bits.getLong(lot.memory(), at), BYTES_MAX);
    lot.left();
    assertEquals(MESSAGES_MAX, lot.count());
  }
}

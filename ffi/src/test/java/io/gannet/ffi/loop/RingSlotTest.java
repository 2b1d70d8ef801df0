package io.gannet.ffi.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Eventfd;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.ffi.uring.UserData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RingSlotTest {
  private static final int POLL = 1;
  private static final int OTHER = 31;
  private static final int CANCEL = 6;

  private static final class Slot extends RingSlot {
    Slot(int index) {
      super(index, CANCEL);
    }

    void leave() {
      nextUser();
    }
  }

  private final Slot slot = new Slot(3);

  @Test
  void anOperationIsInFlightOnceAndCancelsAreCounted() {
    assertEquals(UserData.pack(OTHER, 0, 3), slot.began(OTHER));
    assertThrows(AssertionError.class, () -> slot.began(OTHER));
    slot.began(CANCEL);
    slot.began(CANCEL);
    assertEquals(3, slot.inFlight());
    assertFalse(slot.ended(CANCEL));
    assertFalse(slot.ended(OTHER));
    assertTrue(slot.ended(CANCEL));
    assertThrows(AssertionError.class, () -> slot.ended(CANCEL));
    assertThrows(AssertionError.class, () -> slot.ended(POLL));
    assertThrows(AssertionError.class, () -> slot.began(32));
  }

  @Test
  void aCompletionOfAUserWhoIsGoneIsRecognised() {
    long first = slot.began(POLL);
    assertThrows(AssertionError.class, slot::leave);
    slot.ended(POLL);
    assertTrue(slot.isMeant(first));
    slot.leave();
    assertFalse(slot.isMeant(first));
    assertTrue(slot.isMeant(slot.userData(POLL)));
  }

  @Test
  void generationsBeginAnewBehindTheLast() {
    long first = slot.userData(POLL);
    for (int i = 0; i <= UserData.GENERATION_MASK; i++) {
      slot.leave();
    }
    assertTrue(slot.isMeant(first));
  }

  @Test
  void cancelAllEndsWhatIsInFlightAndNothingElse() {
    try (Ring ring = Ring.open(RingOptions.defaults())) {
      ring.enable();
      ring.registerFilesSparse(4);
      assertFalse(slot.cancelAll(ring), "nothing is in flight");
      int fd = Eventfd.eventfd(0, Eventfd.EFD_CLOEXEC);
      assertEquals(1, ring.registerFilesUpdate(3, fd));
      Unistd.close(fd);
      ring.getSqe()
          .prepPollAdd(3, 0)
          .flags(IoUring.IOSQE_FIXED_FILE)
          .userData(slot.began(POLL));
      ring.submit();
      assertTrue(slot.cancelAll(ring));
      assertEquals(2, slot.inFlight());
      RingWait wait = new RingWait(ring);
      List<Integer> results = new ArrayList<>();
      while (slot.inFlight() > 0) {
        assertTrue(wait.awaitOne(10_000_000_000L), "it never ends");
        results.add(ring.cqe(0).res());
        slot.ended(UserData.op(ring.cqe(0).userData()));
        ring.cqAdvance(1);
      }
      results.sort(null);
      assertEquals(List.of(-Errno.ECANCELED, 1), results);
    }
  }

  @Test
  void aListHasEachOnceInOrderAndKeepsWhomItIsTold() {
    SlotList<Slot> list = new SlotList<>(new Slot[4]);
    Slot[] slots = {new Slot(0), new Slot(1), new Slot(2), new Slot(3)};
    for (int i : new int[] {2, 0, 2, 3, 1, 0}) {
      list.add(slots[i]);
    }
    List<Integer> seen = new ArrayList<>();
    list.forEach(one -> seen.add(one.index) && one.index % 2 == 0);
    assertEquals(List.of(2, 0, 3, 1), seen);
    list.add(slots[2]);
    list.add(slots[3]);
    seen.clear();
    list.forEach(one -> seen.add(one.index));
    assertEquals(List.of(3, 1, 2), seen);
    assertTrue(list.isEmpty());
    list.add(slots[0]);
    assertThrows(AssertionError.class, () -> list.forEach(one -> added(list, slots[1])));
  }

  private static boolean added(SlotList<Slot> list, Slot slot) {
    list.add(slot);
    return true;
  }
}

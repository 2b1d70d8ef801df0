package io.gannet.engine.store.seg;

import static io.gannet.engine.store.seg.SegmentTable.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.block.Chain;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class SegmentTableTest {
  @Test
  void aHeaderIsOneCacheLine() {
    assertEquals(64, SegmentTable.LAYOUT.byteSize());
  }

  @Test
  void everyFieldIsItsOwnAndStaysInItsLine() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(3 * 64, 64);
      SegmentTable table = new SegmentTable(memory, 0, 3);
      Chain byAge = table.chainByAge();
      Chain inBucket = table.chainInBucket();
      byAge.append(1);
      inBucket.append(1);
      table.generation(1, 1);
      table.writeOffset(1, 2);
      table.liveBytes(1, 3);
      table.liveItems(1, 4);
      table.totalItems(1, 5);
      table.createdAtSec(1, 10);
      table.deadlineBaseSec(1, 11);
      table.latestDeadlineSec(1, 12);
      table.pins(1, 13);
      table.bucket(1, 1024);
      table.state(1, SegmentTable.OPEN);
      table.state(1, SegmentTable.SEALED);
      table.rank(1, 1);
      assertEquals(1, table.generation(1));
      assertEquals(2, table.writeOffset(1));
      assertEquals(3, table.liveBytes(1));
      assertEquals(4, table.liveItems(1));
      assertEquals(5, table.totalItems(1));
      assertEquals(10, table.createdAtSec(1));
      assertEquals(11, table.deadlineBaseSec(1));
      assertEquals(12, table.latestDeadlineSec(1));
      assertEquals(13, table.pins(1));
      assertEquals(1024, table.bucket(1));
      assertEquals(SegmentTable.SEALED, table.state(1));
      assertEquals(1, table.rank(1));
      assertEquals(NONE, byAge.next(1));
      assertEquals(NONE, inBucket.next(1));
      byAge.remove(1);
      inBucket.remove(1);
      assertEquals(NONE, byAge.first());
      assertEquals(NONE, inBucket.first());
      assertEquals(-1, memory.asSlice(0, 64).mismatch(memory.asSlice(128, 64)), "neighbours");
    }
  }

  @Test
  void aSegmentIsFilledOnceAndThenEmptied() {
    try (Arena arena = Arena.ofConfined()) {
      SegmentTable table = new SegmentTable(arena.allocate(192, 64), 0, 3);
      assertThrows(AssertionError.class, () -> table.state(1, SegmentTable.SEALED));
      assertThrows(AssertionError.class, () -> table.state(1, SegmentTable.MERGING));
      table.state(1, SegmentTable.OPEN);
      assertThrows(AssertionError.class, () -> table.state(1, SegmentTable.FREE));
      table.state(1, SegmentTable.MERGING);
      assertThrows(AssertionError.class, () -> table.state(1, SegmentTable.OPEN));
      table.state(1, SegmentTable.SEALED);
      assertThrows(AssertionError.class, () -> table.state(1, SegmentTable.MERGING));
      table.state(1, SegmentTable.FREE);
    }
  }

  @Test
  void whatOfASegmentCantBeIsNoticed() {
    try (Arena arena = Arena.ofConfined()) {
      SegmentTable table = new SegmentTable(arena.allocate(192, 64), 0, 3);
      assertTrue(table.isEmpty(1));
      table.generation(1, 1);
      assertFalse(table.isSound(1), "free, and of a generation");
      table.state(1, SegmentTable.OPEN);
      table.writeOffset(1, 64);
      table.totalItems(1, 1);
      assertTrue(table.isSound(1) && !table.isEmpty(1));
      table.liveItems(1, 2);
      assertFalse(table.isSound(1), "more items live than there are");
      table.liveItems(1, 1);
      table.liveBytes(1, 65);
      assertFalse(table.isSound(1), "more bytes live than were taken");
      table.liveBytes(1, 64);
      table.liveItems(1, 0);
      assertFalse(table.isSound(1), "bytes of no item");
      table.liveBytes(1, 0);
      table.pins(1, 1);
      table.reservations(1, 1);
      assertTrue(table.isSound(1));
      assertThrows(AssertionError.class, () -> table.pins(1, 0));
    }
  }
}

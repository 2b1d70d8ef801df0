package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
      SegmentTable table = new SegmentTable(memory, 0);
      table.generation(1, 1);
      table.writeOffset(1, 2);
      table.liveBytes(1, 3);
      table.liveItems(1, 4);
      table.totalItems(1, 5);
      table.link(1, SegmentTable.PREVIOUS_IN_BUCKET, 6);
      table.link(1, SegmentTable.NEXT_IN_BUCKET, 7);
      table.link(1, SegmentTable.PREVIOUS_BY_AGE, 8);
      table.link(1, SegmentTable.NEXT_BY_AGE, 9);
      table.createdAtSec(1, 10);
      table.deadlineBaseSec(1, 11);
      table.latestDeadlineSec(1, 12);
      table.pins(1, 13);
      table.bucket(1, 1024);
      table.state(1, SegmentTable.SEALED);
      assertEquals(1, table.generation(1));
      assertEquals(2, table.writeOffset(1));
      assertEquals(3, table.liveBytes(1));
      assertEquals(4, table.liveItems(1));
      assertEquals(5, table.totalItems(1));
      assertEquals(6, table.link(1, SegmentTable.PREVIOUS_IN_BUCKET));
      assertEquals(7, table.link(1, SegmentTable.NEXT_IN_BUCKET));
      assertEquals(8, table.link(1, SegmentTable.PREVIOUS_BY_AGE));
      assertEquals(9, table.link(1, SegmentTable.NEXT_BY_AGE));
      assertEquals(10, table.createdAtSec(1));
      assertEquals(11, table.deadlineBaseSec(1));
      assertEquals(12, table.latestDeadlineSec(1));
      assertEquals(13, table.pins(1));
      assertEquals(1024, table.bucket(1));
      assertEquals(SegmentTable.SEALED, table.state(1));
      assertEquals(-1, memory.asSlice(0, 64).mismatch(memory.asSlice(128, 64)), "neighbours");
    }
  }

  @Test
  void aChainKeepsItsOrderWhereverItIsCut() {
    try (Arena arena = Arena.ofConfined()) {
      SegmentTable table = new SegmentTable(arena.allocate(8 * 64, 64), 0);
      Chain chain = Chain.byAge(table);
      for (int segment : new int[] {3, 1, 4, 0, 5}) {
        chain.append(segment);
      }
      chain.remove(3);
      chain.remove(5);
      chain.remove(4);
      chain.append(7);
      assertEquals(1, chain.first());
      assertEquals(0, chain.next(1));
      assertEquals(7, chain.next(0));
      assertEquals(SegmentTable.NONE, chain.next(7));
    }
  }
}

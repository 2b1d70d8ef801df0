package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemTest {
  @Test
  void costsFiveBytesWithoutOptionsAndTwentyOneWithAll() {
    assertEquals(5 + 3 + 7, Item.bytes(0, 3, 7));
    assertEquals(5 + 2 + 3 + 7, Item.bytes(Item.SHORT_DEADLINE, 3, 7));
    assertEquals(5 + 4 + 3 + 7, Item.bytes(Item.WIDE_DEADLINE, 3, 7));
    assertEquals(5 + 4 + 3 + 7, Item.bytes(Item.CLIENT_FLAGS, 3, 7));
    assertEquals(5 + 8 + 3 + 7, Item.bytes(Item.CAS, 3, 7));
    int all = Item.CAS | Item.CLIENT_FLAGS | Item.WIDE_DEADLINE;
    assertEquals(Item.HEADER_BYTES_MAX, Item.bytes(all, 0, 0));
    assertEquals(21, Item.HEADER_BYTES_MAX);
  }

  @Test
  void stateMarksCostNothing() {
    assertEquals(5, Item.bytes(Item.DELETED | Item.RESERVED, 0, 0));
  }

  @Test
  void everyCombinationOfOptionsKeepsEachInItsPlace() {
    try (Arena arena = Arena.ofConfined()) {
      for (int marks = 0; marks < 64; marks++) {
        boolean twoDeadlines = (marks & Item.DEADLINE) == Item.DEADLINE;
        if (!twoDeadlines) {
          // Exactly as long as the item, at an odd offset.
          int bytes = Item.bytes(marks, 250, 9);
          MemorySegment region = arena.allocate(bytes + 1, 1);
          writeAndRead(region, marks);
        }
      }
    }
  }

  private static void writeAndRead(MemorySegment region, int marks) {
    long item = 1;
    Item.write(region, item, marks, 250, 9);
    if ((marks & Item.CLIENT_FLAGS) != 0) {
      Item.clientFlags(region, item, 0xCAFE_BABE);
    }
    int deadlineSec = (marks & Item.DEADLINE) != 0 ? 1_065_535 : 0;
    Item.writeDeadlineSec(region, item, deadlineSec, 1_000_000);
    if ((marks & Item.CAS) != 0) {
      Item.cas(region, item, 0x1234_5678_9ABC_DEF0L);
      assertEquals(0x1234_5678_9ABC_DEF0L, Item.cas(region, item));
    }
    for (int i = 0; i < 250 + 9; i++) {
      Bits.putByte(region, Item.keyOffset(region, item) + i, 0xEE);
    }
    int flags = (marks & Item.CLIENT_FLAGS) != 0 ? 0xCAFE_BABE : 0;
    assertEquals(flags, Item.clientFlags(region, item));
    assertEquals(deadlineSec, Item.deadlineSec(region, item, marks, 1_000_000));
    assertEquals(marks, Item.marks(region, item));
    assertEquals(250, Item.keyLength(region, item));
    assertEquals(9, Item.valueLength(region, item));
    assertEquals(Item.keyOffset(region, item) + 250, Item.valueOffset(region, item));
    assertEquals(region.byteSize(), Item.valueOffset(region, item) + 9);
  }

  @Test
  void lengthsReachTheirMaximaTogether() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment region = arena.allocate(64, 8);
      Item.write(region, 0, 0, 255, (1 << 24) - 2);
      assertEquals(255, Item.keyLength(region, 0));
      assertEquals((1 << 24) - 2, Item.valueLength(region, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {70_000, (1 << 24) - 2, (1 << 24) - 1, 1 << 24, 1 << 27})
  void aLargeItemsLengthIsInFrontOfItWhereTheHeaderHasNoRoom(int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment region = arena.allocate(64, 8);
      Item.writeLarge(region, 8, Item.LARGE, 250, length);
      assertEquals(250, Item.keyLength(region, 8));
      assertEquals(length, Item.valueLength(region, 8));
      assertEquals(5 + 4 + 8 + 250 + length, Item.bytes(region, 8));
    }
  }

  @Test
  void aDeadlineIsShortWhereItFitsAndWideElsewhere() {
    assertEquals(0, Item.deadlineMark(0, 100));
    assertEquals(Item.SHORT_DEADLINE, Item.deadlineMark(100, 100));
    assertEquals(Item.SHORT_DEADLINE, Item.deadlineMark(100 + 0xFFFF, 100));
    assertEquals(Item.WIDE_DEADLINE, Item.deadlineMark(100 + 0x1_0000, 100));
    assertEquals(Item.WIDE_DEADLINE, Item.deadlineMark(99, 100));
    assertEquals(Item.WIDE_DEADLINE, Item.deadlineMark(Integer.MAX_VALUE, 2));
  }

  @Test
  void hasKeyComparesLengthAndBytes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment region = arena.allocate(64, 8);
      MemorySegment key = arena.allocate(16, 8);
      Item.write(region, 3, Item.CLIENT_FLAGS, 9, 4);
      assertTrue(Item.hasKey(region, 3, key, 0, 9));
      assertFalse(Item.hasKey(region, 3, key, 0, 8));
      Bits.putByte(key, 8, 1);
      assertFalse(Item.hasKey(region, 3, key, 0, 9));
    }
  }
}

package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SlotTest {
  @Test
  void fieldsTileTheWord() {
    assertEquals(
        Long.SIZE,
        Slot.TAG_WIDTH
            + Slot.HEAT_WIDTH
            + Slot.SECOND_WIDTH
            + Slot.SEGMENT_WIDTH
            + Slot.OFFSET_WIDTH);
    long all = Slot.pack(0xFFF, 63, 3, 0xFF_FFFF, 0xF_FFFF);
    assertEquals(-1L, all);
  }

  @Test
  void eachFieldIsReadAsItWasPackedBesideFullNeighbours() {
    long slot = Slot.pack(0xABC, 0, 2, 0x12_3456, 0xF_EDCB);
    assertEquals(0xABC, Slot.tag(slot));
    assertEquals(0, Slot.heat(slot));
    assertEquals(2, Slot.second(slot));
    assertEquals(0x12_3456, Slot.segment(slot));
    assertEquals(0xF_EDCB, Slot.offset(slot));
    assertEquals(0, Slot.second(Slot.pack(0xFFF, 63, 0, 0xFF_FFFF, 0)));
    assertEquals(0, Slot.segment(Slot.pack(0xFFF, 63, 3, 0, 0xF_FFFF)));
  }

  @Test
  void aSlotWithAnyTagIsNotEmpty() {
    assertNotEquals(Slot.EMPTY, Slot.pack(1, 0, 0, 0, 0));
    assertEquals(1, Slot.tag(Slot.pack(1, 0, 0, 0, 0)));
    assertEquals(0, Slot.tag(Slot.EMPTY));
  }

  @Test
  void movingKeepsTagAndHeat() {
    long moved = Slot.withPlace(Slot.pack(7, 33, 1, 5, 9), 0xFF_FFFF, 0xF_FFFF);
    assertEquals(Slot.pack(7, 33, 1, 0xFF_FFFF, 0xF_FFFF), moved);
    assertEquals(Slot.place(0xFF_FFFF, 0xF_FFFF), Slot.place(moved));
  }

  @Test
  void heatingKeepsTagAndPlace() {
    long heated = Slot.withHeat(Slot.pack(0xFFF, 63, 3, 5, 9), 12, 6);
    assertEquals(Slot.pack(0xFFF, 12, 2, 5, 9), heated);
    assertTrue(Slot.countedIn(heated, 6));
    assertFalse(Slot.countedIn(heated, 7));
  }
}

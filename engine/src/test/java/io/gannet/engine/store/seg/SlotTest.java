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
            + Slot.TIME_WIDTH
            + Slot.SEGMENT_WIDTH
            + Slot.OFFSET_WIDTH);
    long all = Slot.pack(0xFFF, 15, 15, 0xFF_FFFF, 0xF_FFFF);
    assertEquals(-1L, all);
  }

  @Test
  void eachFieldIsReadAsItWasPackedBesideFullNeighbours() {
    long slot = Slot.pack(0xABC, 0, 2, 0x12_3456, 0xF_EDCB);
    assertEquals(0xABC, Slot.tag(slot));
    assertEquals(0, Slot.heat(slot));
    assertEquals(2, Slot.heatTime(slot));
    assertEquals(0x12_3456, Slot.segment(slot));
    assertEquals(0xF_EDCB, Slot.offset(slot));
    assertEquals(0, Slot.heatTime(Slot.pack(0xFFF, 15, 0, 0xFF_FFFF, 0)));
    assertEquals(0, Slot.segment(Slot.pack(0xFFF, 15, 15, 0, 0xF_FFFF)));
  }

  @Test
  void aSlotWithAnyTagIsNotEmpty() {
    assertNotEquals(Slot.EMPTY, Slot.pack(1, 0, 0, 0, 0));
    assertEquals(1, Slot.tag(Slot.pack(1, 0, 0, 0, 0)));
    assertEquals(0, Slot.tag(Slot.EMPTY));
  }

  @Test
  void movingKeepsTagAndHeat() {
    long moved = Slot.withPlace(Slot.pack(7, 13, 1, 5, 9), 0xFF_FFFF, 0xF_FFFF);
    assertEquals(Slot.pack(7, 13, 1, 0xFF_FFFF, 0xF_FFFF), moved);
    assertEquals(Slot.place(0xFF_FFFF, 0xF_FFFF), Slot.place(moved));
  }

  @Test
  void heatingKeepsTagAndPlace() {
    long heated = Slot.withHeat(Slot.pack(0xFFF, 15, 3, 5, 9), 12, 18);
    assertEquals(Slot.pack(0xFFF, 12, 2, 5, 9), heated);
    assertTrue(Slot.countedIn(heated, 18));
    assertFalse(Slot.countedIn(heated, 19));
  }

  @Test
  void aGhostTellsItsKeyAndItsAgeAcrossAWrapOfTime() {
    long hash = 0x0123_4567_89AB_CDEFL;
    int wrap = 1 << Slot.GHOST_TIME_WIDTH;
    long ghost = Slot.ghost(hash, wrap - 1);
    assertEquals(0, Slot.tag(ghost));
    assertTrue(Slot.isGhostOf(ghost, hash));
    assertFalse(Slot.isGhostOf(ghost, hash ^ 1));
    assertEquals(0, Slot.ghostAge(ghost, wrap - 1));
    assertEquals(4, Slot.ghostAge(ghost, wrap + 3));
  }

  @Test
  void noGhostIsAnEmptySlot() {
    assertNotEquals(Slot.EMPTY, Slot.ghost(0, 0));
    assertTrue(Slot.isGhostOf(Slot.ghost(0, 0), 0));
    assertFalse(Slot.isGhostOf(Slot.EMPTY, 0));
    assertFalse(Slot.isGhostOf(Slot.pack(1, 0, 0, 0, 9), 9));
  }
}

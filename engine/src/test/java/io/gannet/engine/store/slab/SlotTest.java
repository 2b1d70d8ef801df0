package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SlotTest {
  private static final long LAST_PLACE = (1L << 44) - 1;

  @Test
  void fieldsTileTheWord() {
    assertEquals(Long.SIZE, Slot.TAG_WIDTH + Slot.PLACE_WIDTH);
    assertEquals(-1L, Slot.pack(0xF_FFFF, LAST_PLACE));
  }

  @Test
  void eachFieldIsReadAsItWasPackedBesideAFullNeighbour() {
    assertEquals(0, Slot.place(Slot.pack(0xF_FFFF, 0)));
    assertEquals(LAST_PLACE, Slot.place(Slot.pack(1, LAST_PLACE)));
    assertTrue(Slot.hasTag(Slot.pack(0xABCDE, LAST_PLACE), 0xABCDE));
    assertFalse(Slot.hasTag(Slot.pack(0xABCDE, LAST_PLACE), 0xABCDF));
  }

  @Test
  void aSlotWithAnyTagIsNotEmpty() {
    assertNotEquals(Slot.EMPTY, Slot.pack(1, 0));
    assertFalse(Slot.hasTag(Slot.EMPTY, 1));
  }

  @Test
  void anotherPlaceKeepsTheTag() {
    assertEquals(Slot.pack(7, 9), Slot.withPlace(Slot.pack(7, LAST_PLACE), 9));
  }
}

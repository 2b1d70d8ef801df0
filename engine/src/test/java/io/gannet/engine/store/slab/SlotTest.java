package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
    assertEquals(0xABCDE, Slot.tag(Slot.pack(0xABCDE, LAST_PLACE)));
  }

  @Test
  void aSlotWithAnyTagIsNotEmpty() {
    assertNotEquals(Slot.EMPTY, Slot.pack(1, 0));
    assertEquals(0, Slot.tag(Slot.EMPTY));
  }

  @Test
  void anotherPlaceKeepsTheTag() {
    assertEquals(Slot.pack(7, 9), Slot.withPlace(Slot.pack(7, LAST_PLACE), 9));
  }
}

package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SizeClassesTest {
  private static final int SLAB_BYTES = 1 << 20;

  @Test
  void eachClassIsLargerThanTheOneBeforeAndTheLastIsASlab() {
    for (double factor : new double[] {1.02, 1.25, 2, 4}) {
      for (int slabBytes = 1 << 10; slabBytes <= SLAB_BYTES; slabBytes <<= 1) {
        SizeClasses classes = SizeClasses.growing(factor, slabBytes);
        for (int c = 1; c < classes.count(); c++) {
          assertTrue(classes.itemBytes(c) > classes.itemBytes(c - 1));
          assertEquals(0, classes.itemBytes(c) % Item.UNIT_BYTES);
        }
        assertEquals(slabBytes, classes.itemBytes(classes.count() - 1));
      }
    }
  }

  @Test
  void theSmallestClassWithRoomIsFoundForEverySize() {
    SizeClasses classes = SizeClasses.growing(1.25, SLAB_BYTES);
    int expected = 0;
    for (int bytes = 1; bytes <= SLAB_BYTES; bytes++) {
      expected += classes.itemBytes(expected) < bytes ? 1 : 0;
      assertEquals(expected, classes.of(bytes));
    }
  }

  @Test
  void aSlabHasNoTailThatWouldHoldMore() {
    SizeClasses classes = SizeClasses.growing(1.25, SLAB_BYTES);
    for (int c = 0; c < classes.count(); c++) {
      int items = classes.itemsPerSlab(c);
      int tail = SLAB_BYTES - items * classes.itemBytes(c);
      assertTrue(tail < items * Item.UNIT_BYTES, "class " + c + " leaves " + tail);
    }
  }

  @Test
  void anItemLosesLessThanTheFactor() {
    SizeClasses classes = SizeClasses.growing(1.25, SLAB_BYTES);
    for (int bytes = 64; bytes <= SLAB_BYTES / 16; bytes++) {
      double place = classes.itemBytes(classes.of(bytes));
      assertTrue(place / bytes < 1.25 * 1.13, bytes + " bytes in " + place);
    }
  }

  @Test
  void sizesOnAListAreStretchedToTheSlab() {
    SizeClasses classes = SizeClasses.listed(new int[] {400_000, 61, 64, 2 << 20}, SLAB_BYTES);
    assertEquals(3, classes.count());
    assertEquals(64, classes.itemBytes(0));
    assertEquals(SLAB_BYTES / 2, classes.itemBytes(1));
    assertEquals(SLAB_BYTES, classes.itemBytes(2));
  }
}

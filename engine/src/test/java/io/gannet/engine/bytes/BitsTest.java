package io.gannet.engine.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class BitsTest {
  @Test
  void equalSeesEveryByteOfEveryLength() {
    try (Arena arena = Arena.ofConfined()) {
      for (int length = 0; length <= 40; length++) {
        // Of exactly the length: a read beyond it would throw.
        MemorySegment left = arena.allocate(length + 3, 1).asSlice(3);
        MemorySegment right = arena.allocate(length + 1, 1).asSlice(1);
        assertTrue(Bits.equal(left, 0, right, 0, length));
        for (int i = 0; i < length; i++) {
          Bits.putByte(right, i, 0x80);
          assertFalse(Bits.equal(left, 0, right, 0, length), length + " bytes, byte " + i);
          Bits.putByte(right, i, 0);
        }
      }
    }
  }

  @Test
  void upToSevenBytesMakeDifferentWordsIfTheyDiffer() {
    try (Arena arena = Arena.ofConfined()) {
      for (int length = 1; length <= 7; length++) {
        MemorySegment memory = arena.allocate(length, 1);
        long word = Bits.getUpTo7(memory, 0, length);
        for (int bit = 0; bit < length * Byte.SIZE; bit++) {
          Bits.putByte(memory, bit >>> 3, 1 << (bit & 7));
          assertFalse(Bits.getUpTo7(memory, 0, length) == word, length + " bytes, bit " + bit);
          Bits.putByte(memory, bit >>> 3, 0);
        }
      }
    }
  }

  @Test
  void wordsAreReadAsTheyWereWrittenAtAnyOffset() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(32, 8);
      for (int offset = 0; offset < 8; offset++) {
        Bits.putLong(memory, offset, 0x8877_6655_4433_2211L);
        assertEquals(0x8877_6655_4433_2211L, Bits.getLong(memory, offset));
        Bits.putInt(memory, offset, 0x8899_AABB);
        assertEquals(0x8899_AABB, Bits.getInt(memory, offset));
        Bits.putShort(memory, offset, 0xFEDC);
        assertEquals(0xFEDC, Bits.getShort(memory, offset));
        Bits.putByte(memory, offset, 0xAB);
        assertEquals(0xAB, Bits.getByte(memory, offset));
      }
    }
  }

  @Test
  void alignUpGivesTheNextMultiple() {
    assertEquals(0, Bits.alignUp(0, 64));
    assertEquals(64, Bits.alignUp(1, 64));
    assertEquals(64, Bits.alignUp(64, 64));
    assertEquals(128, Bits.alignUp(65, 64));
  }

  @Test
  void powersOfTwoAreKnown() {
    assertTrue(Bits.isPowerOfTwo(1));
    assertTrue(Bits.isPowerOfTwo(1L << 40));
    assertFalse(Bits.isPowerOfTwo(0));
    assertFalse(Bits.isPowerOfTwo(12));
    assertFalse(Bits.isPowerOfTwo(-8));
  }
}

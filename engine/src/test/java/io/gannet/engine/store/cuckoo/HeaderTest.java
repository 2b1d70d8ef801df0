package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeaderTest {
  @Test
  void everyFieldComesBackWhateverTheOthersAre() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 10_000; i++) {
      int keyLength = random.nextInt(1, 251);
      int valueLength = random.nextInt(4096);
      boolean flags = random.nextBoolean();
      int deadlineSec = random.nextInt(Integer.MAX_VALUE);
      int heat = random.nextInt(Header.HEAT_MAX + 1);
      long hash = random.nextLong();
      long header = Header.pack(keyLength, valueLength, hash, flags, 77);
      header = Header.withDeadlineSec(Header.withHeat(header, heat), deadlineSec);
      assertEquals(keyLength, Header.keyLength(header));
      assertEquals(valueLength, Header.valueLength(header));
      assertEquals(flags ? 4 : 0, Header.flagsBytes(header));
      assertEquals(deadlineSec, Header.deadlineSec(header));
      assertEquals(heat, Header.heat(header));
      assertTrue(Header.matches(header, Header.wanted(keyLength, hash)));
      assertFalse(Header.matches(header, Header.wanted(keyLength, hash ^ 1)));
      assertFalse(Header.matches(header, Header.wanted(keyLength % 250 + 1, hash)));
      assertFalse(Header.matches(header | Header.DEAD, Header.wanted(keyLength, hash)));
      assertTrue(Header.isDead(header | Header.DEAD) && !Header.isDead(header));
    }
  }

  @Test
  void anEmptySlotMatchesNothing() {
    assertFalse(Header.matches(Header.EMPTY, Header.wanted(1, 0)));
  }

  @Test
  void aDeadlineIsPassedInItsOwnSecond() {
    long header = Header.pack(1, 1, 0, false, 10);
    assertFalse(Header.expired(header, 9));
    assertTrue(Header.expired(header, 10));
    assertFalse(Header.expired(Header.withDeadlineSec(header, 0), Integer.MAX_VALUE));
  }
}

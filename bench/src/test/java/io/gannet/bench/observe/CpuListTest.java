package io.gannet.bench.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CpuListTest {
  @Test
  void whatIsWrittenIsReadBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      BitSet cpus = new BitSet();
      random.ints(random.nextInt(40), 0, 130).forEach(cpus::set);
      assertEquals(cpus, CpuList.parse(CpuList.text(cpus)), "seed " + seed);
    }
  }

  @Test
  void rangesAreWrittenShort() {
    assertEquals("0-3,8,10-11", CpuList.text(CpuList.parse("8,0,1-3,11,10")));
    assertTrue(CpuList.parse("\n").isEmpty());
  }

  @Test
  void nonsenseIsRefused() {
    for (String text : new String[] {"a", "1-", "-1", "3-2", "1,,2", "0-9999", "1;2"}) {
      assertThrows(IllegalArgumentException.class, () -> CpuList.parse(text), text);
    }
  }
}

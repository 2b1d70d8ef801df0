package io.gannet.server.worker.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShareTest {
  private static final int ALL = 512;

  /** Lets so many take as much as they may, in turns; answers with what is left. */
  private static int greed(int count, int[] held) {
    int free = ALL;
    for (boolean anyone = true; anyone; ) {
      anyone = false;
      for (int i = 0; i < count; i++) {
        if (Share.allows(held[i], 1, free)) {
          held[i]++;
          free--;
          anyone = true;
        }
      }
    }
    return free;
  }

  @Test
  void aloneOneMayHaveAFifth() {
    int[] held = new int[1];
    greed(1, held);
    assertEquals(ALL / 5 + 1, held[0]);
  }

  @Test
  void eightGreedyOnesLeaveAThirdAndHaveTheSame() {
    int[] held = new int[8];
    assertTrue(greed(8, held) >= ALL / 3 - 8);
    for (int one : held) {
      assertTrue(Math.abs(one - held[0]) <= 1);
    }
  }

  @Test
  void whoHoldsNothingGetsTheLastOne() {
    assertTrue(Share.allows(0, 1, 1));
    assertFalse(Share.allows(1, 1, 4));
    assertFalse(Share.allows(0, 1, 0));
  }

  @Test
  void manyAtOnceAreAllowedWhenEachInTurnWouldBe() {
    for (int free = 0; free < 100; free++) {
      for (int held = 0; held < 30; held++) {
        for (int wanted = 1; wanted < 30; wanted++) {
          boolean each = true;
          for (int i = 0; i < wanted; i++) {
            each &= free - i > 0 && Share.allows(held + i, 1, free - i);
          }
          assertEquals(each, Share.allows(held, wanted, free));
        }
      }
    }
  }
}

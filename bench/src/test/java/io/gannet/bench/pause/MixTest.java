package io.gannet.bench.pause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MixTest {
  private static final int[] SIZES = {10, 100, 1_000};

  @Test
  void everyKindOfOperationComesInItsShare() {
    Mix mix = new Mix(SIZES, 64 << 20, 7);
    for (int i = 0; i < 1_000; i++) {
      mix.nextNew();
    }
    mix.knows(500);
    Map<Call, Integer> calls = new EnumMap<>(Call.class);
    for (int i = 0; i < 100_000; i++) {
      mix.next();
      calls.merge(mix.call, 1, Integer::sum);
      assertTrue(mix.key >= 0, "a key that never was");
    }
    assertEquals(50_000, calls.get(Call.GET), 1_000);
    assertEquals(40_000, calls.get(Call.SET), 1_000);
    assertEquals(5_000, calls.get(Call.DELETE), 500);
    assertEquals(5_000, calls.get(Call.TOUCH), 500);
  }

  @Test
  void everySizeHasAPhaseOfItsOwn() {
    Mix mix = new Mix(SIZES, 16 << 20, 7);
    Set<Integer> alone = new HashSet<>();
    int inRow = 0;
    int last = 0;
    for (int i = 0; i < 500_000; i++) {
      mix.nextNew();
      inRow = mix.valueBytes == last ? inRow + 1 : 0;
      last = mix.valueBytes;
      if (inRow > 500) {
        alone.add(last);
      }
    }
    assertEquals(Set.of(10, 100, 1_000), alone);
  }

  @Test
  void theSameSeedAsksTheSame() {
    Mix one = new Mix(SIZES, 16 << 20, 9);
    Mix other = new Mix(SIZES, 16 << 20, 9);
    one.nextNew();
    other.nextNew();
    for (int i = 0; i < 1_000; i++) {
      one.next();
      other.next();
      assertEquals(
          one.call + " " + one.key + " " + one.valueBytes,
          other.call + " " + other.key + " " + other.valueBytes);
    }
  }
}

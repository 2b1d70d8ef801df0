package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Subject;

/**
 * A walk goes on a few steps at a time, between requests that change what it has seen and what it
 * has not: store, overwrite, delete, expire, evict, move, flush, pin, reserve, abandon. It finds
 * what there is when it ends.
 *
 * <p>{@code -Dgannet.model.seed=S} to run the rounds of one number again.
 */
class SlicedWalkTest {
  private static final int OPERATIONS = 40_000;

  /** The store changes many times over before a walk is through. */
  @EachSubject
  void aWalkOfSmallSlicesIsRightWhateverHappensMeanwhile(Subject subject) {
    try (ModelRound round = ModelRound.tiniest(subject, seed())) {
      int walks = round.runBetweenSlices(OPERATIONS, 2);
      round.end();
      assertTrue(walks >= 3, "only " + walks + " walks were over");
      assertTrue(round.stat("evictions") > 0, "nothing was evicted: this tests nothing");
    }
  }

  /** Of stores of any shape, which take many slices too. */
  @EachSubject
  void aWalkOfLargerSlicesIsRightWhateverHappensMeanwhile(Subject subject) {
    long seed = seed();
    for (int i = 0; i < 4; i++) {
      try (ModelRound round = ModelRound.tiny(subject, seed + i)) {
        int walks = round.runBetweenSlices(OPERATIONS / 4, 64);
        round.end();
        assertTrue(walks >= 3, "only " + walks + " walks were over");
      }
    }
  }

  private static long seed() {
    return Long.getLong("gannet.model.seed", System.nanoTime());
  }
}

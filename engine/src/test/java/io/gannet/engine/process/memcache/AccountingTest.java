package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Subject;

/**
 * What a store counts is what lies in it, after every kind of operation and not only in the end:
 * each is followed by a walk, and by a look at the memory around the store.
 *
 * <p>{@code -Dgannet.model.seed=S} to run one round again.
 */
class AccountingTest {
  private static final int OPERATIONS = 4_000;
  private static final int MORE_MAX = 20;

  @EachSubject
  void countsEqualAWalkAfterEveryOperation(Subject subject) {
    try (ModelRound round = round(subject)) {
      // Some seeds leave so much dead that room is made without.
      for (int i = 1; i == 1 || i <= MORE_MAX && round.stat("evictions") == 0; i++) {
        round.run(i * OPERATIONS, 1);
      }
      round.end();
      assertTrue(round.stat("evictions") > 0, "nothing was evicted: this tests nothing");
    }
  }

  /** Between two zones that nobody may write to, beginning and ending anywhere. */
  @EachSubject
  void itemsLieWithinTheMemoryGivenAndNoTwoShareAByte(Subject subject) {
    try (ModelRound round = round(subject)) {
      for (int i = 1; i <= OPERATIONS; i += OPERATIONS / 20) {
        round.run(i, i);
        round.checkPlaces();
      }
      round.end();
    }
  }

  private static ModelRound round(Subject subject) {
    long seed = Long.getLong("gannet.model.seed", System.nanoTime());
    return ModelRound.tiniest(subject, seed);
  }
}

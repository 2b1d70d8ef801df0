package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Subject;
import java.util.Set;

/**
 * Every engine with every policy beside an oracle that knows the truth: it may forget, it must
 * never lie. Its operations come from clients of a processor and from calls of the store itself,
 * its time jumps, its memory is tiny. In half of the rounds overwrites leave a share of it alive,
 * in half of them TTLs are what clients give: {@link io.gannet.engine.store.Draw}.
 *
 * <p>{@code -Dgannet.model.operations=N} for longer runs, {@code -Dgannet.model.seed=S} to run one
 * round again.
 */
class StoreModelTest {
  private static final long OPERATIONS = Long.getLong("gannet.model.operations", 10_000_000);
  private static final long OPERATIONS_PER_ROUND = 25_000;
  private static final long OPERATIONS_WITH_MEMORY = 10_000;
  private static final long OPERATIONS_PER_WALK = 5_000;

  /** These forget an item for another's sake however much memory is free. */
  private static final Set<String> COLLIDING = Set.of("direct");

  private static final long SUBJECTS = Subject.all().count();

  @EachSubject
  void mayForgetButNeverLies(Subject subject) {
    Long given = Long.getLong("gannet.model.seed");
    if (given != null) {
      round(subject, given);
      return;
    }
    long start = System.nanoTime();
    for (long i = 0; i * SUBJECTS * OPERATIONS_PER_ROUND < OPERATIONS; i++) {
      round(subject, start + i);
    }
  }

  /** Enough of it for all that is ever written: only where keys share a place is one forgotten. */
  @EachSubject
  void withMemoryForAllNothingIsForgottenThatWasNotCounted(Subject subject) {
    long seed = Long.getLong("gannet.model.seed", System.nanoTime());
    try (ModelRound round = ModelRound.roomy(subject, seed)) {
      round.run(OPERATIONS_WITH_MEMORY, OPERATIONS_WITH_MEMORY);
      round.end();
      long evictions = round.stat("evictions");
      String again = "-Dgannet.model.seed=" + seed;
      assertTrue(round.oracle.forgotten <= evictions, again);
      assertTrue(evictions == 0 || COLLIDING.contains(subject.name()), again);
    }
  }

  private static void round(Subject subject, long seed) {
    try (ModelRound round = ModelRound.tiny(subject, seed)) {
      round.run(OPERATIONS_PER_ROUND, OPERATIONS_PER_WALK);
      round.end();
      assertTrue(round.oracle.hits > 0, "nothing was ever found");
    }
  }
}

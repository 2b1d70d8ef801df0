package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.EachSubject;
import io.gannet.engine.store.Subject;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A walk goes on a few steps at a time, between requests that change what it has seen and what it
 * has not: store, overwrite, delete, expire, evict, move, flush, pin, reserve, abandon. It finds
 * what there is when it ends.
 *
 * <p>{@code -Dgannet.model.seed=S} to run the rounds of one number again.
 */
class SlicedWalkTest {
  private static final int OPERATIONS = 40_000;
  private static final int ROUNDS_MAX = 20;
  private static final int MOVES_MIN = 20;

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

  /** An index that grows and shrinks changes what is walked, and how far there is to go. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("withABoundaryThatMoves")
  void aWalkIsRightThoughTheBoundaryMovesUnderIt(Subject subject) {
    String blocks = subject.name().startsWith("seg") ? "segments" : "slabs";
    long seed = seed();
    long taken = 0;
    long given = 0;
    for (int i = 0; i < ROUNDS_MAX && (taken < MOVES_MIN || given < MOVES_MIN); i++) {
      try (ModelRound round = ModelRound.drifting(subject, seed + i)) {
        assertTrue(round.runBetweenSlices(OPERATIONS, 64) >= 3);
        round.end();
        taken += round.stat(blocks + "_to_index");
        given += round.stat(blocks + "_from_index");
      }
    }
    assertTrue(taken >= MOVES_MIN && given >= MOVES_MIN, taken + " taken, " + given + " given");
  }

  private static Stream<Subject> withABoundaryThatMoves() {
    return Subject.all().filter(subject -> subject.name().matches("(seg|slab) .*"));
  }

  private static long seed() {
    return Long.getLong("gannet.model.seed", System.nanoTime());
  }
}

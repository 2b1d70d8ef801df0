package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.ForeignSteps.Guard;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A read is right wherever the owner works in the middle of it, and wherever it comes in the middle
 * of what the owner does; and it is so because of each thing that the owner tells.
 */
class ForeignStepsTest {
  private static final int READS = Integer.getInteger("gannet.foreign.reads", 4_000);
  private static final int ROUNDS_MAX = 20;
  private static final Long SEED = Long.getLong("gannet.foreign.seed");

  /** What was read wrong, or nothing. */
  private static String lieOf(ForeignSteps steps, long seed) {
    try {
      for (int i = 0; i < READS; i++) {
        steps.read();
      }
      return "";
    } catch (AssertionError lie) {
      return "-Dgannet.foreign.seed=" + seed + ": " + Arrays.toString(lie.getStackTrace()) + lie;
    }
  }

  static Stream<ForeignSubject> subjects() {
    return ForeignSubject.all();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void aReadIsRightWhateverTheOwnerDoes(ForeignSubject subject) {
    long seed = SEED != null ? SEED : System.nanoTime();
    try (ForeignSteps steps = new ForeignSteps(seed, subject, Guard.NONE)) {
      assertEquals("", lieOf(steps, seed));
      assertTrue(steps.hits > READS / 20, "hits: " + steps.hits);
      assertTrue(steps.misses > READS / 100, "misses: " + steps.misses);
      assertTrue(steps.unknown > READS / 100, "unknown: " + steps.unknown);
      assertTrue(steps.amidAnswers > READS / 10, "in the middle: " + steps.amidAnswers);
    }
  }

  /**
   * Else the test above would say nothing of it. Slots that move: {@code SequencesTest}. A slab's
   * reader looks twice at what is never the same twice, so reuse is seen by that.
   */
  @ParameterizedTest
  @CsvSource({
    "seg merge, CHANGES", "seg merge, REUSED", "seg merge, BUCKETS", "seg merge, DEAD_BEFORE",
    "slab lrc, CHANGES", "slab lrc, BUCKETS", "slab lrc, DEAD_BEFORE", "slab lrc, SECOND_LOOK"
  })
  void withoutOneOfTheGuardsItIsNot(String name, Guard without) {
    ForeignSubject subject =
        subjects().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    String lie = "";
    for (int seed = 0; seed < ROUNDS_MAX && lie.isEmpty(); seed++) {
      try (ForeignSteps steps = new ForeignSteps(seed, subject, without)) {
        lie = lieOf(steps, seed);
      }
    }
    assertTrue(!lie.isEmpty(), "nobody misses " + without);
  }
}

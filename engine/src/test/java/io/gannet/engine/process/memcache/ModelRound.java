package io.gannet.engine.process.memcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.process.conversation.KeyValueProcessor;
import io.gannet.engine.store.Alphabet;
import io.gannet.engine.store.Draw;
import io.gannet.engine.store.GuardedRegion;
import io.gannet.engine.store.Oracle;
import io.gannet.engine.store.Scale;
import io.gannet.engine.store.SeamModel;
import io.gannet.engine.store.Sizes;
import io.gannet.engine.store.Store;
import io.gannet.engine.store.Subject;
import io.gannet.engine.store.Subject.Made;
import io.gannet.engine.store.Walk;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * One store, its clients and its oracle, all from one number: the same seed does the same to the
 * same subject. A failure says how to see it again.
 */
final class ModelRound implements AutoCloseable {
  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final int SETTLED_CALLS_MAX = 1_000_000;

  /** What is held by somebody, in each engine's words: nothing at rest. */
  static final Set<String> HELD =
      Set.of(
          "reservations", "pins", "segments_pinned", "segments_reserved", "segments_read",
          "slabs_pinned", "slabs_reserved");

  final Oracle oracle;
  private final Subject subject;
  private final long seed;
  private final Arena arena = Arena.ofConfined();
  private final CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
  private final GuardedRegion region;
  private final Made<Store> made;
  private final Draw draw;
  private final SplittableRandom random;
  private final KeyValueProcessor processor;
  private final SeamModel seam;
  private final WireModel wire;
  private long operations;
  private long nowNs;

  private ModelRound(
      Subject subject, long seed, SplittableRandom random, Scale scale, IntFunction<Draw> draws) {
    this.subject = subject;
    this.seed = seed;
    this.random = random;
    this.region =
        new GuardedRegion(arena, scale.regionBytes(), random.nextInt(64), random.nextInt());
    this.made = subject.maker().make(region.memory(), scale, clock, random.nextLong());
    this.draw = draws.apply(made.keyAndValueBytesMax());
    this.oracle = new Oracle(clock, draw.keys(), made.tokensStay());
    Statistics statistics = new Statistics();
    statistics.section(Statistics.GENERAL).add(made.metrics());
    this.processor =
        Memcache.processor(
            made.store(), clock, new MemcacheMetrics(), statistics, "0", null);
    this.seam = new SeamModel(made.store(), clock, region, oracle, draw);
    this.wire = new WireModel(processor, clock, oracle, draw, arena);
  }

  /** A store so small that it forgets all the time. */
  static ModelRound tiny(Subject subject, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Scale scale = Scale.tiny(random);
    return new ModelRound(
        subject,
        seed,
        random,
        scale,
        bytesMax -> Draw.any(random, scale.regionBytes(), bytesMax));
  }

  /** A store that a walk takes no time in. */
  static ModelRound tiniest(Subject subject, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Scale scale = new Scale(32 << 10, 2048, 512, 64);
    return new ModelRound(
        subject,
        seed,
        random,
        scale,
        bytesMax -> {
          Sizes sizes = Sizes.upTo(Math.min(bytesMax, 200));
          return new Draw(random, 512, sizes, Draw.brief(100), 30);
        });
  }

  /** A store with room for all that is ever stored in ten thousand operations. */
  static ModelRound roomy(Subject subject, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new ModelRound(
        subject,
        seed,
        random,
        Scale.of(8 << 20),
        bytesMax ->
            new Draw(random, Alphabet.KEYS, Sizes.upTo(100), Draw.brief(100_000), 1_000));
  }

  /** A store in which values are now of some bytes, now of hundreds, and live for long. */
  static ModelRound drifting(Subject subject, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Scale scale = new Scale(160 << 10, 2048, 512, 64);
    return new ModelRound(
        subject,
        seed,
        random,
        scale,
        bytesMax -> {
          Sizes sizes = Sizes.drifting(1, Math.min(bytesMax, 1_000));
          return new Draw(random, Alphabet.KEYS, sizes, Draw.brief(100_000), 2);
        });
  }

  /** So many operations, with a walk after each so many. */
  void run(long count, long perWalk) {
    try {
      long walkAt = perWalk;
      while (operations < count) {
        operations += step();
        if (operations >= walkAt) {
          walk();
          walkAt = operations + perWalk;
        }
      }
    } catch (Throwable failure) {
      throw again(failure);
    }
  }

  /**
   * So many operations, and between any two of them a slice of a walk, of so many steps at most.
   * When it is over it has found what a walk in one go finds then, and the next one begins.
   *
   * @return how many walks were over
   */
  int runBetweenSlices(long count, int stepsMax) {
    int walks = 0;
    try {
      Walk walk = made.store().beginWalk();
      while (operations < count) {
        operations += step();
        if (walk.advance(random.nextInt(1, stepsMax + 1))) {
          assertEquals(List.of(), walk.faults());
          assertEquals(made.store().walk().counts(), walk.counts());
          walk = made.store().beginWalk();
          walks++;
        } else if (random.nextInt(100) == 0) {
          walk();
        }
      }
    } catch (Throwable failure) {
      throw again(failure);
    }
    return walks;
  }

  private int step() {
    int dice = random.nextInt(100);
    if (dice < 60) {
      seam.step();
      return 1;
    }
    if (dice < 95) {
      return wire.step();
    }
    if (dice < 98) {
      processor.maintain(random.nextInt(1, 100));
    } else {
      advance();
    }
    return 1;
  }

  /** A worker tells the time and then takes its turn. */
  private void advance() {
    if (clock.nowSec() < Integer.MAX_VALUE / 2) {
      nowNs += draw.jumpSec() * NS_PER_SEC;
      clock.advance(nowNs);
    }
    processor.maintain(random.nextInt(4));
    oracle.flushIfDue();
  }

  /** Fails unless a walk finds what the store believes, and the memory around is untouched. */
  private void walk() {
    assertEquals(List.of(), made.faults().get());
    region.check();
  }

  /** Fails unless all items lie within the memory given, each in a place of its own. */
  void checkPlaces() {
    try {
      seam.checkPlaces();
    } catch (Throwable failure) {
      throw again(failure);
    }
  }

  /** Gives back all that is held: then nothing is. */
  void end() {
    try {
      seam.end();
      wire.end();
      for (int calls = 0; made.store().maintain(1000); calls++) {
        Oracle.check(calls < SETTLED_CALLS_MAX, "maintain never comes to an end");
      }
      seam.findAll();
      seam.checkPlaces();
      walk();
      assertEquals(0, stat("reserved_bytes"));
      for (Metric metric : made.metrics().metrics()) {
        boolean held = HELD.contains(String.valueOf(metric.stat()));
        assertTrue(!held || metric.value().getAsLong() == 0, metric.stat() + " at rest");
      }
    } catch (Throwable failure) {
      throw again(failure);
    }
  }

  /** A figure of the store, by memcached's name for it. */
  long stat(String name) {
    return made.stat(name);
  }

  private AssertionError again(Throwable failure) {
    return new AssertionError(
        subject + ", operation " + operations + "; again by mvn -q -pl engine -am test"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest='StoreModelTest,AccountingTest,SlicedWalkTest'"
            + " -Dgannet.model.seed=" + seed,
        failure);
  }

  @Override
  public void close() {
    arena.close();
  }
}

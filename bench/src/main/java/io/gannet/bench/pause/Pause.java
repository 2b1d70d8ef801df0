package io.gannet.bench.pause;

import io.gannet.bench.pause.PauseResult.Times;
import io.gannet.bench.ratio.Engine;
import io.gannet.bench.ratio.SubjectException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * Measures one engine: fills its memory, lets the compiler finish, then times every call, in turns
 * with a loop that does nothing.
 */
public final class Pause {
  private static final int OPERATIONS_PER_TURN = 32;

  /** A shard that serves so many a second has a second of its time pass in as many. */
  private static final long NS_PER_OPERATION = 10_000;

  /** Stored before anything is measured, in memories. */
  private static final double FILL = 1.5;

  private static final long WARM_UP_OPERATIONS_MAX = 4_000_000;
  private static final int TURNS_PER_SLICE = 8_192;

  private final PausePlan plan;
  private final Shard shard;
  private final Mix mix;
  private final Stopwatch operations = new Stopwatch();
  private final Stopwatch upkeep = new Stopwatch();
  private final Stopwatch control = new Stopwatch();
  private long performed;
  private long sink;

  private Pause(PausePlan plan, Shard shard) {
    this.plan = plan;
    this.shard = shard;
    this.mix = new Mix(fitting(plan, shard), plan.memoryBytes(), plan.seed());
  }

  private static int[] fitting(PausePlan plan, Shard shard) {
    int[] fitting = shard.fitting(plan.valueBytes());
    if (fitting.length == 0) {
      throw new SubjectException(
          "it can hold no value of " + plan.valueBytes() + " bytes; give smaller --value-sizes");
    }
    return fitting;
  }

  /**
   * Blocks until it is measured.
   *
   * @throws SubjectException if there is nothing that the engine can hold
   */
  public static PauseResult of(PausePlan plan, Engine engine) {
    int[] all = plan.valueBytes().stream().mapToInt(Integer::intValue).toArray();
    try (Shard shard = new Shard(engine, plan.memoryBytes(), Mix.meanItemBytes(all))) {
      return new Pause(plan, shard).run(engine.name());
    }
  }

  private PauseResult run(String name) {
    fill();
    measure(Math.min(plan.operations(), WARM_UP_OPERATIONS_MAX));
    operations.reset();
    upkeep.reset();
    control.reset();
    long refused = shard.refused();
    long foreground = shard.foreground();
    long collections = collections();
    long compilingMs = compilingMs();
    measure(plan.operations());
    return new PauseResult(
        name, Times.of(operations), Times.of(upkeep), Times.of(control),
        shard.foreground() - foreground, shard.refused() - refused,
        collections() - collections, compilingMs() - compilingMs);
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  private static long compilingMs() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }

  private void fill() {
    long keys = 0;
    for (long bytes = 0; bytes < FILL * plan.memoryBytes(); keys++) {
      mix.nextNew();
      shard.aim(mix.key);
      shard.perform(mix);
      bytes += Mix.KEY_BYTES + mix.valueBytes;
      if (keys % OPERATIONS_PER_TURN == 0) {
        passTurn();
        shard.maintain();
      }
    }
    mix.knows((long) (keys / FILL));
  }

  private void passTurn() {
    performed += OPERATIONS_PER_TURN;
    shard.tell(performed * NS_PER_OPERATION);
  }

  private void measure(long count) {
    for (long left = count; left > 0; left -= (long) TURNS_PER_SLICE * OPERATIONS_PER_TURN) {
      long startNs = System.nanoTime();
      long turns = Math.min(TURNS_PER_SLICE, (left - 1) / OPERATIONS_PER_TURN + 1);
      for (long turn = 0; turn < turns; turn++) {
        turn();
      }
      long endNs = System.nanoTime();
      idle(endNs + (endNs - startNs));
    }
  }

  private void turn() {
    for (int i = 0; i < OPERATIONS_PER_TURN; i++) {
      operation();
    }
    operations.endBatch();
    passTurn();
    maintain();
  }

  private void operation() {
    mix.next();
    shard.aim(mix.key);
    long before = shard.steps();
    operations.begin();
    sink += shard.perform(mix);
    operations.end(mix.call, shard.steps() - before);
  }

  private void maintain() {
    long before = shard.steps();
    upkeep.begin();
    shard.maintain();
    upkeep.end(Call.MAINTAIN, shard.steps() - before);
    upkeep.endBatch();
  }

  /** Nothing, without a gap between one and the next: whatever stops it is seen. */
  private void idle(long untilNs) {
    control.begin();
    while (System.nanoTime() - untilNs < 0) {
      control.end(Call.NOTHING, 0);
    }
    control.endBatch();
  }
}

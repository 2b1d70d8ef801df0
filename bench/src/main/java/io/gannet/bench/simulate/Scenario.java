package io.gannet.bench.simulate;

import io.gannet.engine.process.shard.ShardMailPlan;
import io.gannet.server.worker.option.WorkerOptions;
import java.util.Arrays;

/** What a seed draws beside the faults: the server's options, the store, the clients and keys. */
final class Scenario {
  private static final int KIND_WEIGHT_MAX = 100;
  private static final int SHARD_TIMEOUT_SEC = 20;

  /** Every other client is timed from wire to wire. */
  private static final int WIRE_SAMPLE = 2;
  private static final long NS_PER_MS = 1_000_000L;
  private static final int DEEP_CLIENTS_MAX = 10;
  private static final int EXCHANGES_MAX = 200;

  final Dice dice;
  final WorkerOptions options;
  final int ringEntriesMax;
  final Storage storage;

  /** Many want to store large values at once, and some of them stop or go in the midst of it. */
  final boolean crowded;

  /** Some ask for so much at once of other workers that rings are full. */
  final boolean deep;

  /** Some read what others overwrite all the time. */
  final boolean reads;
  final int clients;
  final int keys;
  final int exchanges;
  final int window;
  final int[] kindWeights;
  final boolean clocksStep;
  final boolean processStands;
  final boolean stopsEarly;
  final boolean stale;
  final int turns;
  final int workers;

  /** @param workersTold how many workers, 0 for as many as are drawn */
  Scenario(long seed, int workersTold) {
    Dice others = new Dice(Dice.mix(seed) + 2);
    int drawn = others.any(1, 1, 2, 2, 3, 4);
    workers = workersTold == 0 ? drawn : workersTold;
    int trait = others.below(6);
    deep = workers > 1 && trait == 0;
    reads = workers > 1 && trait <= 2 && !deep;
    dice = new Dice(Dice.mix(seed) + 1);
    crowded = dice.oneIn(6);
    options = options(dice, crowded);
    ringEntriesMax = dice.any(16, 16, 32, 64, 4096);
    storage = crowded ? Storage.narrow(dice) : Storage.drawn(dice);
    int clientsOfOne = dice.between(1, 60);
    keys = dice.any(3, 10, 60, 300);
    exchanges = reads ? EXCHANGES_MAX : dice.any(5, 30, EXCHANGES_MAX);
    window = dice.any(200, 3000, 20_000, 100_000);
    kindWeights = kindWeights(dice);
    if (crowded) {
      kindWeights[Exchange.Kind.SET.ordinal()] = 5 * KIND_WEIGHT_MAX;
    }
    clocksStep = dice.oneIn(4);
    processStands = dice.oneIn(4);
    stopsEarly = dice.oneIn(4);
    stale = dice.oneIn(3);
    int turnsOfOne = dice.between(60, 800);
    clients = deep ? Math.min(clientsOfOne, DEEP_CLIENTS_MAX) : clientsOfOne;
    turns = turnsOfOne * (3 + workers) / 4;
  }

  /** What crosses between its workers, in rings as short as may be. */
  ShardMailPlan mail() {
    ShardMailPlan plan = options.mail(workers, 1);
    int taken = deep ? 1 : plan.turnMessages(); // in a turn: others send more
    return new ShardMailPlan(
        workers, plan.ringBytes(), taken, plan.copiedBytesMax(), plan.waitSecMax());
  }

  private static WorkerOptions options(Dice dice, boolean crowded) {
    int buffers = dice.powerOfTwo(8, 64);
    int bufferBytes = dice.any(64, 100, 512, 4096);
    return new WorkerOptions(
        new int[0],
        dice.any(0L, 0L, 3_000L),
        crowded ? 32 : dice.any(3, 8, 8, 32),
        buffers,
        bufferBytes,
        dice.any(8, 16, 64),
        8192,
        dice.any(1, 4, 64),
        dice.any(1, 16, 64, 2048),
        crowded ? 2_000 * NS_PER_MS : dice.any(0L, 50 * NS_PER_MS, 2_000 * NS_PER_MS),
        dice.any(1L, 1_000L, 20_000L, 262_144L),
        dice.any(1L, 300L, 4_096L, 65_536L),
        dice.any(1, 100, 2_048),
        dice.any(0L, 1L, 500L, 4_096L),
        dice.any(0, 0, 2, 20),
        dice.any(2, 5, 30),
        dice.any(2, 5, 60),
        SHARD_TIMEOUT_SEC,
        WIRE_SAMPLE,
        !dice.oneIn(4));
  }

  /** Some kinds of requests not at all, the others with weights. */
  private static int[] kindWeights(Dice dice) {
    int[] weights = new int[Exchange.Kind.values().length];
    for (Exchange.Kind kind : Exchange.Kind.values()) {
      boolean always = kind == Exchange.Kind.SET || kind == Exchange.Kind.GET;
      boolean rare = switch (kind) {
        case FLUSH, FLUSH_LATER, QUIT, STATS, BOGUS, LONG_KEY, TOO_LARGE -> true;
        default -> false;
      };
      int weight = dice.between(1, rare ? 4 : KIND_WEIGHT_MAX);
      weights[kind.ordinal()] = always || !dice.oneIn(2) ? weight : 0;
    }
    return weights;
  }

  @Override
  public String toString() {
    String told = options.toString().replaceFirst("cpus=[^,]*, ", ""); // an array has no words
    String several = workers == 1 ? "" : workers + " workers, ";
    String traits = (deep ? "deep, " : "") + (reads ? "reads, " : "");
    return several + traits + clients + " clients, " + keys + " keys, " + storage + ", " + told
        + ", rings of " + ringEntriesMax + ", windows of " + window
        + ", kinds " + Arrays.toString(kindWeights);
  }
}

package io.gannet.bench.simulate;

import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.shard.ShardMetrics;
import io.gannet.engine.time.CoarseClock;
import io.gannet.ffi.memory.Policy;
import io.gannet.server.worker.Worker;
import io.gannet.server.worker.WorkerFacts;
import io.gannet.server.worker.option.Logging;
import io.gannet.server.worker.option.Peers;
import io.gannet.server.worker.option.Populate;
import io.gannet.server.worker.option.Shard;
import io.gannet.server.worker.option.ShardPlan;
import io.gannet.server.worker.turn.WorkerMetrics;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** One worker of a run, its store, and what is seen of it from outside. */
final class Station {
  final int number;
  final Worker worker;
  final Sights sights;
  private final Simulation world;
  private Storage.Opened opened;
  private ShardMetrics shared = new ShardMetrics();
  private WorkerFacts facts;
  private long requestsBefore;

  /** Operations that were under way when its ring was closed. */
  int requestsAtClose;

  Station(Simulation world, int number, Peers peers) {
    this.world = world;
    this.number = number;
    this.sights = new Sights(world, this);
    Storage storage = world.scenario.storage;
    ShardPlan plan =
        new ShardPlan(
            this::open, storage.bytesOfEach(world.scenario.workers), Policy.OFF, Populate.OFF,
            peers, Logging.NONE, List.of());
    this.worker =
        new Worker(number, world.kernel, world.scenario.options, plan, List.of("simulated"));
  }

  private Shard open(MemorySegment memory, CoarseClock clock, Ownership ownership) {
    opened = world.scenario.storage.open(memory, clock, ownership, world);
    return opened.shard();
  }

  /** It has what it needs, and enters its ring for the first time. */
  void begin() {
    facts = worker.awaitStart();
    facts.metrics().stream()
        .filter(ShardMetrics.class::isInstance)
        .forEach(group -> shared = (ShardMetrics) group);
  }

  /** It has what it needs. */
  boolean isStarted() {
    return worker.isStarted();
  }

  boolean hasBegun() {
    return facts != null;
  }

  boolean hasEnded() {
    return worker.ended().isDone();
  }

  /**
   * Serves until it is told to stop.
   *
   * @throws Lie if it fails
   */
  void run() {
    worker.run();
    if (worker.ended().isCompletedExceptionally()) {
      Throwable cause = worker.ended().exceptionNow();
      if (cause instanceof Lie lie) {
        throw lie;
      }
      throw (Lie) new Lie("the worker has failed: " + cause).initCause(cause);
    }
  }

  int ringFd() {
    return facts.ringFd();
  }

  WorkerFacts facts() {
    return facts;
  }

  WorkerMetrics metrics() {
    return worker.metrics();
  }

  /** What it counts of others' commands, and of its own to them. */
  ShardMetrics shared() {
    return shared;
  }

  /** Answers of others that it awaits. */
  long awaited() {
    return shared.awaited.get();
  }

  /** What crosses between it and others, for people. */
  String mail() {
    return worker.roleName() + " awaits " + awaited() + " for " + metrics().promises.get()
        + " promises, has served " + shared.served.get() + ", parked " + shared.parkedNow.get()
        + ", waiting " + metrics().waitingForMemory.get() + ", runnable "
        + metrics().runnable.get();
  }

  Storage.Opened storage() {
    return opened;
  }

  /** A turn's work has a bound, whatever there is to do. */
  void judgeTurn() {
    if (opened == null) {
      return;
    }
    long requests = opened.metrics().requests.get();
    long bound = 2L * world.scenario.options.turnRequests()
        + 4L * world.scenario.options.eventRequests() + 8;
    if (requests - requestsBefore > bound) {
      throw new Lie("one turn carried out " + (requests - requestsBefore) + " requests, not "
          + bound);
    }
    requestsBefore = requests;
  }
}

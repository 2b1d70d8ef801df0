package io.gannet.bench.simulate;

import io.gannet.ffi.simulated.SimulatedKernel;
import io.gannet.ffi.simulated.SimulatedKernel.Connected;
import io.gannet.server.worker.Worker;
import io.gannet.server.worker.WorkerFacts;
import io.gannet.server.worker.turn.WorkerMetrics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** One run: a seed, a worker on this thread, and its clients, until the worker has ended. */
final class Simulation {
  private static final long NS_PER_MS = 1_000_000L;
  private static final int CLIENT_NS_MAX = 30_000_000;
  private static final int MANNER_WEIGHT_MAX = 20;
  private static final int FLOODING_RARER = 3;

  /** One in so many comes though the table is full. */
  private static final int LATE_COMER = 20;

  final long seed;
  final Scenario scenario;
  final Points points;
  final Trace trace;
  final Oracle oracle;
  final Swarm swarm;
  final SimulatedKernel kernel;
  final Composer composer;
  final int[] mannerWeights;
  final List<Client> clients = new ArrayList<>();
  private final Director director;
  private Worker worker;
  private WorkerFacts facts;
  private Door door;
  private int clientsLeft;
  private long refusalsTaken;

  /** @param traceOut where to tell what happens; null for nowhere */
  Simulation(long seed, Points points, PrintWriter traceOut) {
    this.seed = seed;
    this.points = points;
    this.trace = new Trace(traceOut);
    this.scenario = new Scenario(seed);
    this.oracle = new Oracle(points);
    this.swarm = new Swarm(seed, points);
    this.kernel = new SimulatedKernel(swarm, scenario.ringEntriesMax);
    this.composer = new Composer(scenario, oracle);
    this.mannerWeights = mannerWeights(scenario);
    this.clientsLeft = scenario.clients;
    this.director = new Director(this);
    trace.begin(kernel);
    trace.note("seed " + seed + ": " + scenario);
  }

  private static int[] mannerWeights(Scenario scenario) {
    Dice dice = scenario.dice;
    int[] weights = new int[Client.Manner.values().length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = dice.oneIn(2) ? 0 : dice.between(1, MANNER_WEIGHT_MAX);
    }
    weights[Client.Manner.EAGER.ordinal()] = dice.between(1, MANNER_WEIGHT_MAX);
    weights[Client.Manner.FLOODING.ordinal()] /= FLOODING_RARER;
    if (scenario.crowded) {
      weights[Client.Manner.HALF.ordinal()] = MANNER_WEIGHT_MAX;
      weights[Client.Manner.KILLED.ordinal()] = MANNER_WEIGHT_MAX;
    }
    return weights;
  }

  /**
   * Runs it to its end.
   *
   * @throws Lie if something happened that must not
   */
  void run() {
    swarm.calm(true); // what a start asks for it has to get
    worker =
        new Worker(0, kernel, scenario.options, scenario.storage.plan(), List.of("simulated"));
    kernel.witness(director);
    try {
      worker.run();
    } finally {
      if (door != null) {
        door.close();
      }
    }
    if (worker.ended().isCompletedExceptionally()) {
      Throwable cause = worker.ended().exceptionNow();
      if (cause instanceof Lie lie) {
        throw lie;
      }
      throw (Lie) new Lie("the worker has failed: " + cause).initCause(cause);
    }
    director.judgeEnd();
  }

  /** The worker's first enter: whoever is to come comes from now on. */
  void begin() {
    facts = worker.awaitStart();
    door = new Door(kernel, points, facts.ringFd());
    swarm.calm(false);
    nextClient();
  }

  private void nextClient() {
    if (clientsLeft > 0 && isStorm()) {
      long live = clients.stream().filter(client -> !client.isOver()).count();
      if (live < scenario.options.connectionsMax() || scenario.dice.oneIn(LATE_COMER)) {
        clientsLeft--;
        connect();
      }
      int most = scenario.dice.oneIn(3) ? CLIENT_NS_MAX : (int) (NS_PER_MS / 10);
      kernel.after(1 + scenario.dice.below(most), this::nextClient);
    }
  }

  private void connect() {
    Connected connected = kernel.connect(scenario.window);
    Client client =
        new Client("c" + clients.size(), this, connected.fd(), connected.peer());
    clients.add(client);
    trace.note(client.name + " connects, " + client.manner);
    door.handOver(client);
  }

  /** Nobody is to come, and whoever is there has nothing more to say. */
  boolean isDone() {
    return clientsLeft == 0 && clients.stream().allMatch(Client::isDone);
  }

  boolean isStorm() {
    return director.isStorm();
  }

  boolean isCalm() {
    return director.isCalm();
  }

  boolean isStopping() {
    return director.isStopping();
  }

  WorkerMetrics metrics() {
    return worker.metrics();
  }

  WorkerFacts facts() {
    return facts;
  }

  Door door() {
    return door;
  }

  /** True once for each connection that the worker had no slot for. */
  boolean wasRefused() {
    return metrics().refused.get() > refusalsTaken++;
  }
}

package io.gannet.bench.simulate;

import io.gannet.ffi.simulated.Fault;
import io.gannet.ffi.simulated.Interleaving;
import io.gannet.ffi.simulated.SimulatedKernel;
import io.gannet.ffi.simulated.SimulatedKernel.Connected;
import io.gannet.server.worker.option.Peers;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/** One run: a seed, its workers and clients, until the workers have ended. */
final class Simulation implements CutSequences.Cut {
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
  final List<Station> stations = new ArrayList<>();
  private final Director director;
  private Interleaving interleaving;
  private Door door;
  private int clientsLeft;
  private long refusalsTaken;

  /**
   * A run that has not begun.
   *
   * @param workers how many, 0 for as many as are drawn
   * @param traceOut where to tell what happens; null for nowhere
   */
  Simulation(long seed, int workers, Points points, PrintWriter traceOut) {
    this.seed = seed;
    this.points = points;
    this.trace = new Trace(traceOut);
    this.scenario = new Scenario(seed, workers);
    this.oracle = new Oracle(points, scenario.workers > 1, this::valuesRefused);
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
    if (scenario.deep || scenario.reads) {
      weights[Client.Manner.FLOODING.ordinal()] = MANNER_WEIGHT_MAX;
    }
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
    kernel.witness(director);
    try {
      if (scenario.workers == 1) {
        stations.add(new Station(this, 0, Peers.none()));
        stations.getFirst().run();
      } else {
        runTogether();
      }
    } catch (RuntimeException | Error e) {
      closeDoorBehind(e);
      throw e;
    }
    door.close();
    director.judgeEnd();
  }

  /** What clients see of an end by failure is not what is told. */
  private void closeDoorBehind(Throwable failure) {
    try {
      if (door != null) {
        door.close();
      }
    } catch (Lie follows) {
      failure.addSuppressed(follows);
    }
  }

  private void runTogether() {
    interleaving = new Interleaving(kernel, director::allSleep);
    try (PlayedPeers peers = PlayedPeers.of(scenario.mail(), kernel, interleaving)) {
      for (int number = 0; number < scenario.workers; number++) {
        Station station = new Station(this, number, peers);
        stations.add(station);
        interleaving.add("worker-" + number, station::run);
      }
      interleaving.run();
    }
  }

  @Override
  public void cut() {
    interleaving.cut(Fault.HELD_UP_AT_SHARED_MEMORY);
  }

  @Override
  public void cut(BooleanSupplier enough) {
    interleaving.cut(Fault.HELD_UP_AT_SHARED_MEMORY, enough);
  }

  /** All workers have entered their rings: whoever is to come comes from now on. */
  void begin() {
    door = new Door(this);
    swarm.calm(false);
    nextClient();
  }

  private void nextClient() {
    if (clientsLeft > 0 && isStorm()) {
      long live = clients.stream().filter(client -> !client.isOver()).count();
      long slots = (long) scenario.options.connectionsMax() * stations.size();
      if (live < slots || scenario.dice.oneIn(LATE_COMER)) {
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
    door.handOver(client, anyStation());
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

  /** One of them, by chance. */
  Station anyStation() {
    boolean alone = stations.size() == 1;
    return stations.get(alone ? 0 : scenario.dice.below(stations.size()));
  }

  /** The one whose ring it is; null if it is another's. */
  Station stationOf(int ringFd) {
    for (Station station : stations) {
      if (station.hasBegun() && station.ringFd() == ringFd) {
        return station;
      }
    }
    return null;
  }

  /** Something of all of them together. */
  long sum(ToLongFunction<Station> figure) {
    return stations.stream().mapToLong(figure).sum();
  }

  Door door() {
    return door;
  }

  /** True once for each connection that a worker had no slot for. */
  boolean wasRefused() {
    return sum(station -> station.metrics().refused.get()) > refusalsTaken++;
  }

  /** Gets that were answered as misses so far, for want of room. */
  private long valuesRefused() {
    return sum(station -> station.shared().refused.get());
  }
}

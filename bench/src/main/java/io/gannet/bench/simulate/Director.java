package io.gannet.bench.simulate;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.ffi.simulated.Fault;
import io.gannet.ffi.simulated.Request;
import io.gannet.ffi.simulated.Witness;
import io.gannet.ffi.uring.Ring;
import io.gannet.server.worker.turn.WorkerMetrics;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Leads a run through its parts, a step at each of the workers' enters, and judges what it sees:
 *
 * <pre>
 *   STORM     faults; sometimes the workers are stopped in the midst of it
 *   STANDING  none; who has not read or sent in time is closed, and holds nothing
 *   CALM      everyone does what is good, and is answered
 *   QUIET     all are idle, and hold nothing
 *   LEAVING   all go, and nothing is held
 *   STOPPING  the workers end
 * </pre>
 */
final class Director implements Witness {
  private enum Part { START, STORM, STANDING, CALM, QUIET, LEAVING, STOPPING }

  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final int CALM_TURNS_MAX = 20_000;
  private static final long CALM_NS_MAX = 150 * NS_PER_SEC;
  private static final int STOPPING_TURNS_MAX = 20_000;
  private static final long STOPPING_NS_MAX = 20 * NS_PER_SEC;
  private static final int EVENT_EVERY = 40;
  private static final int DONE_TURNS = 60;
  private static final int QUIET_TURNS_MIN = 8;
  private static final int QUIET_TURNS_MAX = 100;
  private static final int PATIENCE_SEC_MAX = 5;
  private static final int SLACK_SEC = 12;

  /** Lost wake-ups apart, nothing takes so long but what waits for memory. */
  private static final long WAIT_NS_MAX = 15 * NS_PER_SEC;

  private final Simulation world;
  private Part part = Part.START;
  private int partTurns;
  private long partNs;
  private long standsNs;

  Director(Simulation world) {
    this.world = world;
  }

  boolean isStorm() {
    return part == Part.STORM;
  }

  boolean isCalm() {
    return part == Part.CALM || part == Part.QUIET || part == Part.LEAVING;
  }

  boolean isStopping() {
    return part == Part.STOPPING;
  }

  @Override
  public void entered(int ringFd, int submit, int waitCount) {
    Station station = part == Part.START ? starting() : world.stationOf(ringFd);
    if (station == null) {
      return;
    }
    world.trace.entered(who(station), submit, waitCount);
    if (part == Part.START && world.stations.stream().allMatch(Station::hasBegun)) {
      become(Part.STORM);
      world.begin();
    }
    partTurns++;
    station.sights.entered(submit);
    station.judgeTurn();
    switch (part) {
      case START -> {}
      case STORM -> storm(station);
      case STANDING -> standing();
      case CALM -> calm();
      case QUIET -> quiet();
      case LEAVING -> leaving();
      default -> stopping(station);
    }
  }

  /** What lines begin with. */
  private String who(Station station) {
    return world.stations.size() == 1 ? "" : "w" + station.number + " ";
  }

  @Override
  public void taken(Request request) {
    Station station = world.stationOf(request.ringFd());
    world.trace.taken(station == null ? "" : who(station), request);
    if (station != null) {
      station.sights.taken(request);
    }
  }

  @Override
  public void completed(int ringFd, long userData, int res, int flags) {
    Station station = world.stationOf(ringFd);
    if (station != null) {
      world.trace.completed(who(station), userData, res, flags);
      station.sights.completed(userData, res, flags);
    }
  }

  @Override
  public void closed(int ringFd, int requests) {
    Station station = world.stationOf(ringFd);
    if (station != null) {
      station.requestsAtClose = requests;
      part = Part.STOPPING; // a worker that has failed closes everyone: that is not what is told
    }
  }

  /** Who has everything it needs, and enters its ring for the first time. */
  private Station starting() {
    for (Station station : world.stations) {
      if (!station.hasBegun() && station.isStarted()) {
        station.begin();
        return station;
      }
    }
    return null;
  }

  private void become(Part next) {
    world.trace.note("now " + next);
    part = next;
    partTurns = 0;
    partNs = world.kernel.timeNs();
  }

  private void storm(Station station) {
    Dice dice = world.scenario.dice;
    world.door().look();
    if (dice.oneIn(EVENT_EVERY)) {
      play(dice);
    }
    station.sights.storm();
    judgeWaits();
    boolean done = partTurns >= DONE_TURNS && world.isDone();
    if (partTurns >= world.scenario.turns || done) {
      if (world.scenario.stopsEarly) {
        stop();
      } else {
        world.swarm.calm(true);
        become(Part.STANDING);
      }
    }
  }

  /** Those who stand still for longer than they may are closed: what they held is free again. */
  private void standing() {
    world.door().look();
    int valueSec = world.scenario.options.valueTimeoutSec();
    int sendSec = world.scenario.options.sendTimeoutSec();
    boolean mute = valueSec <= PATIENCE_SEC_MAX && any(Client::isMute);
    boolean deaf = sendSec <= PATIENCE_SEC_MAX && any(Client::isDeaf) && !any(Client::isSlow);
    long patienceNs = (Math.max(mute ? valueSec : 0, deaf ? sendSec : 0) + SLACK_SEC) * NS_PER_SEC;
    boolean over = !mute && !deaf || world.kernel.timeNs() - partNs > patienceNs;
    if (over && mute && world.sum(station -> station.storage().items().reservations.get()) > 0) {
      throw new Lie("a value that nobody sends keeps its place for " + valueSec + " s and more");
    }
    if (over && deaf && world.sum(station -> station.metrics().chunksUsed.get()) > 0) {
      throw new Lie("replies that nobody reads are kept for " + sendSec + " s and more");
    }
    if (over) {
      become(Part.CALM);
      world.clients.forEach(Client::calm);
    }
  }

  private boolean any(Predicate<Client> is) {
    return world.clients.stream().anyMatch(is);
  }

  /** Who is good is answered, whatever others do. */
  private void judgeWaits() {
    long nowNs = world.kernel.timeNs();
    for (Client client : world.clients) {
      if (client.waitsNs(nowNs) > WAIT_NS_MAX + standsNs) {
        throw new Lie("waits for " + client.waitsNs(nowNs) / NS_PER_SEC + " s: " + client.owed());
      }
    }
  }

  /** What happens to a host. */
  private void play(Dice dice) {
    if (world.scenario.clocksStep && dice.oneIn(3)) {
      world.points.reach(Point.WALL_CLOCK_STEPPED);
      world.oracle.clockIsStepped();
      world.kernel.stepWall((dice.below(20) - 10) * NS_PER_SEC);
    }
    if (world.scenario.clocksStep && dice.oneIn(3)) {
      world.points.reach(Point.HOST_SUSPENDED);
      world.oracle.clockIsStepped();
      world.kernel.suspend(dice.below(10) * NS_PER_SEC);
    }
    if (world.scenario.processStands && dice.oneIn(2)) {
      world.points.reach(Point.PROCESS_STOOD_STILL);
      long ns = dice.below(4) * NS_PER_SEC;
      standsNs += ns;
      world.kernel.stand(ns);
    }
    Station station = world.anyStation();
    if (world.scenario.stale && station.sights.stale() != 0) {
      world.points.reach(Point.STALE_COMPLETION);
      Ring.registerSyncMsg(world.kernel, station.ringFd(), -1, station.sights.stale());
    }
  }

  private void calm() {
    world.door().look();
    List<Client> behind = world.clients.stream().filter(client -> !client.isSettled()).toList();
    if (behind.isEmpty()) {
      world.points.reach(Point.ALL_ANSWERED);
      become(Part.QUIET);
    } else if (isLate(CALM_TURNS_MAX, CALM_NS_MAX)) {
      throw new Lie("not answered in " + partTurns + " turns of calm: "
          + behind.stream().map(Client::owed).collect(Collectors.joining("; "))
          + "; " + mail());
    }
  }

  /** An idle connection holds nothing. */
  private void quiet() {
    world.door().look();
    if (partTurns < QUIET_TURNS_MIN) {
      return;
    }
    if (held().isEmpty()) {
      become(Part.LEAVING);
      world.clients.forEach(Client::leave);
    } else if (isLate(QUIET_TURNS_MAX, CALM_NS_MAX)) {
      throw new Lie("all are idle, and held are " + held());
    }
  }

  private boolean isLate(int turnsMax, long nsMax) {
    return partTurns > turnsMax || world.kernel.timeNs() - partNs > nsMax;
  }

  private void leaving() {
    long connections = world.sum(station -> station.metrics().connections.get());
    long sampled = world.sum(station -> station.metrics().sampled.get());
    if (connections == 0 && sampled == 0 && held().isEmpty()) {
      for (Station station : world.stations) {
        List<String> faults = station.storage().faults();
        if (!faults.isEmpty()) {
          throw new Lie("the store is not what it believes: " + faults);
        }
      }
      stop();
    } else if (isLate(CALM_TURNS_MAX, CALM_NS_MAX)) {
      throw new Lie("all have gone, and " + connections + " connections, " + held());
    }
  }

  /** What is still held when nobody is there. */
  private String held() {
    StringBuilder held = new StringBuilder();
    world.stations.forEach(station -> hold(held, station));
    return held.toString();
  }

  private static void hold(StringBuilder held, Station station) {
    WorkerMetrics metrics = station.metrics();
    hold(held, "receive buffers", metrics.heldBuffers.get());
    hold(held, "blocks", metrics.blocksUsed.get());
    hold(held, "chunks", metrics.chunksUsed.get());
    hold(held, "promises", metrics.promises.get());
    hold(held, "runnable", metrics.runnable.get());
    hold(held, "waiting for memory", metrics.waitingForMemory.get());
    hold(held, "awaited of others", station.shared().awaited.get());
    for (MetricGroup group : station.facts().metrics()) {
      group.metrics().forEach(metric -> {
        if (metric.name() != null && Sights.isHolding(metric.name())) {
          hold(held, metric.name(), metric.value().getAsLong());
        }
      });
    }
  }

  private static void hold(StringBuilder held, String what, long count) {
    if (count != 0) {
      held.append(what).append(' ').append(count).append(' ');
    }
  }

  private void stop() {
    boolean alive = world.clients.stream().anyMatch(client -> !client.isOver());
    if (alive) {
      world.points.reach(Point.STOPPED_WITH_CLIENTS);
    }
    if (world.sum(Station::awaited) > 0) {
      world.points.reach(Point.STOPPED_WHILE_ASKED);
    }
    become(Part.STOPPING);
    world.door().stop();
  }

  private void stopping(Station station) {
    world.door().look();
    station.sights.storm();
    if (isLate(STOPPING_TURNS_MAX, STOPPING_NS_MAX)) {
      throw new Lie("does not stop");
    }
  }

  /**
   * All workers sleep: then none of them has mail, unless what was to wake it was lost, or is under
   * way. What is parked waits for others' memory.
   */
  void allSleep() {
    boolean excused = part == Part.START || part == Part.STOPPING
        || world.points.of(Fault.MESSAGE_ERROR) > 0 || world.kernel.isAnythingUnseen()
        || world.sum(station -> station.shared().parkedNow.get()) > 0;
    if (!excused && world.sum(Station::awaited) > 0) {
      throw new Lie("all workers sleep, and one of them awaits another's answer: " + mail());
    }
  }

  private String mail() {
    return world.stations.stream().map(Station::mail).collect(Collectors.joining("; "));
  }

  /** The workers have ended: nothing of them may be left. */
  void judgeEnd() {
    if (world.kernel.openSockets() > 0) {
      throw new Lie(world.kernel.openSockets() + " descriptors are left open");
    }
    if (world.kernel.openRings() > 0) {
      throw new Lie(world.kernel.openRings() + " rings are left open");
    }
    long requestsAtClose = world.sum(station -> station.requestsAtClose);
    if (requestsAtClose > 0 && !world.scenario.stopsEarly) {
      throw new Lie(requestsAtClose + " operations were under way when the ring was closed");
    }
  }
}

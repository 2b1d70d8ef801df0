package io.gannet.bench.simulate;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.ffi.simulated.Request;
import io.gannet.ffi.simulated.Witness;
import io.gannet.ffi.uring.Ring;
import io.gannet.server.worker.turn.WorkerMetrics;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Leads a run through its parts, a step at each of the worker's enters, and judges what it sees:
 *
 * <pre>
 *   STORM     faults; sometimes the worker is stopped in the midst of it
 *   STANDING  none; who has not read or sent in time is closed, and holds nothing
 *   CALM      everyone does what is good, and is answered
 *   QUIET     all are idle, and hold nothing
 *   LEAVING   all go, and nothing is held
 *   STOPPING  the worker ends
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
  private final Sights sights;
  private Part part = Part.START;
  private int partTurns;
  private long partNs;
  private long standsNs;
  private long requestsBefore;
  private int requestsAtClose;

  Director(Simulation world) {
    this.world = world;
    this.sights = new Sights(world);
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
    if (part != Part.START && ringFd != world.facts().ringFd()) {
      return;
    }
    world.trace.entered(submit, waitCount);
    if (part == Part.START) {
      become(Part.STORM);
      world.begin();
    }
    partTurns++;
    sights.entered(submit);
    judgeTurn();
    switch (part) {
      case STORM -> storm();
      case STANDING -> standing();
      case CALM -> calm();
      case QUIET -> quiet();
      case LEAVING -> leaving();
      default -> stopping();
    }
  }

  @Override
  public void taken(Request request) {
    world.trace.taken(request);
    sights.taken(request);
  }

  @Override
  public void completed(int ringFd, long userData, int res, int flags) {
    if (world.facts() != null && ringFd == world.facts().ringFd()) {
      world.trace.completed(userData, res, flags);
      sights.completed(userData, res, flags);
    }
  }

  @Override
  public void closed(int ringFd, int requests) {
    if (world.facts() != null && ringFd == world.facts().ringFd()) {
      requestsAtClose = requests;
      part = Part.STOPPING; // a worker that has failed closes everyone: that is not what is told
    }
  }

  private void become(Part next) {
    world.trace.note("now " + next);
    part = next;
    partTurns = 0;
    partNs = world.kernel.timeNs();
  }

  /** A turn's work has a bound, whatever there is to do. */
  private void judgeTurn() {
    if (world.scenario.storage.metrics() == null) {
      return;
    }
    long requests = world.scenario.storage.metrics().requests.get();
    long bound = 2L * world.scenario.options.turnRequests()
        + 4L * world.scenario.options.eventRequests() + 8;
    if (requests - requestsBefore > bound) {
      throw new Lie("one turn carried out " + (requests - requestsBefore) + " requests, not "
          + bound);
    }
    requestsBefore = requests;
  }

  private void storm() {
    Dice dice = world.scenario.dice;
    world.door().look();
    if (dice.oneIn(EVENT_EVERY)) {
      play(dice);
    }
    sights.storm();
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
    if (over && mute && world.scenario.storage.items().reservations.get() > 0) {
      throw new Lie("a value that nobody sends keeps its place for " + valueSec + " s and more");
    }
    if (over && deaf && world.metrics().chunksUsed.get() > 0) {
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
    if (world.scenario.stale && sights.stale() != 0) {
      world.points.reach(Point.STALE_COMPLETION);
      Ring.registerSyncMsg(world.kernel, world.facts().ringFd(), -1, sights.stale());
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
          + behind.stream().map(Client::owed).collect(Collectors.joining("; ")));
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
    WorkerMetrics metrics = world.metrics();
    if (metrics.connections.get() == 0 && held().isEmpty()) {
      List<String> faults = world.scenario.storage.faults();
      if (!faults.isEmpty()) {
        throw new Lie("the store is not what it believes: " + faults);
      }
      stop();
    } else if (isLate(CALM_TURNS_MAX, CALM_NS_MAX)) {
      throw new Lie("all have gone, and " + metrics.connections.get() + " connections, " + held());
    }
  }

  /** What is still held when nobody is there. */
  private String held() {
    WorkerMetrics metrics = world.metrics();
    StringBuilder held = new StringBuilder();
    hold(held, "receive buffers", metrics.heldBuffers.get());
    hold(held, "blocks", metrics.blocksUsed.get());
    hold(held, "chunks", metrics.chunksUsed.get());
    hold(held, "promises", metrics.promises.get());
    hold(held, "runnable", metrics.runnable.get());
    hold(held, "waiting for memory", metrics.waitingForMemory.get());
    for (MetricGroup group : world.facts().metrics()) {
      group.metrics().forEach(metric -> {
        if (metric.name() != null && Sights.isHolding(metric.name())) {
          hold(held, metric.name(), metric.value().getAsLong());
        }
      });
    }
    return held.toString();
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
    become(Part.STOPPING);
    world.door().stop();
  }

  private void stopping() {
    world.door().look();
    sights.storm();
    if (isLate(STOPPING_TURNS_MAX, STOPPING_NS_MAX)) {
      throw new Lie("does not stop");
    }
  }

  /** The worker has ended: nothing of it may be left. */
  void judgeEnd() {
    if (world.kernel.openSockets() > 0) {
      throw new Lie(world.kernel.openSockets() + " descriptors are left open");
    }
    if (world.kernel.openRings() > 0) {
      throw new Lie(world.kernel.openRings() + " rings are left open");
    }
    if (requestsAtClose > 0 && !world.scenario.stopsEarly) {
      throw new Lie(requestsAtClose + " operations were under way when the ring was closed");
    }
  }
}

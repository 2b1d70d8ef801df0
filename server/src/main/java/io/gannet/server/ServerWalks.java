package io.gannet.server;

import io.gannet.engine.process.memcache.Walks;
import io.gannet.engine.store.Walk;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.server.admin.WalkUnderWayException;
import io.gannet.server.log.EventLog;
import io.gannet.server.log.Severity;
import io.gannet.server.worker.Courier;
import io.gannet.server.worker.Worker;
import io.gannet.server.worker.WorkerFacts;
import io.gannet.server.worker.turn.WalkReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the workers compare what their stores believe with what lies in them, one after the other and
 * each between its requests: for the admin, who waits for it, or for a client, which stands still
 * until its worker is told. One at a time: a store follows one walk, and a second would find what
 * the first does. Any thread.
 */
final class ServerWalks implements Walks {
  /** A worker makes a slice of a walk in each of its turns: one that long makes none any more. */
  private static final long SLICE_NS_MAX = 60_000_000_000L;

  /** Some 10^10 items are walked in an hour. */
  private static final long WALK_NS_MAX = 60 * SLICE_NS_MAX;

  private static final long TELL_AGAIN_NS = 100_000_000L;

  private final List<Worker> workers;
  private final List<WorkerFacts> facts;
  private final Courier courier;
  private final EventLog log;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /**
   * For workers that may not be there yet.
   *
   * @param workers as many as will be there
   * @param facts what those have told that have started, in their order
   * @param courier who brings them the orders
   * @param log where it is told what came of each
   */
  ServerWalks(
      List<Worker> workers, List<WorkerFacts> facts, Courier courier, EventLog log) {
    this.workers = workers;
    this.facts = facts;
    this.courier = courier;
    this.log = log;
  }

  /**
   * Walks all, and waits for it.
   *
   * @throws WalkUnderWayException if one is under way
   */
  List<WalkReport> walk() {
    if (!underWay.compareAndSet(false, true)) {
      throw new WalkUnderWayException();
    }
    try {
      return walkAll();
    } finally {
      underWay.set(false);
    }
  }

  @Override
  public CompletableFuture<List<Walk>> begin(int asker, long origin) {
    if (!underWay.compareAndSet(false, true)) {
      return null;
    }
    CompletableFuture<List<Walk>> found = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("walk").start(() -> walkFor(asker, origin, found));
    return found;
  }

  /** The next may begin before this one's client is told: it may be the client's own. */
  private void walkFor(int asker, long origin, CompletableFuture<List<Walk>> found) {
    List<Walk> walks = null;
    Throwable failure = null;
    try {
      walks = walkAll().stream().map(WalkReport::walk).toList();
    } catch (Throwable e) {
      failure = e;
    }
    underWay.set(false);
    if (failure == null) {
      found.complete(walks);
    } else {
      log.tell(Severity.ERROR, "walk", "for a client: " + failure);
      found.completeExceptionally(failure);
    }
    tell(asker, origin);
  }

  /** As soon as the kernel can; or it has ended, and its clients with it. */
  private void tell(int asker, long origin) {
    Worker worker = workers.get(asker);
    boolean told = false;
    while (!told && !worker.ended().isDone()) {
      try {
        Worker.walked(courier, facts.get(asker).ringFd(), origin);
        told = true;
      } catch (LinuxException e) {
        LockSupport.parkNanos(TELL_AGAIN_NS);
      }
    }
  }

  private List<WalkReport> walkAll() {
    List<WalkReport> reports = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      int ringFd = facts.get(i).ringFd();
      reports.add(workers.get(i).walk(courier, ringFd, SLICE_NS_MAX, WALK_NS_MAX));
    }
    tellOf(reports);
    return reports;
  }

  private void tellOf(List<WalkReport> reports) {
    List<String> faults =
        reports.stream().flatMap(report -> report.walk().faults().stream()).toList();
    if (faults.isEmpty()) {
      log.tell(Severity.INFO, "walk", "all items counted again: as the counters say");
    } else {
      log.tell(Severity.ERROR, "walk", String.join("\n    ", faults));
    }
  }
}

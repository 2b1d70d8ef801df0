package io.gannet.server.debug;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.server.control.ControlThread;
import io.gannet.server.control.ThreadFailures;
import io.gannet.server.log.EventLog;
import io.gannet.server.log.Severity;
import io.gannet.server.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Looks ten times a second whether a worker's turn has run for too long, and says where it was. A
 * turn takes microseconds; a tenth of a second is a bug or a page fault. Where the host took the
 * CPU away there is nothing to see in a stack: that is counted apart and not told.
 */
public final class StallWatch extends MetricGroup implements AutoCloseable {
  private static final long PERIOD_MS = 100;
  private static final long NS_PER_MS = 1_000_000L;
  private static final long STALL_NS_MIN = 100 * NS_PER_MS;
  private static final int FRAMES = 5;
  private static final String STALLED = "worker_stalled";

  private static final int LOOKS_PER_SEC = 10;

  /** Two seconds of looks: an idle worker's timer ends a turn every 200 ms. */
  private static final int LOOKS_MAX = 20;

  private final Counter stalls =
      counter(
          "worker_stalls_total", null, "Turns of a worker that took over 100 ms by themselves.");
  private final Counter starved =
      counter(
          "worker_starved_total",
          null,
          "Turns of a worker that took over 100 ms because the host had its CPU.");
  private final List<Worker> workers;
  private final EventLog log;
  private final Runnable eachSecond;
  private final ControlThread thread = new ControlThread("debug", this::run);

  private final AtomicIntegerArray looksWithoutTurn;

  /**
   * A watch that is not started yet.
   *
   * @param eachSecond what else is to be looked at
   */
  public StallWatch(List<Worker> workers, EventLog log, Runnable eachSecond) {
    this.workers = workers;
    this.eachSecond = eachSecond;
    this.log = log;
    this.looksWithoutTurn = new AtomicIntegerArray(workers.size());
  }

  /** Starts to look. */
  public void start(ThreadFailures failures) {
    thread.start(failures);
  }

  /** Which worker finishes no turn any more, if one is so. Any thread. */
  public Optional<String> stuck() {
    for (int i = 0; i < looksWithoutTurn.length(); i++) {
      int looks = looksWithoutTurn.get(i);
      if (looks >= LOOKS_MAX) {
        long ms = looks * PERIOD_MS;
        return Optional.of(workers.get(i).roleName() + " has ended no turn for " + ms + " ms");
      }
    }
    return Optional.empty();
  }

  private void run() {
    TurnWatch[] watches = new TurnWatch[workers.size()];
    List<ThreadTimes> times = new ArrayList<>();
    try {
      for (int i = 0; i < watches.length; i++) {
        watches[i] = new TurnWatch(PERIOD_MS * NS_PER_MS, STALL_NS_MIN);
        times.add(ThreadTimes.openOrNull(workers.get(i).tid()));
      }
      for (int looks = 1; thread.rest(PERIOD_MS * NS_PER_MS); looks++) {
        if (looks % LOOKS_PER_SEC == 0) {
          eachSecond.run();
        }
        for (int i = 0; i < watches.length; i++) {
          look(workers.get(i), watches[i], times.get(i));
          looksWithoutTurn.set(i, watches[i].looksWithoutTurn());
        }
      }
    } finally {
      times.stream().filter(one -> one != null).forEach(ThreadTimes::close);
    }
  }

  private void look(Worker worker, TurnWatch watch, ThreadTimes times) {
    boolean known = times != null && times.read();
    TurnWatch.Verdict verdict =
        watch.look(
            System.nanoTime(),
            worker.metrics().turns.get(),
            worker.busySinceNs(),
            known ? times.cpuNs() : 0,
            known ? times.delayNs() : 0,
            known && times.isRunnable());
    switch (verdict) {
      case FINE -> {}
      case STARVED -> starved.increment();
      case STALLED -> {
        stalls.increment();
        log.tell(Severity.WARN, STALLED, report(worker));
      }
      case ENDED -> log.tell(Severity.INFO, STALLED, ended(worker, watch));
    }
  }

  /** So that a host that was busy does not read like a crash. */
  private static String ended(Worker worker, TurnWatch watch) {
    return worker.roleName() + " has ended that turn after " + watch.tookNs() / NS_PER_MS
        + " ms, " + watch.delayedNs() / NS_PER_MS + " of which it waited for a CPU";
  }

  private static String report(Worker worker) {
    return worker.roleName() + " has been in one turn for over 100 ms, now at"
        + EventLog.stack(worker.stackTrace(), FRAMES);
  }

  @Override
  public void close() {
    thread.end();
  }
}

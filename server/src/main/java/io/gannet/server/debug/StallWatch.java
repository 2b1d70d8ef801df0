package io.gannet.server.debug;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.server.worker.Worker;
import java.io.PrintStream;
import java.util.List;

/**
 * Looks ten times a second whether a worker's turn has run for too long, and says where it was. A
 * turn takes microseconds; a tenth of a second is a bug, a page fault, or a host that took the CPU
 * away.
 */
public final class StallWatch extends MetricGroup implements AutoCloseable {
  private static final long PERIOD_MS = 100;
  private static final long STALL_NS_MIN = 100_000_000L;
  private static final int FRAMES = 5;

  private final Counter stalls =
      counter("worker_stalls_total", null, "Turns of a worker that took over 100 ms.");
  private final List<Worker> workers;
  private final PrintStream log;
  private final long[] reported;
  private final Thread thread = new Thread(this::run, "debug");

  /** A watch that is not started yet. */
  public StallWatch(List<Worker> workers, PrintStream log) {
    this.workers = workers;
    this.log = log;
    this.reported = new long[workers.size()];
    thread.setDaemon(true);
  }

  /** Starts to look. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PERIOD_MS);
        for (int i = 0; i < workers.size(); i++) {
          look(i);
        }
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private void look(int index) {
    Worker worker = workers.get(index);
    long sinceNs = worker.busySinceNs();
    boolean stalled = sinceNs != 0 && System.nanoTime() - sinceNs >= STALL_NS_MIN;
    if (!stalled || reported[index] == sinceNs) {
      return;
    }
    reported[index] = sinceNs;
    stalls.increment();
    log.println(report(worker));
  }

  private static String report(Worker worker) {
    StringBuilder text = new StringBuilder("gannet: ").append(worker.roleName());
    text.append(" has been in one turn for over 100 ms, now at");
    StackTraceElement[] frames = worker.stackTrace();
    for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
      text.append("\n    ").append(frames[i]);
    }
    return text.toString();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

package io.gannet.server.control;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.server.log.EventLog;
import io.gannet.server.log.Severity;
import java.util.Optional;

/**
 * Threads of control that are there as long as the server, and what becomes of it if a bug ends
 * one: clients are served on, the log tells it with the stack, and from then on the server is not
 * healthy, so that whoever manages it starts it anew. Any thread.
 */
public final class ThreadFailures extends MetricGroup {
  private static final int FRAMES = 10;
  private static final String FAILED = "thread_failed";

  private final Counter failures =
      counter("control_threads_failed_total", null, "Threads of control that a bug has ended.");
  private final EventLog log;
  private volatile String first;

  /** Nothing has failed yet. */
  public ThreadFailures(EventLog log) {
    this.log = log;
  }

  void watchOver(Thread thread) {
    thread.setUncaughtExceptionHandler(this::failed);
  }

  /** Why the server is not what it should be, or nothing. */
  public Optional<String> failed() {
    return Optional.ofNullable(first);
  }

  private synchronized void failed(Thread thread, Throwable failure) {
    String text = "the thread '" + thread.getName() + "' has ended: " + failure;
    failures.increment();
    first = first == null ? text : first;
    log.tell(Severity.ERROR, FAILED, text + EventLog.stack(failure.getStackTrace(), FRAMES));
  }
}

package io.gannet.server.control;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread of control that goes on until it is told to end; its process does not wait for it. Any
 * thread may wake and end it.
 */
public final class ControlThread {
  private final Thread thread;
  private volatile boolean ends;

  /**
   * One that is not started yet.
   *
   * @param work what it does until {@link #ends}
   */
  public ControlThread(String name, Runnable work) {
    thread = new Thread(work, name);
    thread.setDaemon(true);
  }

  /**
   * Starts it.
   *
   * @param failures who is told if a bug ends it
   */
  public void start(ThreadFailures failures) {
    failures.watchOver(thread);
    thread.start();
  }

  /** Rests for so long at most; false if it is to come to its end. The thread itself. */
  public boolean rest(long ns) {
    LockSupport.parkNanos(this, ns);
    return !ends;
  }

  /** Ends its rest, or the next one. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** True once it is to come to its end. */
  public boolean ends() {
    return ends;
  }

  /** Has it come to its end, and waits for that; returns at once if it was never started. */
  public void end() {
    ends = true;
    wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

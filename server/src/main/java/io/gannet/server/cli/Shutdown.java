package io.gannet.server.cli;

import io.gannet.ffi.linux.Signal;
import io.gannet.server.Server;
import java.io.PrintStream;

/**
 * Ends the process when a signal asks for it: with 0 after a clean stop, with 1 and a word if that
 * takes too long. A second signal ends it at once.
 *
 * <p>The JVM answers SIGTERM and SIGINT by running shutdown hooks, and would exit with 128 plus the
 * signal's number; this hook stops the server and halts with the server's own code. While hooks run
 * the JVM ignores further signals, so they get their default action back first.
 *
 * <p>What others send for other reasons ends nothing: SIGUSR1 and SIGHUP are ignored until {@link
 * Signals} hears them.
 */
final class Shutdown extends Thread {
  private static final int[] STOPPING = {Signal.SIGTERM, Signal.SIGINT};
  private static final int[] IGNORED = {Signal.SIGHUP, Signal.SIGUSR1};

  /** Workers give their last replies 3 s to be taken; beyond this one of them is stuck. */
  private static final long STOP_MS_MAX = 10_000;

  private final PrintStream out;
  private final PrintStream err;
  private final Runnable stopping;
  private volatile Server server;
  private volatile Traces traces;

  private Shutdown(PrintStream out, PrintStream err, Runnable stopping) {
    super("gannet-shutdown");
    this.stopping = stopping;
    this.out = out;
    this.err = err;
  }

  /**
   * From now on a signal ends the process, at first without anything to stop.
   *
   * @param stopping run when a server is to end
   */
  static Shutdown arm(PrintStream out, PrintStream err, Runnable stopping) {
    for (int signal : IGNORED) {
      Signal.rt_sigaction(signal, Signal.SIG_IGN);
    }
    Shutdown shutdown = new Shutdown(out, err, stopping);
    Runtime.getRuntime().addShutdownHook(shutdown);
    return shutdown;
  }

  /** The server has started: a signal stops it first. */
  void server(Server server, Traces traces) {
    this.traces = traces;
    this.server = server;
  }

  /** Leaves the exit to the caller, unless a signal was quicker: then this never returns. */
  void disarm() {
    try {
      Runtime.getRuntime().removeShutdownHook(this);
    } catch (IllegalStateException e) {
      waitForTheEnd();
    }
  }

  private void waitForTheEnd() {
    while (true) {
      try {
        join();
        Thread.sleep(Long.MAX_VALUE); // the hook has halted, or is about to
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  @Override
  public void run() {
    int code = Command.FAILED;
    try {
      code = stopServer();
    } catch (Throwable e) { // must not keep the process from ending
      e.printStackTrace(err);
    } finally {
      out.flush();
      err.flush();
      Runtime.getRuntime().halt(code);
    }
  }

  private int stopServer() {
    Server running = server;
    if (running == null) {
      return Command.OK;
    }
    for (int signal : STOPPING) {
      Signal.rt_sigaction(signal, Signal.SIG_DFL);
    }
    stopping.run();
    running.stop();
    int code = running.awaitStop(STOP_MS_MAX);
    traces.remove();
    return code;
  }
}

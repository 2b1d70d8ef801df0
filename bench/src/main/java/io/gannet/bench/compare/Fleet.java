package io.gannet.bench.compare;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All servers that were started. However this ends (well, by an exception, by Ctrl-C), they end
 * too. One runs at a time, the others are paused.
 */
public final class Fleet implements AutoCloseable {
  private final Terms terms;
  private final List<Integer> cpus;
  private final List<RunningServer> servers = new CopyOnWriteArrayList<>();
  private final Thread onExit = new Thread(this::endAll, "fleet-end");
  private boolean over;

  /** Nothing started yet; {@code cpus} are where servers run, this process keeps off them. */
  public Fleet(Terms terms, List<Integer> cpus) {
    this.terms = terms;
    this.cpus = List.copyOf(cpus);
    Affinity.keepOff(cpus);
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /** Starts one more and waits until it listens; it is paused until its turn comes. */
  public RunningServer start(Subject subject) {
    RunningServer server = RunningServer.start(subject, terms, cpus);
    if (!enlist(server)) {
      server.close();
      throw new CompareException("ended while " + subject.name() + " was starting", "");
    }
    server.pause();
    return server;
  }

  private synchronized boolean enlist(RunningServer server) {
    if (!over) {
      servers.add(server);
    }
    return !over;
  }

  /** Lets only this one run. */
  public void turnOf(RunningServer server) {
    for (RunningServer other : servers) {
      if (other != server) {
        other.pause();
      }
    }
    server.resume();
  }

  private synchronized void endAll() {
    over = true;
    servers.forEach(RunningServer::close);
    servers.clear();
  }

  @Override
  public void close() {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The process is ending: the hook has found nothing left to do.
    }
  }
}

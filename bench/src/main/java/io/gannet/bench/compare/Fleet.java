package io.gannet.bench.compare;

import io.gannet.bench.observe.Affinity;
import io.gannet.bench.observe.CpuList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All servers that were started. However this ends (well, by an exception, by Ctrl-C), they end
 * too. One runs at a time, the others are paused.
 */
public final class Fleet implements AutoCloseable {
  private static final int STARTS_MAX = 3;

  private final Terms terms;
  private final List<Integer> cpus;
  private final List<RunningServer> servers = new CopyOnWriteArrayList<>();
  private final BitSet before;
  private final Thread onExit = new Thread(this::endAll, "fleet-end");
  private boolean over;

  /** Nothing started yet; {@code cpus} are where servers run, this process keeps off them. */
  public Fleet(Terms terms, List<Integer> cpus) {
    this.terms = terms;
    this.cpus = List.copyOf(cpus);
    before = Affinity.keepOff(CpuList.of(cpus));
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /** Starts one more and waits until it listens; it is paused until its turn comes. */
  public RunningServer start(Subject subject) {
    for (int start = 1; ; start++) {
      RunningServer server = RunningServer.launch(subject, terms, cpus);
      enlist(server);
      if (server.awaitReady()) {
        server.pause();
        return server;
      }
      String complaint = server.complaint();
      server.close();
      servers.remove(server);
      // Another process may have been quicker to take the port.
      if (start == STARTS_MAX || !complaint.toLowerCase(Locale.ROOT).contains("in use")) {
        throw new CompareException(
            subject.name() + " did not start" + (complaint.isEmpty() ? "" : ":\n" + complaint),
            subject.cure());
      }
    }
  }

  private synchronized void enlist(RunningServer server) {
    if (over) {
      server.close();
      throw new CompareException("ended while a server was starting", "");
    }
    servers.add(server);
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
    Affinity.restore(before);
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The process is ending: the hook has found nothing left to do.
    }
  }
}

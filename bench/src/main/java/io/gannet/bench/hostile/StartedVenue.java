package io.gannet.bench.hostile;

import io.gannet.bench.codec.Protocol;
import io.gannet.bench.compare.Fleet;
import io.gannet.bench.compare.RunningServer;
import io.gannet.bench.compare.Subject;
import io.gannet.bench.compare.Terms;
import io.gannet.bench.observe.ServerProcess;
import io.gannet.bench.observe.ServerWatch;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A server that is started for the first case, and again after each that it did not get over. */
public final class StartedVenue implements Venue {
  /** For the largest crowd, and what the last one closed and is not gone yet. */
  private static final int CONNECTIONS_MAX = 12_000;

  private final String name;
  private final Function<Terms, Subject> subject;
  private final int memoryMib;
  private final List<Integer> cpus;
  private Terms terms;
  private Fleet fleet;
  private ServerWatch watch;

  /** {@code subject} says how it is started on some terms. */
  public StartedVenue(String name, Function<Terms, Subject> subject, HostilePlan plan) {
    this.name = name;
    this.subject = subject;
    this.memoryMib = plan.memoryMib();
    this.cpus = plan.serverCpus();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ServerWatch open(Case one) {
    // It inherits our limit of open files, and may refuse to promise more.
    int most = one.connectionsMax() > 0
        ? one.connectionsMax()
        : OpenFiles.forConnections(CONNECTIONS_MAX);
    Terms wanted = new Terms(memoryMib, most);
    if (!wanted.equals(terms)) {
      spoilt();
      start(wanted);
    }
    return watch;
  }

  private void start(Terms wanted) {
    fleet = new Fleet(wanted, cpus);
    RunningServer server = fleet.start(subject.apply(wanted));
    fleet.turnOf(server);
    // What listens may be a child of what was started.
    long pid = ServerProcess.listeningOn(server.address())
        .map(ServerProcess::pid)
        .orElse((long) server.pid());
    watch = ServerWatch.of(server.address(), Protocol.MEMCACHED, pid, Optional.empty());
    terms = wanted;
  }

  @Override
  public void spoilt() {
    if (fleet != null) {
      fleet.close();
    }
    fleet = null;
    terms = null;
  }

  @Override
  public void close() {
    spoilt();
  }
}

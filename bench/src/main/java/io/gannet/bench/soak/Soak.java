package io.gannet.bench.soak;

import io.gannet.bench.beside.Neighbour;
import io.gannet.bench.beside.Seen;
import io.gannet.bench.hostile.Holdings;
import io.gannet.bench.hostile.Recovery;
import io.gannet.bench.observe.ServerProcess;
import io.gannet.bench.observe.ServerWatch;
import io.gannet.bench.soak.SoakResult.Footprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Has clients do everything for a while, and says what was wrong. */
public final class Soak {
  /** What a warm JVM still compiles and keeps; all that is stored was resident before. */
  public static final long GROWTH_BYTES_MAX = 32L << 20;

  /** A JVM opens a file now and then; and of clients that died some are not closed yet. */
  public static final int GROWTH_DESCRIPTORS_MAX = 32;

  private static final double EARLY_SHARE = 0.2;

  /** Before that a JVM grows by what it learns: a run that is shorter says nothing of growth. */
  private static final long WARM_NS = 10_000_000_000L;

  private static final int KEYS = 40_000;
  private static final long LOOK_MS = 100;
  private static final long JOIN_MS_MAX = 60_000;

  private final SoakPlan plan;
  private final ServerWatch watch;
  private final BooleanSupplier endIsAsked;
  private final Deeds deeds = new Deeds();
  private final List<SoakClient> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /** {@code endIsAsked} brings it to an end before its time. */
  public Soak(SoakPlan plan, ServerWatch watch, BooleanSupplier endIsAsked) {
    this(plan, watch, endIsAsked, List.of(Dialect.values()));
  }

  Soak(
      SoakPlan plan, ServerWatch watch, BooleanSupplier endIsAsked, List<Dialect> dialects) {
    this.plan = plan;
    this.watch = watch;
    this.endIsAsked = endIsAsked;
    Ledger ledger = new Ledger(KEYS);
    for (int i = 0; i < plan.clients(); i++) {
      SoakClient client = new SoakClient(plan, ledger, deeds, dialects, i);
      clients.add(client);
      threads.add(Thread.ofPlatform().daemon().name("soak-" + i).unstarted(client));
    }
  }

  /** Runs it; once. */
  public SoakResult run() throws IOException, InterruptedException {
    Holdings before = Holdings.of(watch);
    long startNs = System.nanoTime();
    long ns = plan.duration().toNanos();
    List<String> wrongs = new ArrayList<>();
    Footprint early;
    Footprint late;
    Seen seen;
    try (Neighbour neighbour = Neighbour.connect(plan.server())) {
      neighbour.begin();
      threads.forEach(Thread::start);
      sleepUntil(startNs + Math.min(ns, Math.max(WARM_NS, (long) (EARLY_SHARE * ns))));
      early = footprint();
      sleepUntil(startNs + ns);
      late = footprint();
      leave(wrongs);
      seen = neighbour.end();
    }
    deeds.faults().forEach((what, times) -> wrongs.add(times + " × " + what));
    seen.faults().forEach((what, times) -> wrongs.add("neighbour: " + times + " × " + what));
    if (seen.requests() == 0) {
      wrongs.add("neighbour: never answered");
    }
    addGrowth(early, late, wrongs);
    wrongs.addAll(Recovery.await(watch, before).wrongs());
    return new SoakResult(deeds, seen, early, late, List.copyOf(wrongs));
  }

  private void sleepUntil(long untilNs) throws InterruptedException {
    while (System.nanoTime() - untilNs < 0 && !endIsAsked.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  private void leave(List<String> wrongs) throws InterruptedException {
    clients.forEach(SoakClient::end);
    for (Thread thread : threads) {
      thread.join(JOIN_MS_MAX);
      if (thread.isAlive()) {
        wrongs.add(thread.getName() + " does not come to an end");
      }
    }
  }

  private Footprint footprint() {
    return new Footprint(
        watch.process().map(ServerProcess::residentBytes).orElse(0L),
        watch.process().map(ServerProcess::descriptors).orElse(0));
  }

  private static void addGrowth(Footprint early, Footprint late, List<String> wrongs) {
    long bytes = late.residentBytes() - early.residentBytes();
    if (bytes > GROWTH_BYTES_MAX) {
      wrongs.add("RSS grew by " + (bytes >> 20) + " MiB");
    }
    int descriptors = late.descriptors() - early.descriptors();
    if (descriptors > GROWTH_DESCRIPTORS_MAX) {
      wrongs.add("descriptors grew by " + descriptors);
    }
  }
}

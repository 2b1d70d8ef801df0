package io.gannet.bench.simulate;

import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs seeds, one after the other. */
public final class Campaign {
  private final int workers;
  private final Points points = new Points();

  /** Of as many workers each as its seed draws. */
  public Campaign() {
    this(0);
  }

  /** @param workers how many there are in each run; 0 for as many as its seed draws */
  public Campaign(int workers) {
    this.workers = workers;
  }

  /** What was reached in all runs so far. */
  public Points points() {
    return points;
  }

  /** Who leads several threads has to be one of their kind, or each change costs ten times more. */
  private static void onVirtualThread(Runnable run) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Thread.ofVirtual().name("conductor").start(() -> {
      try {
        run.run();
        over.complete(null);
      } catch (Throwable e) {
        over.completeExceptionally(e);
      }
    });
    try {
      over.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  /**
   * Runs one seed.
   *
   * @param trace where to tell what happens, a line each; null for nowhere
   */
  public Verdict run(long seed, PrintWriter trace) {
    Points own = new Points();
    try {
      Simulation simulation = new Simulation(seed, workers, own, trace);
      if (simulation.scenario.workers == 1) {
        simulation.run();
      } else {
        onVirtualThread(simulation::run);
      }
      return new Verdict(seed, null);
    } catch (Lie e) {
      return new Verdict(seed, e);
    } catch (RuntimeException | AssertionError e) {
      return new Verdict(seed, new IllegalStateException("it failed: " + e, e));
    } finally {
      points.add(own);
    }
  }
}

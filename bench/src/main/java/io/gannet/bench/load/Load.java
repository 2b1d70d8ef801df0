package io.gannet.bench.load;

import io.gannet.bench.codec.Codec;

/** Runs load against a server. */
public final class Load {
  /** More than a thread can send: its own list of due times would never end. */
  private static final double PER_SECOND_MAX = 10e6;

  private Load() {}

  /**
   * Connects, fills, warms up, measures; blocks until it is over. The observer is told on the
   * calling thread.
   *
   * <p>An open loop measures the requests that were due within {@code plan.duration()} after
   * {@link LoadObserver.Phase#MEASURE}, however late they are answered; replies to those of the
   * warm-up are not. A closed loop counts the replies that came within that time; those that come
   * later are in the histograms only, so that a stall at the end is seen. Either way the time
   * measured is {@code plan.duration()}, unless there was no more to ask before.
   *
   * <p>What is then unanswered is awaited for another two seconds at most. What is not answered by
   * then counts as an error, and its latencies so far go into the histograms, as lower bounds; what
   * was lost with its connection counts as an error and is in no histogram.
   *
   * <p>A set that follows a miss is a request and in {@code service}. In an open loop it was never
   * due, so it is in neither {@code slip} nor {@code perceived}, nor part of the rate asked for.
   *
   * @throws LoadException when no connection can be made or all are lost, with the cure
   */
  public static LoadResult run(LoadPlan plan, LoadObserver observer) {
    return run(plan, plan.protocol().codec(), observer);
  }

  /** The same in a protocol of one's own: for tests. */
  static LoadResult run(LoadPlan plan, Codec codec, LoadObserver observer) {
    check(plan);
    try {
      return new Conductor(plan, codec, observer).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted", "");
    }
  }

  private static void check(LoadPlan plan) {
    if (plan.connections() < 1 || plan.depth() < 1 || plan.backlogMax() < 0) {
      throw new LoadException(
          plan.connections() + " connections × " + plan.depth() + " make no load", "at least 1");
    }
    checkPace(plan.arrivals());
    double perSecond = plan.arrivals().perSecond() / Share.threads(plan);
    if (perSecond > PER_SECOND_MAX) {
      throw new LoadException(
          "no thread sends " + (long) perSecond + " requests a second",
          "a lower rate, more load CPUs, or a closed loop");
    }
  }

  private static void checkPace(Arrivals arrivals) {
    double pace =
        switch (arrivals.kind()) {
          case CLOSED -> 1;
          case CONSTANT, POISSON -> arrivals.perSecond();
          case TRACE -> arrivals.speed();
        };
    if (!(pace > 0)) { // nor NaN
      throw new LoadException("an open loop at " + pace + " asks nothing", "more than 0");
    }
  }
}

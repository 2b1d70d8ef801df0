package io.gannet.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Puts together what the load threads record, stretch by stretch: asks all for a cut, waits until
 * each has made it, and adds up what they handed over. The conductor's thread.
 */
final class Collector {
  private static final long INTERVAL_NS = 1_000_000_000L;

  /** A shorter rest of a phase is no stretch of its own. */
  private static final long REST_NS_MIN = 200_000_000L;

  /** How often the observer is asked whether it is enough. */
  private static final long LOOK_UP_NS = 100_000_000L;

  private static final long CUT_NS_MAX = 10_000_000_000L;

  private final LoadPlan plan;
  private final Stage stage;
  private final List<LoadThread> threads;
  private final LoadObserver observer;
  private final List<Interval> intervals = new ArrayList<>();
  private final Latencies total = new Latencies();
  private final long[] cpuNs;
  private final long[] cpuNsAtMeasure;
  private final long[] cpuNsAtDone;
  private Counts counts = Counts.ZERO;
  private Counts countsAtMeasure = Counts.ZERO;
  private long entersAtMeasure;
  private long entersAtDone;
  private double busy;
  private double busyOfStretch;
  private long markNs;
  private long zeroNs;
  private long cutNs;
  private long measuredFromNs = Span.NEVER;

  Collector(
      LoadPlan plan, Stage stage, List<LoadThread> threads, LoadObserver observer) {
    this.plan = plan;
    this.stage = stage;
    this.threads = threads;
    this.observer = observer;
    this.cpuNs = new long[threads.size()];
    this.cpuNsAtMeasure = new long[threads.size()];
    this.cpuNsAtDone = new long[threads.size()];
  }

  /** The first cut: what was recorded before it is forgotten. {@code zeroNs}: the measuring's. */
  void begin(int cut, long nowNs, long zeroNs) throws InterruptedException {
    this.zeroNs = zeroNs;
    cutNs = nowNs;
    sampleCpu(cpuNs);
    counts = take(cut, new Latencies());
    countsAtMeasure = counts; // without a warm-up they are
  }

  /** From here on, what is recorded counts; without a warm-up told before anything is asked. */
  void measure(long nowNs) {
    mark(nowNs);
    zeroNs = nowNs;
    sampleCpu(cpuNsAtMeasure);
    entersAtMeasure = enters();
    measuredFromNs = nowNs;
    countsAtMeasure = counts;
  }

  /**
   * Ends a stretch every second until shortly before that time, or until all have finished, or the
   * observer has enough.
   */
  void collectUntil(long untilNs) throws InterruptedException {
    long nextNs = cutNs + INTERVAL_NS;
    while (nextNs <= untilNs - REST_NS_MIN) {
      if (isOverBy(nextNs)) {
        return;
      }
      int cut = stage.cut();
      mark(System.nanoTime());
      stretch(cut);
      nextNs = Math.max(nextNs + INTERVAL_NS, System.nanoTime());
    }
    isOverBy(untilNs);
  }

  /** Waits until then, or until there is nothing more to wait for. */
  private boolean isOverBy(long whenNs) throws InterruptedException {
    boolean isOver = false;
    for (long leftNs = whenNs - System.nanoTime(); !isOver && leftNs > 0; ) {
      boolean haveFinished =
          stage.finished.await(Math.min(leftNs, LOOK_UP_NS), TimeUnit.NANOSECONDS);
      isOver = haveFinished || observer.isEnough();
      leftNs = whenNs - System.nanoTime();
    }
    return isOver;
  }

  /** A stretch ends now. Observers take their time: CPU is read before they are told of it. */
  void mark(long nowNs) {
    busyOfStretch = busySince(cpuNs, nowNs - cutNs);
    sampleCpu(cpuNs);
    markNs = nowNs;
  }

  /** Reports what was recorded up to that cut, which was asked for when the stretch ended. */
  void stretch(int cut) throws InterruptedException {
    Latencies recorded = new Latencies();
    Counts before = counts;
    counts = take(cut, recorded);
    boolean measured = cutNs >= measuredFromNs;
    if (measured) {
      total.add(recorded);
    } else if (measuredFromNs != Span.NEVER) {
      countsAtMeasure = counts;
    }
    Histogram perceived = plan.arrivals().open() ? recorded.perceived : recorded.service;
    Interval interval =
        new Interval(
            cutNs - zeroNs, markNs - zeroNs, counts.minus(before), perceived, busyOfStretch);
    cutNs = markNs;
    intervals.add(interval);
    observer.interval(interval);
  }

  /** Adds what the threads hand over with a cut to {@code into}; all that they have counted. */
  private Counts take(int cut, Latencies into) throws InterruptedException {
    long untilNs = System.nanoTime() + CUT_NS_MAX;
    Counts sum = Counts.ZERO;
    for (LoadThread thread : threads) {
      Recorder recorder = thread.recorder();
      while (recorder.cuts() != cut) {
        stage.check();
        if (thread.isFinished()) {
          // Nobody else does any more; but the thread may have, just before.
          if (recorder.cuts() != cut) {
            recorder.cut(cut);
          }
        } else if (System.nanoTime() > untilNs) {
          throw new LoadException("a load thread makes no turns", "give it a CPU (--cpus)");
        } else {
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
      into.add(recorder.handedOver());
      recorder.handedOver().reset();
      sum = sum.plus(recorder.countsAtCut());
    }
    return sum;
  }

  private void sampleCpu(long[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = threads.get(i).cpuNs();
    }
  }

  /** The share of the time that the busiest thread was on a CPU since. */
  private double busySince(long[] beforeNs, long elapsedNs) {
    long most = 0;
    for (int i = 0; i < beforeNs.length; i++) {
      most = Math.max(most, threads.get(i).cpuNs() - beforeNs[i]);
    }
    return elapsedNs <= 0 ? 0 : Math.min(1, (double) most / elapsedNs);
  }

  private long enters() {
    return threads.stream().mapToLong(LoadThread::enters).sum();
  }

  /** Nothing more is asked: the threads may wait for replies now, which is no share of busy. */
  void timeIsOver(long nowNs) {
    busy = busySince(cpuNsAtMeasure, nowNs - measuredFromNs);
  }

  /** Replies count no more: what the threads spend from now on is for none that does. */
  void done(long nowNs) {
    mark(nowNs);
    sampleCpu(cpuNsAtDone);
    entersAtDone = enters();
  }

  /** All that was measured, when the last stretch is over. */
  LoadResult result() {
    long endNs = threads.stream().mapToLong(LoadThread::endNs).max().orElseThrow();
    long elapsedNs = Math.max(1, endNs - measuredFromNs);
    long spentNs = 0;
    for (int i = 0; i < cpuNsAtDone.length; i++) {
      spentNs += cpuNsAtDone[i] - cpuNsAtMeasure[i];
    }
    ErrorKinds kinds = new ErrorKinds();
    for (LoadThread thread : threads) {
      kinds.addAll(thread.fillKinds(), "");
      kinds.addAll(thread.recorder().kinds, "");
    }
    return new LoadResult(
        plan,
        elapsedNs,
        counts.minus(countsAtMeasure),
        total.service,
        total.slip,
        plan.arrivals().open() ? total.perceived : total.service.copy(),
        List.copyOf(intervals),
        spentNs,
        entersAtDone - entersAtMeasure,
        busy,
        kinds.asMap());
  }
}

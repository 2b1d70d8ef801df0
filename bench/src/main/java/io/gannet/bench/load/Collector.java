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

  private static final long CUT_NS_MAX = 10_000_000_000L;

  private final LoadPlan plan;
  private final Stage stage;
  private final List<LoadThread> threads;
  private final LoadObserver observer;
  private final List<Interval> intervals = new ArrayList<>();
  private final Latencies total = new Latencies();
  private final long[] cpuNs;
  private final long[] cpuNsAtMeasure;
  private Counts counts = Counts.ZERO;
  private Counts countsAtMeasure = Counts.ZERO;
  private long entersAtMeasure;
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
  }

  /** The first cut: what was recorded before it is forgotten. {@code zeroNs}: the measuring's. */
  void begin(int cut, long nowNs, long zeroNs) throws InterruptedException {
    this.zeroNs = zeroNs;
    cutNs = nowNs;
    sampleCpu(cpuNs);
    counts = take(cut, new Latencies());
  }

  /** From here on, what is recorded counts. */
  void measure(long nowNs) {
    zeroNs = nowNs;
    sampleCpu(cpuNsAtMeasure);
    entersAtMeasure = enters();
    measuredFromNs = nowNs;
    countsAtMeasure = counts;
  }

  /** Ends a stretch every second until shortly before that time, or until all have finished. */
  void collectUntil(long untilNs) throws InterruptedException {
    long nextNs = cutNs + INTERVAL_NS;
    while (nextNs <= untilNs - REST_NS_MIN) {
      if (allFinishedBy(nextNs)) {
        return;
      }
      stretch(stage.cut(), System.nanoTime());
      nextNs = Math.max(nextNs + INTERVAL_NS, System.nanoTime());
    }
    allFinishedBy(untilNs);
  }

  private boolean allFinishedBy(long whenNs) throws InterruptedException {
    return stage.finished.await(whenNs - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** Reports what was recorded up to that cut, asked for at {@code nowNs}. */
  void stretch(int cut, long nowNs) throws InterruptedException {
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
    double busy = busySince(cpuNs.clone(), nowNs - cutNs);
    Interval interval =
        new Interval(cutNs - zeroNs, nowNs - zeroNs, counts.minus(before), perceived, busy);
    cutNs = nowNs;
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

  /** Samples again: the share of the time that the busiest thread was on a CPU since. */
  private double busySince(long[] beforeNs, long elapsedNs) {
    sampleCpu(cpuNs);
    long most = 0;
    for (int i = 0; i < cpuNs.length; i++) {
      most = Math.max(most, cpuNs[i] - beforeNs[i]);
    }
    return elapsedNs <= 0 ? 0 : Math.min(1, (double) most / elapsedNs);
  }

  private long enters() {
    return threads.stream().mapToLong(LoadThread::enters).sum();
  }

  /** All that was measured, when the last stretch is over. */
  LoadResult result() {
    long endNs = threads.stream().mapToLong(LoadThread::endNs).max().orElseThrow();
    long elapsedNs = Math.max(1, endNs - measuredFromNs);
    long spentNs = 0;
    for (int i = 0; i < cpuNs.length; i++) {
      spentNs += cpuNs[i] - cpuNsAtMeasure[i];
    }
    double busy = busySince(cpuNsAtMeasure, elapsedNs);
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
        enters() - entersAtMeasure,
        busy,
        kinds.asMap());
  }
}

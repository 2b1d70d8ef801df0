package io.gannet.bench.load;

import io.gannet.bench.codec.Codec;
import io.gannet.bench.load.LoadObserver.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Takes the load threads through the phases of a run and tells the observer, on the caller's
 * thread, which makes no load.
 */
final class Conductor {
  private static final long POLL_MS = 100;
  private static final long SILENCE_NS_MAX = 10_000_000_000L;
  private static final long JOIN_MS_MAX = 5_000;

  private final LoadPlan plan;
  private final LoadObserver observer;
  private final Target target;
  private final Stage stage;
  private final List<LoadThread> threads = new ArrayList<>();

  Conductor(LoadPlan plan, Codec codec, LoadObserver observer) {
    this.plan = plan;
    this.observer = observer;
    this.target = Target.of(plan.target());
    int count = Share.threads(plan);
    this.stage = new Stage(count);
    for (int i = 0; i < count; i++) {
      threads.add(new LoadThread(plan, i, codec, target, stage));
    }
  }

  /** The whole run; whatever happens, no thread of it is left. */
  LoadResult run() throws InterruptedException {
    try {
      connect();
      fill();
      return load();
    } finally {
      stage.abort();
      for (LoadThread thread : threads) {
        thread.join(JOIN_MS_MAX);
      }
    }
  }

  private void connect() throws InterruptedException {
    observer.phase(Phase.CONNECT);
    threads.forEach(LoadThread::start);
    stage.connected.await();
    stage.check();
  }

  private void fill() throws InterruptedException {
    observer.phase(Phase.FILL);
    stage.goFill.countDown();
    long of = plan.fill() ? plan.workload().fillCount() : 0;
    long filled = -1;
    long sinceNs = System.nanoTime();
    while (!stage.filled.await(POLL_MS, TimeUnit.MILLISECONDS)) {
      long before = filled;
      filled = threads.stream().mapToLong(LoadThread::answered).sum();
      observer.filled(filled, of);
      checkWanted();
      sinceNs = filled == before ? sinceNs : System.nanoTime();
      if (System.nanoTime() - sinceNs > SILENCE_NS_MAX) {
        throw new LoadException(target + " has not answered for 10 s in the fill", "");
      }
    }
    stage.check();
    checkFilled();
    if (of > 0) {
      observer.filled(threads.stream().mapToLong(LoadThread::answered).sum(), of);
    }
  }

  private void checkFilled() {
    ErrorKinds kinds = new ErrorKinds();
    threads.forEach(thread -> kinds.addAll(thread.fillKinds(), ""));
    if (threads.stream().allMatch(LoadThread::fillRefused)) {
      throw new LoadException(
          target + " stored nothing of the fill: " + kinds.worst(),
          "check that it speaks the protocol, and give it memory for the values");
    }
  }

  private LoadResult load() throws InterruptedException {
    Collector collector = new Collector(plan, stage, threads, observer);
    observer.phase(Phase.WARM_UP);
    long warmUpNs = plan.warmUp().toNanos();
    if (warmUpNs > 0) {
      warmUp(collector, warmUpNs);
    } else {
      observer.phase(Phase.MEASURE);
    }
    long fromNs = System.nanoTime();
    long untilNs = fromNs + plan.duration().toNanos();
    int cut = stage.measure(fromNs, plan.duration().toNanos());
    if (warmUpNs > 0) {
      collector.measure(fromNs);
      observer.phase(Phase.MEASURE);
      collector.stretch(cut);
    } else {
      stage.start(fromNs);
      collector.measure(fromNs);
      stage.goLoad.countDown();
      collector.begin(cut, fromNs, fromNs);
    }
    collector.collectUntil(untilNs);
    endEarly(collector, fromNs, untilNs);
    collector.timeIsOver(System.nanoTime());
    if (plan.arrivals().open()) {
      awaitEnd(); // replies that come now still count
    }
    collector.done(System.nanoTime());
    observer.phase(Phase.DONE);
    awaitEnd();
    checkAlive();
    collector.stretch(stage.cut());
    return collector.result();
  }

  /** If the observer has enough, what is due from now on is not asked, and does not count. */
  private void endEarly(Collector collector, long fromNs, long untilNs)
      throws InterruptedException {
    long nowNs = System.nanoTime();
    if (observer.isEnough() && nowNs < untilNs) {
      collector.mark(nowNs);
      collector.stretch(stage.measure(fromNs, nowNs - fromNs));
    }
  }

  private void checkWanted() {
    if (observer.isEnough()) {
      throw new LoadException("ended before anything was measured", "");
    }
  }

  private void warmUp(Collector collector, long warmUpNs) throws InterruptedException {
    long startNs = System.nanoTime();
    stage.start(startNs);
    int cut = stage.cut();
    stage.goLoad.countDown();
    collector.begin(cut, startNs, startNs + warmUpNs);
    collector.collectUntil(startNs + warmUpNs);
    checkAlive();
    checkWanted();
  }

  private void awaitEnd() throws InterruptedException {
    boolean ended =
        stage.finished.await(2 * LoadThread.GRACE_NS, TimeUnit.NANOSECONDS);
    stage.check();
    if (!ended) {
      throw new LoadException("a load thread did not end", "report this, with a thread dump");
    }
  }

  private void checkAlive() {
    stage.check();
    if (threads.stream().allMatch(LoadThread::allDead)) {
      ErrorKinds kinds = new ErrorKinds();
      threads.forEach(thread -> kinds.addAll(thread.fillKinds(), ""));
      threads.forEach(thread -> kinds.addAll(thread.recorder().kinds, ""));
      throw new LoadException(
          "all connections to " + target + " are lost: " + kinds.worst(),
          "check that it speaks the protocol, and look at what it says; it may have ended or be out"
              + " of connections");
    }
  }
}

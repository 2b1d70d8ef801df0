package io.gannet.bench.load;

import io.gannet.bench.codec.Codec;
import io.gannet.bench.workload.RequestSource;
import io.gannet.bench.workload.Workload;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Sched;
import io.gannet.ffi.linux.Unistd;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;

/**
 * A thread that makes load: it connects, fills, loads and closes, each when the conductor says so.
 * Its ring is made, used and closed on it.
 */
final class LoadThread {
  /** Sets in flight per connection while the server is filled, at least. */
  private static final int FILL_DEPTH = 64;

  /** How long replies are awaited when nothing more is asked. */
  static final long GRACE_NS = 2_000_000_000L;

  private static final long CONNECT_NS_MAX = 10_000_000_000L;

  private final LoadPlan plan;
  private final Share share;
  private final Codec codec;
  private final Target target;
  private final Stage stage;
  private final Recorder recorder;
  private final ErrorKinds fillKinds = new ErrorKinds();
  private final Thread thread;

  // Written by the thread before connected is counted down.
  private Rig rig;
  private CpuTime cpuTime;

  private volatile boolean finished;
  private volatile boolean allDead;
  private boolean fillRefused;
  private long endNs;

  LoadThread(LoadPlan plan, int index, Codec codec, Target target, Stage stage) {
    this.plan = plan;
    this.share = Share.of(plan, index);
    this.codec = codec;
    this.target = target;
    this.stage = stage;
    this.recorder = new Recorder(new Span(), plan.arrivals().open());
    this.thread = new Thread(this::run, "load-" + index);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void join(long ms) throws InterruptedException {
    thread.join(ms);
  }

  /** What it records; its own until it {@link #isFinished}. */
  Recorder recorder() {
    return recorder;
  }

  /** What went wrong in the fill; after it. */
  ErrorKinds fillKinds() {
    return fillKinds;
  }

  /** Whether a fill stored nothing at all, though it should have. */
  boolean fillRefused() {
    return fillRefused;
  }

  /** Whether it asks no more. */
  boolean isFinished() {
    return finished;
  }

  /** Whether it ended because all its connections were lost for good. */
  boolean allDead() {
    return allDead;
  }

  /** Replies so far. */
  long answered() {
    return recorder.answered();
  }

  /** When its time was over, or what it was to ask was answered before; once it is finished. */
  long endNs() {
    return endNs;
  }

  /** How long it has been on a CPU; while it lives. */
  long cpuNs() {
    return cpuTime.readNs();
  }

  /** Its calls of io_uring_enter. */
  long enters() {
    return rig.ring.enters();
  }

  private void run() {
    try {
      int tid = Unistd.gettid();
      cpuTime = new CpuTime(tid);
      TimerSlack.remove(tid);
      pin();
      int inFlightMax = plan.fill() ? Math.max(plan.depth(), FILL_DEPTH) : plan.depth();
      try (Rig made = new Rig(share.connections(), inFlightMax, plan, codec)) {
        rig = made;
        work(made);
        await(stage.goClose);
      }
    } catch (RuntimeException e) {
      stage.fail(e);
    } catch (Error e) {
      stage.fail(new IllegalStateException(thread.getName() + " failed", e));
    } finally {
      finished = true;
      stage.connected.countDown();
      stage.filled.countDown();
      stage.finished.countDown();
    }
  }

  private void work(Rig rig) {
    Lifecycle lifecycle = new Lifecycle(rig, target, recorder);
    Sender sender = new Sender(rig, recorder);
    boolean open = plan.arrivals().open();
    Replies replies = new Replies(recorder, open, plan.workload().fillsOnMiss());
    long spinNs = plan.spin().toNanos();
    Loop loop =
        new Loop(
            rig, lifecycle, sender, replies, recorder, stage, spinNs, share.requestsMax());

    loop.run(new ConnectPace(lifecycle, target, CONNECT_NS_MAX), Span.NEVER);
    stage.connected.countDown();
    await(stage.goFill);
    if (plan.fill() && !stage.isAborted()) {
      fill(loop, sender);
    }
    stage.filled.countDown();
    await(stage.goLoad);
    if (!stage.isAborted()) {
      recorder.span.warmUp(stage.startNs(), plan.warmUp().toNanos());
      loop.run(pace(sender), GRACE_NS);
    }
    endNs = loop.endNs();
    allDead = lifecycle.allDead();
    finished = true;
    stage.finished.countDown();
  }

  private void fill(Loop loop, Sender sender) {
    RequestSource source = plan.workload().fill(share.index(), share.count());
    int depth = Math.max(plan.depth(), FILL_DEPTH);
    // For ever: a reply that came after it would be taken for one to the first requests measured.
    loop.run(new ClosedPace(source, composer(sender, depth), recorder.span), Span.NEVER);
    fillKinds.addAll(recorder.kinds, "fill: ");
    Tally tally = recorder.tally;
    fillRefused = tally.sets == 0 && tally.errors > 0;
  }

  private Composer composer(Sender sender, int depth) {
    return new Composer(codec, sender, plan.workload().valueBytesMax(), depth);
  }

  private Pace pace(Sender sender) {
    Workload workload = plan.workload();
    RequestSource source = workload.source(share.index(), share.count());
    Composer composer = composer(sender, plan.depth());
    Arrivals arrivals = plan.arrivals();
    if (!arrivals.open()) {
      return new ClosedPace(source, composer, recorder.span);
    }
    Agenda agenda = agenda(arrivals, source);
    return new OpenPace(agenda, composer, rig.connections, recorder.span);
  }

  private Agenda agenda(Arrivals arrivals, RequestSource source) {
    double perSecond = arrivals.perSecond();
    int index = share.index();
    int count = share.count();
    return switch (arrivals.kind()) {
      case CONSTANT -> timed(new ConstantSchedule(perSecond, index, count), source);
      case POISSON -> {
        long seed = plan.workload().seed();
        yield timed(new PoissonSchedule(perSecond, index, count, seed), source);
      }
      case TRACE -> new TraceAgenda(source, arrivals.speed(), recorder, stage.startNs());
      case CLOSED -> throw new AssertionError("a closed loop has no agenda");
    };
  }

  private Agenda timed(Schedule schedule, RequestSource source) {
    return new TimedAgenda(schedule, source, share.backlogMax(), recorder, stage.startNs());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a load thread", e);
    }
  }

  private void pin() {
    if (share.cpu() >= 0) {
      BitSet only = new BitSet();
      only.set(share.cpu());
      LinuxException.check(
          Sched.sched_setaffinity(0, only),
          "sched_setaffinity(" + share.cpu() + ")",
          "name CPUs that exist and that this process may use (taskset -pc $$)");
    }
  }
}

package io.gannet.server.worker;

import io.gannet.engine.metrics.Counter;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Sched;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.memory.Region;
import io.gannet.ffi.uring.Kernel;
import io.gannet.ffi.uring.Sqe;
import io.gannet.server.worker.option.Populate;
import io.gannet.server.worker.option.ShardPlan;
import io.gannet.server.worker.option.WorkerOptions;
import io.gannet.server.worker.turn.DutyCycle;
import io.gannet.server.worker.turn.Plant;
import io.gannet.server.worker.turn.Post;
import io.gannet.server.worker.turn.WalkReport;
import io.gannet.server.worker.turn.WorkerMetrics;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One worker as the control plane sees it: a thread that serves one shard, started, posted to and
 * stopped. What happens on the thread is {@link DutyCycle}'s.
 */
public final class Worker {
  /** How long a worker that has ended lets others read what is its own. */
  private static final long LEAVING_MS_MAX = 5_000;

  private final int index;
  private final Kernel kernel;
  private final WorkerOptions options;
  private final ShardPlan plan;
  private final List<String> listeners;
  private final WorkerMetrics metrics = new WorkerMetrics();
  private final Counter busySinceNs = new Counter();
  private final WalkOrder walks;
  private final CompletableFuture<WorkerFacts> started = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;
  private volatile int tid;

  /**
   * A worker that is not started yet.
   *
   * @param listeners what each is called by whom it is handed connections; its place in the list is
   *     the number that {@link #prepAdopt} tells
   */
  public Worker(
      int index, Kernel kernel, WorkerOptions options, ShardPlan plan, List<String> listeners) {
    this.index = index;
    this.kernel = kernel;
    this.walks = new WalkOrder();
    this.options = options;
    this.plan = plan;
    metrics.tellLimits(options);
    this.listeners = List.copyOf(listeners);
    this.thread = new Thread(this::run, "worker-" + index);
    this.thread.setDaemon(true);
  }

  /** Starts the thread; what it needs is made there, and {@link #awaitStart} says how it went. */
  public void start() {
    thread.start();
  }

  /**
   * Waits until it serves.
   *
   * @throws LinuxException if the kernel refuses what it needs
   */
  public WorkerFacts awaitStart() {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** True once {@link #awaitStart} has nothing to wait for. Any thread. */
  public boolean isStarted() {
    return started.isDone();
  }

  /** Completes when the worker has ended, exceptionally if it failed. Any thread. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /** What it counts. Any thread. */
  public WorkerMetrics metrics() {
    return metrics;
  }

  /** Since when the turn under way has run, in {@link System#nanoTime}; 0 between turns. */
  public long busySinceNs() {
    return busySinceNs.get();
  }

  /** What its ring lies on: who speaks to it from another ring has that there as well. */
  public Kernel kernel() {
    return kernel;
  }

  /** The kernel's name of its thread; 0 before it runs. Any thread. */
  public int tid() {
    return tid;
  }

  /** The thread's name, {@code worker-0}. */
  public String roleName() {
    return thread.getName();
  }

  /** Its thread, to be looked at. */
  public Thread thread() {
    return thread;
  }

  /** Where its thread is now. Any thread. */
  public StackTraceElement[] stackTrace() {
    return thread.getStackTrace();
  }

  /**
   * Has the worker compare what its store believes with what lies in it, a slice a turn: it serves
   * its clients meanwhile. One caller at a time, of the control plane.
   *
   * @param ringFd as it is in {@link WorkerFacts}
   * @param patienceNs how long to wait for the next slice
   * @param lengthNs how long at most to wait for the last one
   * @throws LinuxException if it can't be asked
   * @throws IllegalStateException if it has ended, has not answered in time, or failed
   */
  public WalkReport walk(Courier courier, int ringFd, long patienceNs, long lengthNs) {
    return walks.place(courier, ringFd, patienceNs, lengthNs);
  }

  /**
   * Tells a worker that a walk is over that one of its conversations stands still for.
   *
   * @param origin the conversation
   * @throws LinuxException if it can't be told
   */
  public static void walked(Courier courier, int ringFd, long origin) {
    WalkOrder.tellOver(courier, ringFd, origin);
  }

  /** Fills in an entry that hands an accepted descriptor over, and tells where it came in. */
  public static Sqe prepAdopt(Sqe sqe, int ringFd, int fd, int listener) {
    return Post.prepAdopt(sqe, ringFd, fd, listener);
  }

  /** Fills in an entry that tells the worker that one may watch now, or that there are lines. */
  public static Sqe prepLines(Sqe sqe, int ringFd, long origin) {
    return Post.prepLines(sqe, ringFd, origin);
  }

  /** Fills in an entry that tells the worker to stop. */
  public static Sqe prepStop(Sqe sqe, int ringFd) {
    return Post.prepStop(sqe, ringFd);
  }

  /**
   * Serves on the calling thread, in the place of {@link #start}, until it is told to stop. For a
   * kernel that is played: each enter is a call of it, in which it lets its clients act.
   */
  public void run() {
    tid = Unistd.gettid();
    try {
      pin();
      try (Plant plant = Plant.open(kernel, options, metrics, plan, index)) {
        DutyCycle dutyCycle = new DutyCycle(plant, options, metrics, busySinceNs, walks::take);
        started.complete(facts(plant));
        try {
          dutyCycle.run();
        } catch (Throwable e) {
          ended.completeExceptionally(e); // before others fail, who read what goes now
          throw e;
        } finally {
          leave(plant);
        }
      } finally {
        walks.close();
      }
      ended.complete(null);
    } catch (Throwable e) {
      started.completeExceptionally(e);
      ended.completeExceptionally(e);
    }
  }

  /** With the others: none wakes a ring that is closed, or sends from memory that is gone. */
  private void leave(Plant plant) {
    boolean together = plan.peers().awaitTurnsEnded(LEAVING_MS_MAX);
    plant.closeRing();
    plan.peers().awaitRingsClosed(together ? LEAVING_MS_MAX : 0);
  }

  private void pin() {
    int[] cpus = options.cpus();
    if (cpus.length > 0) {
      int cpu = cpus[index % cpus.length];
      LinuxException.check(
          Sched.sched_setaffinity(0, only(cpu)),
          "sched_setaffinity(" + cpu + ")",
          "name CPUs that exist and that this process may use (taskset -pc $$)");
    }
  }

  private static BitSet only(int cpu) {
    BitSet cpus = new BitSet();
    cpus.set(cpu);
    return cpus;
  }

  private WorkerFacts facts(Plant plant) {
    List<MetricGroup> groups = new ArrayList<>();
    groups.addAll(metrics.all());
    plant.shard().metrics().forEach(group -> groups.addAll(group.all()));
    groups.addAll(plant.furtherMetrics());
    return new WorkerFacts(
        plant.ring().fd(),
        pages(plant, plan.populate()),
        plant.ring().features().toString(),
        plant.shard().fits(),
        List.copyOf(groups),
        new ConnectionsView(index, plant.connections(), listeners),
        plant.hotKeys(),
        plant.slow());
  }

  private static String pages(Plant plant, Populate populate) {
    Region region = plant.storeRegion();
    if (region == null) {
      return "no store";
    }
    String why = region.whyNotBetter();
    String when = switch (populate) {
      case ON -> "";
      case BACKGROUND -> ", resident soon";
      case OFF -> ", resident as it is used";
    };
    return region.granted() + when + (why.isEmpty() ? "" : " (" + why + ")");
  }
}

package io.gannet.ffi.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Several drivers of one played kernel: each on a thread of its own, and never two at once. Who
 * goes on, and for how long another is held up, is chance's; so what they do to each other follows
 * from the seed, and happens again.
 *
 * <pre>
 *   conductor    ──┐  ┌── the world's part: time, clients, witness ──┐  ┌──
 *   driver 0       └──┘ enter, or held up                            │  │
 *   driver 1                                                         └──┘ enter: asleep until …
 * </pre>
 *
 * <p>A driver stands wherever it enters its ring, and may be held up at any look at the clock and
 * wherever else somebody calls {@link #cut}. While it is, others go on and time passes. The threads
 * are virtual: to change from one to another costs a microsecond, not ten.
 *
 * <p>{@link #add} and {@link #run} are the conductor's, who may drive rings of its own meanwhile;
 * the others are called by the drivers.
 */
public final class Interleaving {
  /** At most so long is one held up: mostly for some entries, at times for a scheduler's slice. */
  private static final int[] HOLD_NS_MAX = {
    1, 5_000, 5_000, 20_000, 20_000, 100_000, 1_000_000, 40_000_000
  };

  /** At most so long until others have done something. */
  private static final long HOLD_FOR_OTHERS_NS = 2_000_000;

  private static final long FOREVER_NS = Long.MAX_VALUE;
  private static final BooleanSupplier AT_ONCE = () -> true;
  private static final BooleanSupplier NOT_YET = () -> false;

  /** One that will never go on, and ends. */
  private static final class Cancelled extends Error {
    private static final long serialVersionUID = 1;

    Cancelled() {
      super("the others have failed", null, false, false);
    }
  }

  /** One driver, and what it stands for. */
  private final class Driving {
    final Thread thread;
    BooleanSupplier mayGoOn = AT_ONCE;
    long untilNs = FOREVER_NS;
    boolean isHeldUp;
    boolean isOver;
    Throwable failure;

    Driving(String name, Runnable body) {
      thread = Thread.ofVirtual().name(name).unstarted(() -> drive(body));
    }

    private void drive(Runnable body) {
      awaitHolder();
      try {
        body.run();
      } catch (Throwable e) {
        failure = e;
      }
      isOver = true;
      hand(conductor);
    }

    boolean isReady() {
      return untilNs <= kernel.timeNs() || mayGoOn.getAsBoolean();
    }
  }

  private final SimulatedKernel kernel;
  private final Thread conductor = Thread.currentThread();
  private final List<Driving> all = new ArrayList<>();
  private final List<Driving> ready = new ArrayList<>();
  private final Runnable whenAllSleep;

  /** Who goes on now; null while that is the conductor. */
  private Driving current;

  /** What the conductor is asked to do by who has just come to stand. */
  private Runnable errand;
  private boolean cancelled;
  private volatile Thread holder = conductor;

  /**
   * Of a kernel's drivers, by the calling thread.
   *
   * @param whenAllSleep called whenever all are asleep, and none is held up
   */
  public Interleaving(SimulatedKernel kernel, Runnable whenAllSleep) {
    this.kernel = kernel;
    this.whenAllSleep = whenAllSleep;
    kernel.interleave(this);
  }

  /** Adds one: what it is to do begins when it is its turn. */
  public void add(String name, Runnable body) {
    Driving one = new Driving(name, body);
    all.add(one);
    one.thread.start();
  }

  /** Lets them go on until all have ended; one that fails ends the others, and is thrown. */
  public void run() {
    try {
      while (!all.isEmpty()) {
        kernel.happen();
        findReady();
        if (ready.isEmpty()) {
          tellIfAllSleep();
          kernel.passUntil(firstNs());
        } else {
          letGoOn(ready.get(ready.size() == 1 ? 0 : kernel.chance().below(ready.size())));
        }
      }
    } finally {
      cancel();
    }
  }

  private void findReady() {
    ready.clear();
    for (Driving one : all) {
      if (one.isReady()) {
        ready.add(one);
      }
    }
  }

  private void tellIfAllSleep() {
    if (all.stream().noneMatch(one -> one.isHeldUp)) {
      whenAllSleep.run();
    }
  }

  private long firstNs() {
    long firstNs = FOREVER_NS;
    for (Driving one : all) {
      firstNs = Math.min(firstNs, one.untilNs);
    }
    return firstNs;
  }

  private void letGoOn(Driving one) {
    current = one;
    hand(one.thread);
    awaitHolder();
    current = null;
    if (one.isOver) {
      all.remove(one);
    }
    if (one.failure instanceof Error error) {
      throw error;
    }
    if (one.failure != null) {
      throw (RuntimeException) one.failure; // what else can be thrown there
    }
    if (errand != null) {
      Runnable asked = errand;
      errand = null;
      asked.run();
    }
  }

  /** They end where they stand, each by an error of its own. */
  private void cancel() {
    cancelled = true;
    for (Driving one : List.copyOf(all)) {
      current = one;
      hand(one.thread);
      awaitHolder();
    }
    current = null;
    all.clear();
    kernel.interleave(null);
  }

  private void hand(Thread next) {
    holder = next;
    LockSupport.unpark(next);
  }

  private void awaitHolder() {
    Thread own = Thread.currentThread();
    while (holder != own) {
      LockSupport.park(this);
    }
  }

  // The drivers' part.

  /** True once the drivers end where they stand, in an order that is nobody's. */
  boolean isCancelled() {
    return cancelled;
  }

  /** True if the caller is one of the drivers. */
  boolean isDriver() {
    return current != null;
  }

  /** Stands until something is true, or until a time. */
  public void await(BooleanSupplier mayGoOn, long untilNs) {
    stand(mayGoOn, untilNs, null);
  }

  /** Stands until chance lets it go on, having something done first where the world's part is. */
  void stand(Runnable first) {
    stand(AT_ONCE, FOREVER_NS, first);
  }

  private void stand(BooleanSupplier mayGoOn, long untilNs, Runnable first) {
    if (cancelled) {
      throw new Cancelled();
    }
    Driving self = current;
    self.mayGoOn = mayGoOn;
    self.untilNs = untilNs;
    errand = first;
    hand(conductor);
    awaitHolder();
    if (cancelled) {
      throw new Cancelled();
    }
  }

  private void holdUp(BooleanSupplier enough, long untilNs) {
    Driving self = current;
    self.isHeldUp = true;
    stand(enough, untilNs, null);
    self.isHeldUp = false;
  }

  /** The caller may be held up here, while others go on; of no effect but for a driver. */
  public void cut(Fault fault) {
    if (current != null && !cancelled && kernel.chance().happens(fault)) {
      Chance chance = kernel.chance();
      long holdNs = 1 + chance.below(HOLD_NS_MAX[chance.below(HOLD_NS_MAX.length)]);
      holdUp(NOT_YET, kernel.timeNs() + holdNs);
    }
  }

  /** The same, but until something is true, if that comes soon. */
  public void cut(Fault fault, BooleanSupplier enough) {
    if (current != null && !cancelled && kernel.chance().happens(fault)) {
      holdUp(enough, kernel.timeNs() + HOLD_FOR_OTHERS_NS);
    }
  }
}

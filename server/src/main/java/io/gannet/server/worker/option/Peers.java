package io.gannet.server.worker.option;

import io.gannet.engine.process.kv.KeyOwners;
import io.gannet.engine.process.kv.Ownership;
import io.gannet.engine.process.shard.OtherShards;
import io.gannet.engine.process.shard.ShardMailPlan;
import io.gannet.engine.process.shard.ShardProcessor;
import io.gannet.engine.store.ForeignReader;
import io.gannet.engine.time.CoarseClock;
import io.gannet.ffi.linux.Time;
import io.gannet.ffi.uring.Kernel;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * What the workers of one server know of each other: the mail that they share, the rings by which
 * who sleeps is woken, where the values of each lie, and who is still needed when all are to end.
 * Any thread.
 */
public class Peers implements OtherShards {
  private final ShardMailPlan plan;
  private final MemorySegment mail;
  private final AtomicIntegerArray ringFds;
  private final AtomicReferenceArray<ShardProcessor> shards;
  private final AtomicIntegerArray scarce;
  private final AtomicInteger needed;
  private final CountDownLatch turning;
  private final CountDownLatch sending;
  private final Moment start;
  private final Supplier<KeyOwners> owners;

  /**
   * One moment by three clocks: deadlines that one worker computes are another's, so their clocks
   * have to begin together.
   *
   * @param wallMs milliseconds of CLOCK_REALTIME
   * @param nowNs nanoseconds of the kernel's monotonic clock
   * @param bootNs nanoseconds of CLOCK_BOOTTIME
   */
  public record Moment(long wallMs, long nowNs, long bootNs) {
    private static final long NS_PER_MS = 1_000_000L;

    /** Now, by a kernel's clocks. */
    public static Moment now(Kernel kernel) {
      return new Moment(
          kernel.clockNs(Time.CLOCK_REALTIME) / NS_PER_MS,
          kernel.nowNs(),
          kernel.clockNs(Time.CLOCK_BOOTTIME));
    }

    /** A clock that begins at this moment. */
    public CoarseClock clock() {
      return CoarseClock.at(wallMs, nowNs, bootNs);
    }
  }

  /**
   * None of them has started, and whose a key is nobody else knows.
   *
   * @param mail the memory of all rings, zeroed
   * @param start when their clocks begin; null for when each is made
   */
  public Peers(ShardMailPlan plan, MemorySegment mail, Moment start) {
    this(plan, mail, start, () -> null);
  }

  /**
   * The same where clients may know it.
   *
   * @param owners makes for each of them what finds the owner of a key; null if that is secret
   */
  public Peers(
      ShardMailPlan plan, MemorySegment mail, Moment start, Supplier<KeyOwners> owners) {
    this.owners = owners;
    this.plan = plan;
    this.start = start;
    this.mail = mail;
    this.ringFds = new AtomicIntegerArray(plan.workers());
    this.shards = new AtomicReferenceArray<>(plan.workers());
    this.scarce = new AtomicIntegerArray(plan.workers());
    this.needed = new AtomicInteger(plan.workers());
    this.turning = new CountDownLatch(plan.workers());
    this.sending = new CountDownLatch(plan.workers());
  }

  /** One who has no other. */
  public static Peers none() {
    return new Peers(new ShardMailPlan(1, 0, 1, 0, 0), MemorySegment.NULL, null);
  }

  /** How many they are, and who may hold how much. */
  public ShardMailPlan plan() {
    return plan;
  }

  /** How many they are. */
  public int count() {
    return plan.workers();
  }

  /** Which keys are one worker's, as that worker finds it. */
  public Ownership ownership(int worker) {
    return new Ownership(worker, plan.workers(), owners.get());
  }

  /** When their clocks begin, if that is to be said for all. */
  public Optional<Moment> start() {
    return Optional.ofNullable(start);
  }

  /** The memory of all rings. */
  public MemorySegment mail() {
    return mail;
  }

  /** A worker has what it needs: before any of them is given a client. */
  public void joined(int worker, int ringFd, ShardProcessor shard) {
    ringFds.set(worker, ringFd);
    shards.set(worker, shard);
  }

  /** The descriptor of a worker's ring. */
  public int ringFd(int worker) {
    return ringFds.get(worker);
  }

  @Override
  public MemorySegment memory(int worker) {
    return shards.get(worker).memory();
  }

  @Override
  public ForeignReader reader(int worker) {
    return shards.get(worker).keyspace().store().foreignReader();
  }

  /** Whether memory is waited for at a worker. */
  public void scarce(int worker, boolean waited) {
    int word = waited ? 1 : 0;
    if (scarce.getPlain(worker) != word) {
      scarce.setOpaque(worker, word);
    }
  }

  /** True if it is at one of them. */
  public boolean isScarce() {
    for (int worker = 0; worker < scarce.length(); worker++) {
      if (scarce.getOpaque(worker) != 0) {
        return true;
      }
    }
    return false;
  }

  /** A worker will ask nothing any more; said once. */
  public void asksNoMore() {
    needed.decrementAndGet();
  }

  /** True once nobody will ask anything of anybody. */
  public boolean nobodyAsks() {
    return needed.get() == 0;
  }

  /**
   * A worker has ended its turns: its ring may be closed once all have, as they wake each other by
   * it. Waits for that, so long at most.
   *
   * @return whether they have
   */
  public final boolean awaitTurnsEnded(long patienceMs) {
    leaveTogether(turning, patienceMs);
    return turning.getCount() == 0;
  }

  /**
   * A worker has closed its ring: its memory may go once all have, as what they send lies in it.
   * Waits for that, so long at most.
   */
  public final void awaitRingsClosed(long patienceMs) {
    leaveTogether(sending, patienceMs);
  }

  private void leaveTogether(CountDownLatch all, long patienceMs) {
    all.countDown();
    try {
      await(all, patienceMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long that takes is told by another clock where workers are played. */
  protected void await(CountDownLatch others, long patienceMs) throws InterruptedException {
    others.await(patienceMs, TimeUnit.MILLISECONDS);
  }
}

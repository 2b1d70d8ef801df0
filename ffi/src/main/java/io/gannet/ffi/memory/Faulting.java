package io.gannet.ffi.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Mman;
import io.gannet.ffi.linux.Resource;
import io.gannet.ffi.linux.Sched;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A {@link Region} that is being faulted in, by several threads at once and a slice at a time. To
 * zero pages is what a large cache does longest when it starts, and one CPU zeroes a few GiB a
 * second. Each page comes from the NUMA node of the CPU that touches it first.
 *
 * <p>{@code MADV_POPULATE_WRITE} (5.14) changes nothing that is there, so others may use the memory
 * meanwhile. Where the kernel does not have it, pages are written to one by one: only {@link
 * #await} does so, and nobody may use them until it returns.
 *
 * <p>One thread begins, awaits and closes; {@link #bytes} and {@link #failure} are any thread's.
 */
public final class Faulting implements AutoCloseable {
  /** At a time: the kernel lets no other thread of the process map anything meanwhile. */
  private static final long SLICE_BYTES = 2L << 20;

  private static final int NICE_MAX = 19;

  private final Region region;
  private final MemorySegment memory;
  private final long sliceBytes;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile int error;
  private volatile boolean stopped;

  private Faulting(Region region) {
    this.region = region;
    this.memory = region.memory();
    this.sliceBytes = Math.max(SLICE_BYTES, region.granted().bytes());
  }

  /**
   * Begins with so many threads; without any, everything is left to {@link #await}.
   *
   * @param cpus where the threads run; where the calling one runs, if empty
   * @param nice added to their priority's number: 0 like the calling one, 19 for the last
   */
  public static Faulting begin(Region region, int threads, BitSet cpus, int nice) {
    if (threads < 0 || nice < 0 || nice > NICE_MAX) {
      throw new IllegalArgumentException(threads + " threads, nice " + nice);
    }
    Faulting faulting = new Faulting(region);
    long slices = Math.ceilDiv(faulting.memory.byteSize(), faulting.sliceBytes);
    for (int i = 0; i < Math.min(threads, slices); i++) {
      Thread thread = new Thread(() -> faulting.runBeside(cpus, nice), "faulting-" + i);
      thread.setDaemon(true);
      faulting.threads.add(thread);
      thread.start();
    }
    return faulting;
  }

  /** Neither is vital: it takes longer, or the page is a little further away. */
  private void runBeside(BitSet cpus, int nice) {
    if (!cpus.isEmpty()) {
      Sched.sched_setaffinity(0, cpus);
    }
    if (nice > 0) {
      Resource.setpriority(Resource.PRIO_PROCESS, 0, nice);
    }
    run();
  }

  private void run() {
    long at = next.getAndAdd(sliceBytes);
    while (at < memory.byteSize() && error == 0 && !stopped) {
      long bytes = Math.min(sliceBytes, memory.byteSize() - at);
      int result = Mman.madvise(memory.address() + at, bytes, Mman.MADV_POPULATE_WRITE);
      if (result < 0) {
        error = -result;
      } else {
        done.addAndGet(bytes);
        at = next.getAndAdd(sliceBytes);
      }
    }
  }

  /**
   * Helps until everything is there, and reads back what came of it, as {@link Region#populate}.
   *
   * @throws LinuxException if there is not so much memory
   */
  public Smaps await() {
    finish();
    return region.prove();
  }

  /** Helps until everything is there. */
  void finish() {
    run();
    join();
    if (error == Errno.EINVAL) {
      touch();
    } else if (error != 0) {
      throw new LinuxException(
          "madvise MADV_POPULATE_WRITE of " + memory.byteSize() + " bytes",
          error,
          "less memory than the host or the cgroup has free");
    }
  }

  /** Writes what is there, so that nothing changes but that it is there. */
  private void touch() {
    for (long at = 0; at < memory.byteSize(); at += PageSize.KIB_4.bytes()) {
      memory.set(JAVA_BYTE, at, memory.get(JAVA_BYTE, at));
    }
    done.set(memory.byteSize());
  }

  /** How many bytes are there. */
  public long bytes() {
    return done.get();
  }

  /** The errno with which it ended before everything was there, or 0. */
  public int failure() {
    return error;
  }

  /** Ends it where it is; afterwards the region can be closed. Twice is once. */
  @Override
  public void close() {
    stopped = true;
    join();
  }

  private void join() {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true; // it touches memory that the caller may unmap
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

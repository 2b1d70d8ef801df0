package io.gannet.ffi.uring;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An io_uring: requests go in, completions come out, and one system call does both.
 *
 * <pre>{@code
 * try (Ring ring = Ring.open(RingOptions.defaults())) {
 *   ring.enable();
 *   ring.getSqe().prepNop().userData(42);
 *   ring.submitAndWait(1);
 *   assert ring.cqe(0).userData() == 42;
 *   ring.cqAdvance(1);
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Any thread opens it and registers files, buffers and restrictions. The thread
 * that calls {@link #enable} drives it from then on: only it may get entries, submit, read
 * completions, register, and close (the kernel checks: SINGLE_ISSUER). Counters are for any thread.
 *
 * <p><b>Errors.</b> Opening and enabling throw; everything else returns {@code -errno}. Using a
 * closed ring throws IllegalStateException.
 *
 * <p><b>Task work.</b> With DEFER_TASKRUN completions are made when the thread asks for them and at
 * no other time; so every entry into the kernel here carries IORING_ENTER_GETEVENTS.
 *
 * <p>io_uring(7), io_uring_setup(2), io_uring_enter(2), io_uring_register(2).
 */
public final class Ring implements AutoCloseable {
  private static final VarHandle ENTERS = counter("enters");
  private static final VarHandle ENTER_ERRORS = counter("enterErrors");
  private static final VarHandle SQES = counter("sqes");
  private static final VarHandle CQES = counter("cqes");
  private static final VarHandle OVERFLOWS = counter("overflows");

  private static final long NS_PER_USEC = 1000;
  private static final int NOT_REGISTERED = -1;

  private final Kernel kernel;
  private final int fd;
  private final Arena arena;
  private final SubmissionQueue sq;
  private final CompletionQueue cq;
  private final MemorySegment waitArgument;
  private final MemorySegment waitTime;
  private final MemorySegment filesUpdate;
  private final MemorySegment filesUpdateFd;
  private final boolean minWait;
  private RingFeatures features;
  private Thread driver;

  // How io_uring_enter(2) names the ring: by descriptor, or by the slot it is registered in.
  private int slot = NOT_REGISTERED;
  private int enterFd;
  private int enterFlags = IoUring.IORING_ENTER_GETEVENTS;

  // Written by the driver, read by any thread: opaque.
  private long enters;
  private long enterErrors;
  private long sqes;
  private long cqes;
  private long overflows;

  private static VarHandle counter(String name) {
    try {
      return MethodHandles.lookup().findVarHandle(Ring.class, name, long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * A ring with the best that this kernel has, disabled until {@link #enable}.
   *
   * @throws LinuxException with the cure: kernel.io_uring_disabled, seccomp, too old a kernel
   */
  public static Ring open(RingOptions options) {
    return open(options, LinuxKernel.LINUX);
  }

  /** The same on another kernel. */
  public static Ring open(RingOptions options, Kernel kernel) {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment params = temporary.allocate(IoUringParams.LAYOUT);
      int fd = RingSetup.setup(kernel, options, params);
      // Shared, not confined: opened by one thread, driven by another. It costs nothing per access.
      Arena arena = Arena.ofShared();
      try {
        return new Ring(kernel, fd, arena, params, RingSetup.wanted(options));
      } catch (Throwable e) {
        arena.close();
        kernel.close(fd);
        throw e;
      }
    }
  }

  private Ring(Kernel kernel, int fd, Arena arena, MemorySegment params, int wantedFlags) {
    this.kernel = kernel;
    this.fd = fd;
    this.enterFd = fd;
    this.arena = arena;
    this.features = new RingFeatures(params, wantedFlags, RingRegister.probe(kernel, fd));
    RingMemory memory = RingMemory.map(kernel, fd, params, arena);
    this.sq = new SubmissionQueue(memory.rings(), memory.sqes(), params);
    this.cq = new CompletionQueue(memory.rings(), params);
    this.waitArgument = arena.allocate(IoUringGeteventsArg.LAYOUT);
    this.waitTime = arena.allocate(KernelTimespec.LAYOUT);
    this.filesUpdate = arena.allocate(IoUringRsrcUpdate.LAYOUT);
    this.filesUpdateFd = arena.allocate(ValueLayout.JAVA_INT);
    this.minWait = features.has(IoUring.IORING_FEAT_MIN_TIMEOUT);
  }

  /**
   * Makes the calling thread the driver and the ring ready, having registered its descriptor if
   * that is possible: {@link RingFeatures#registeredFd}.
   *
   * @throws LinuxException if the ring is enabled already
   */
  public void enable() {
    if (slot == NOT_REGISTERED) {
      registerRingFd();
    }
    int result = RingRegister.enableRings(kernel, fd);
    LinuxException.check(result, "io_uring_register ENABLE_RINGS", "enable a ring once");
    driver = Thread.currentThread();
  }

  // Requests.

  /**
   * The ring's one flyweight, over the next entry, all zero. When the queue is full it is submitted
   * first: for a chain of linked requests see to {@link #sqSpaceLeft} before.
   *
   * @throws LinuxException if the queue is full and the kernel takes nothing, for want of memory
   */
  public Sqe getSqe() {
    if (sq.spaceLeft() == 0) {
      makeRoom();
    }
    return sq.next();
  }

  private void makeRoom() {
    int result = submit();
    if (sq.spaceLeft() == 0) {
      throw new LinuxException("io_uring_enter with a full queue", -result, "more memory");
    }
  }

  /** Entries that {@link #getSqe} hands out before it submits by itself. */
  public int sqSpaceLeft() {
    return sq.spaceLeft();
  }

  /** Whether there are requests that the kernel has not been given. */
  public boolean hasPending() {
    return sq.pending() != 0;
  }

  /**
   * Submits what is pending, if anything is.
   *
   * @return how many requests the kernel took, or -errno
   */
  public int submit() {
    return hasPending() ? submitAndGetEvents() : 0;
  }

  /** Enters the kernel in any case, without waiting: submits, and lets completions be made. */
  public int submitAndGetEvents() {
    return enter(0, 0, 0, 0);
  }

  /**
   * Submits and waits until {@code waitCount} completions are ready.
   *
   * @return how many requests the kernel took, or -errno if none; {@code -EINTR} is a signal's
   */
  public int submitAndWait(int waitCount) {
    return enter(waitCount, 0, 0, 0);
  }

  /**
   * Submits and waits until {@code waitCount} completions are ready or {@code timeoutNs} are over.
   *
   * @return how many requests the kernel took; if none, {@code -ETIME} when the time was over
   */
  public int submitAndWaitTimeout(int waitCount, long timeoutNs) {
    return submitAndWaitMinTimeout(waitCount, timeoutNs, 0);
  }

  /**
   * As {@link #submitAndWaitTimeout}; but for {@code minWaitNs} (whole microseconds) it waits for
   * all of them, and then for any one (6.12; ignored before: see IORING_FEAT_MIN_TIMEOUT).
   */
  public int submitAndWaitMinTimeout(int waitCount, long timeoutNs, long minWaitNs) {
    int minWaitUsec = minWait ? (int) (minWaitNs / NS_PER_USEC) : 0;
    KernelTimespec.set(waitTime, timeoutNs);
    IoUringGeteventsArg.set(waitArgument, minWaitUsec, waitTime.address());
    return enter(
        waitCount, IoUring.IORING_ENTER_EXT_ARG, waitArgument.address(), waitArgument.byteSize());
  }

  private int enter(int waitCount, int flags, long argument, long argumentBytes) {
    int pending = sq.publish();
    int result =
        kernel.enter(enterFd, pending, waitCount, enterFlags | flags, argument, argumentBytes);
    count(result);
    return result;
  }

  private void count(int result) {
    ENTERS.setOpaque(this, enters + 1);
    SQES.setOpaque(this, sqes + sq.taken());
    if (result < 0 && result != -Errno.ETIME) {
      ENTER_ERRORS.setOpaque(this, enterErrors + 1);
    }
    if ((sq.flags() & IoUring.IORING_SQ_CQ_OVERFLOW) != 0) {
      OVERFLOWS.setOpaque(this, overflows + 1);
    }
  }

  // Completions.

  /** Whether an entry into the kernel is worth it, or completions are here: for spinning. */
  public boolean taskrun() {
    int work = IoUring.IORING_SQ_TASKRUN | IoUring.IORING_SQ_CQ_OVERFLOW;
    return (sq.flags() & work) != 0 || cqReady() != 0;
  }

  /** Completions that can be read by {@link #cqe}. */
  public int cqReady() {
    return cq.ready();
  }

  /** The ring's one flyweight, over the completion {@code index}, 0 to {@link #cqReady} - 1. */
  public Cqe cqe(int index) {
    return cq.cqe(index);
  }

  /** Gives the first {@code count} completions back to the kernel: one store per batch. */
  public void cqAdvance(int count) {
    cq.advance(count);
    CQES.setOpaque(this, cqes + count);
  }

  /**
   * How often the queue of completions was too small: entries into the kernel that left some behind
   * in its memory, and completions lost. With enough cqEntries it stays 0. Any thread.
   */
  public long cqOverflow() {
    return (long) OVERFLOWS.getOpaque(this) + Integer.toUnsignedLong(cq.lost());
  }

  // Counters.

  /** Calls of io_uring_enter(2). Any thread. */
  public long enters() {
    return (long) ENTERS.getOpaque(this);
  }

  /** Those that failed, other than by a timeout. Any thread. */
  public long enterErrors() {
    return (long) ENTER_ERRORS.getOpaque(this);
  }

  /** Requests taken by the kernel. Any thread. */
  public long sqes() {
    return (long) SQES.getOpaque(this);
  }

  /** Completions given back by {@link #cqAdvance}. Any thread. */
  public long cqes() {
    return (long) CQES.getOpaque(this);
  }

  // What is registered; results are those of io_uring_register(2), or -errno.

  /** Where it is: whoever opens another ring beside it opens it there. */
  public Kernel kernel() {
    return kernel;
  }

  /** The descriptor of the ring: what another ring's MSG_RING wants. */
  public int fd() {
    return fd;
  }

  /** What the kernel granted. */
  public RingFeatures features() {
    return features;
  }

  /** A table of {@code slots} empty slots for direct descriptors. */
  public int registerFilesSparse(int slots) {
    return RingRegister.filesSparse(kernel, fd, slots);
  }

  /**
   * Puts {@code fd} into {@code slot}, which holds the file from then on; -1 empties it. The driver
   * only, or whoever opened the ring before it is enabled; allocates nothing.
   */
  public int registerFilesUpdate(int slot, int fd) {
    return RingRegister.filesUpdate(kernel, this.fd, slot, fd, filesUpdate, filesUpdateFd);
  }

  /**
   * Registers memory as fixed buffers, which pins it. The kernel takes at most 1 GiB each, so a
   * region becomes one buffer per GiB begun, in order: of the first region, the byte at
   * {@code offset} is in buffer {@code offset >> 30}. No request may cross from one to the next.
   *
   * @return 0, or -errno; {@code -ENOMEM} beyond RLIMIT_MEMLOCK (cure: {@code ulimit -l})
   */
  public int registerBuffers(MemorySegment... regions) {
    return RingRegister.buffers(kernel, fd, regions);
  }

  /** Takes the fixed buffers back. */
  public int unregisterBuffers() {
    return RingRegister.unregisterBuffers(kernel, fd);
  }

  /** Limits what the ring can do from {@link #enable} on; not after that. */
  public int registerRestrictions(Restrictions restrictions) {
    return RingRegister.restrictions(kernel, fd, restrictions);
  }

  /**
   * Lets the calling thread name the ring by a slot, which spares the kernel a look-up per entry
   * (5.18). {@link #enable} does it; only the driver may.
   *
   * @return the slot, or -errno
   */
  public int registerRingFd() {
    int result = RingRegister.ringFd(kernel, fd);
    if (result >= 0) {
      slot = result;
      enterFd = result;
      enterFlags |= IoUring.IORING_ENTER_REGISTERED_RING;
      features = features.withRegisteredFd(true);
    }
    return result;
  }

  /**
   * Makes a completion on another ring, as {@link Sqe#prepMsgRing} does, from a thread that has no
   * ring (6.13): 0, or -errno.
   */
  public static int registerSyncMsg(Kernel kernel, int targetFd, int length, long data) {
    return RingRegister.syncMsg(kernel, targetFd, length, data);
  }

  Arena arena() {
    return arena;
  }

  /**
   * Closes the descriptor and unmaps the queues; twice is once. Requests still in flight are
   * cancelled by the kernel, soon but not at once: let their memory live on, or reap them before.
   * Not by the driver, it leaves the ring to live in the kernel until the driver ends.
   */
  @Override
  public void close() {
    if (!arena.scope().isAlive()) {
      return;
    }
    if (slot != NOT_REGISTERED && driver == Thread.currentThread()) {
      RingRegister.unregisterRingFd(kernel, fd, slot);
    }
    kernel.close(fd);
    arena.close();
  }
}

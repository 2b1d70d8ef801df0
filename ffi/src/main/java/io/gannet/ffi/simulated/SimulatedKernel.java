package io.gannet.ffi.simulated;

import io.gannet.ffi.kernel.Queues;
import io.gannet.ffi.kernel.Registering;
import io.gannet.ffi.kernel.Setup;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Time;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringParams;
import io.gannet.ffi.uring.IoUringSqe;
import io.gannet.ffi.uring.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A kernel that is played, for rings of one thread, or of an {@link Interleaving}. Its time passes
 * by what is done: a little with each look at the clock and each enter, and as much as there is to
 * wait for when an enter waits. What else happens in its world is put on its {@link #after
 * timeline}.
 */
public final class SimulatedKernel implements Kernel {
  private static final int ENTER_FLAGS =
      IoUring.IORING_ENTER_GETEVENTS | IoUring.IORING_ENTER_EXT_ARG;

  private static final long CACHE_LINE = 64;

  /** No descriptor of the process is so large: a call to Linux by mistake is EBADF. */
  private static final int FD_MIN = 1 << 24;

  private static final long START_NS = 1_000_000_000_000L;
  private static final long START_OF_WALL_NS = 1_800_000_000_000_000_000L;
  private static final long LOOK_NS = 25;

  private final Chance chance;
  private final int entriesMax;
  private final Timeline timeline = new Timeline();
  private final Operations operations = new Operations(this);
  private final Map<Integer, SimulatedRing> rings = new LinkedHashMap<>();
  private final Map<Integer, SimulatedSocket> sockets = new LinkedHashMap<>();
  private final Set<SimulatedSocket> open = new LinkedHashSet<>();
  private Witness witness = Witness.NONE;
  private int nextFd = FD_MIN;
  private long nowNs = START_NS;
  private long suspendedNs;
  private long wallStepNs;
  private boolean catchingUp;

  /** Null while one thread drives all rings. */
  private Interleaving interleaving;

  /** A kernel on which that happens. */
  public SimulatedKernel(Chance chance) {
    this(chance, Setup.ENTRIES_MAX);
  }

  /**
   * The same with short queues.
   *
   * @param entriesMax of a submission queue; what asks for more gets so many
   */
  public SimulatedKernel(Chance chance, int entriesMax) {
    this.chance = chance;
    this.entriesMax = entriesMax;
  }

  /** Who sees what goes on. */
  public void witness(Witness newWitness) {
    witness = newWitness;
  }

  Witness witness() {
    return witness;
  }

  void interleave(Interleaving newInterleaving) {
    interleaving = newInterleaving;
  }

  /** True if the caller is one of several drivers: then time passes, and all happens, elsewhere. */
  private boolean isOneOfSeveral() {
    return interleaving != null && interleaving.isDriver();
  }

  /** True if drivers have ended where they stood: memory that others name may be gone. */
  boolean isCancelled() {
    return interleaving != null && interleaving.isCancelled();
  }

  /** A driver has entered its ring; if it is one of several, others may go on first. */
  void entered(int ringFd, int submit, int waitCount) {
    if (isOneOfSeveral()) {
      interleaving.stand(() -> witness.entered(ringFd, submit, waitCount));
    } else {
      witness.entered(ringFd, submit, waitCount);
    }
  }

  Chance chance() {
    return chance;
  }

  Timeline timeline() {
    return timeline;
  }

  Operations operations() {
    return operations;
  }

  // Its world: clients and time.

  /**
   * A client has connected.
   *
   * @param window bytes that may be on the way in either direction
   */
  public Connected connect(int window) {
    SimulatedSocket socket = new SimulatedSocket(this, window);
    int fd = nextFd++;
    socket.hold();
    open.add(socket);
    sockets.put(fd, socket);
    return new Connected(fd, socket.peer);
  }

  /**
   * A connection.
   *
   * @param fd the server's end
   * @param peer the client's
   */
  public record Connected(int fd, Peer peer) {}

  /** Has something happen later, or never if that is beyond all time. */
  public void after(long ns, Runnable what) {
    if (ns <= Long.MAX_VALUE - nowNs) {
      timeline.at(nowNs + ns, what);
    }
  }

  /** The time, without a look at the clock. */
  public long timeNs() {
    return nowNs;
  }

  /** Nobody runs for so long: the process was stopped. */
  public void stand(long ns) {
    nowNs += ns;
  }

  /** The host was suspended for so long: CLOCK_MONOTONIC stood still. */
  public void suspend(long ns) {
    suspendedNs += ns;
  }

  /** Somebody has set the clock on the wall. */
  public void stepWall(long ns) {
    wallStepNs += ns;
  }

  /** Lets everything happen that is still to happen, when nobody drives a ring any more. */
  public void settle() {
    while (!timeline.isEmpty()) {
      sleep(Long.MAX_VALUE);
    }
  }

  /** Sockets whose server's end is open. */
  public int openSockets() {
    return open.size();
  }

  /** Rings that are open. */
  public int openRings() {
    return rings.size();
  }

  /** True if something has happened on one of them that its driver has not been told. */
  public boolean isAnythingUnseen() {
    return rings.values().stream().anyMatch(ring -> ring.completions.areAwaited());
  }

  /** Operations of all rings that are not over. */
  public int requests() {
    return rings.values().stream().mapToInt(ring -> ring.requests.size()).sum();
  }

  void socketClosed(SimulatedSocket socket) {
    open.remove(socket);
  }

  SimulatedSocket socket(int fd) {
    return sockets.get(fd);
  }

  void pass(long ns) {
    nowNs += ns;
  }

  /** Lets happen what is due, if that is the caller's to do. */
  void catchUp() {
    if (!isOneOfSeveral()) {
      happen();
    }
  }

  /** Lets happen what is due; what happens may enter a ring itself. */
  void happen() {
    if (!catchingUp) {
      catchingUp = true;
      try {
        timeline.runUntil(nowNs);
      } finally {
        catchingUp = false;
      }
    }
  }

  /** A ring's driver sleeps until something happens, at most so long. */
  void sleep(SimulatedRing ring, long mostNs) {
    if (isOneOfSeveral()) {
      interleaving.await(ring::isWorthALook, sum(nowNs, mostNs));
    } else {
      sleep(mostNs);
    }
  }

  private static long sum(long atNs, long ns) {
    return ns <= Long.MAX_VALUE - atNs ? atNs + ns : Long.MAX_VALUE;
  }

  /** All sleep until something happens, or until a time. */
  void passUntil(long untilNs) {
    sleep(untilNs == Long.MAX_VALUE ? untilNs : Math.max(0, untilNs - nowNs));
  }

  private void sleep(long mostNs) {
    if (timeline.isEmpty() && mostNs == Long.MAX_VALUE) {
      throw new IllegalStateException("somebody sleeps for ever");
    }
    long nextNs = timeline.isEmpty() ? Long.MAX_VALUE : timeline.nextNs();
    long untilNs = mostNs == Long.MAX_VALUE ? nextNs : Math.min(nextNs, nowNs + mostNs);
    nowNs = Math.max(nowNs, untilNs);
    catchUp();
  }

  // The calls.

  @Override
  public String name() {
    return "io_uring, simulated";
  }

  @Override
  public int setup(int entries, MemorySegment params) {
    int refused = Setup.grant(entries, params, entriesMax, 4 * entriesMax);
    if (refused < 0) {
      return refused;
    }
    int fd = nextFd++;
    Queues queues = new Queues(IoUringParams.sqEntries(params), IoUringParams.cqEntries(params));
    rings.put(fd, new SimulatedRing(this, fd, queues, Setup.hasTaskrunFlag(params)));
    return fd;
  }

  @Override
  public MemorySegment map(int ringFd, long bytes, long offset, Arena arena) {
    MemorySegment memory = arena.allocate(bytes, CACHE_LINE);
    rings.get(ringFd).queues.map(memory, offset);
    return memory;
  }

  @Override
  public int enter(
      int ring, int submit, int waitCount, int flags, long argument, long argumentBytes) {
    SimulatedRing found = rings.get(ring);
    if (found == null) {
      return sockets.containsKey(ring) ? -Errno.EOPNOTSUPP : -Errno.EBADF;
    }
    return (flags & ~ENTER_FLAGS) != 0
        ? -Errno.EINVAL
        : found.enter(submit, waitCount, flags, argument);
  }

  @Override
  public int register(int ringFd, int operation, MemorySegment argument, int count) {
    if (ringFd == -1) {
      int refused = Registering.checkWithoutRing(operation, argument, count);
      return refused < 0
          ? refused
          : post(
              IoUringSqe.fd(argument, 0), IoUringSqe.off(argument, 0), IoUringSqe.len(argument, 0));
    }
    SimulatedRing found = rings.get(ringFd);
    if (found == null) {
      return -Errno.EBADF;
    }
    return found.registering.register(operation, argument, count);
  }

  int post(int ringFd, long userData, int res) {
    SimulatedRing found = rings.get(ringFd);
    if (found == null) {
      return sockets.containsKey(ringFd) ? -Errno.EBADFD : -Errno.EBADF;
    }
    return found.post(userData, res);
  }

  @Override
  public int close(int fd) {
    SimulatedRing ring = rings.remove(fd);
    if (ring != null) {
      ring.close();
      return 0;
    }
    SimulatedSocket socket = sockets.remove(fd);
    if (socket == null) {
      return -Errno.EBADF;
    }
    socket.letGo();
    return 0;
  }

  @Override
  public long nowNs() {
    nowNs += LOOK_NS;
    if (!timeline.isEmpty() && timeline.nextNs() <= nowNs) {
      rings.values().forEach(ring -> ring.completions.flagDue());
    }
    long readNs = nowNs;
    if (interleaving != null) {
      interleaving.cut(Fault.HELD_UP); // then what was read is of long ago
    }
    return readNs;
  }

  @Override
  public long clockNs(int clock) {
    return clock == Time.CLOCK_REALTIME ? wallNs() : nowNs + suspendedNs;
  }

  /** What the clock on the wall says, without a look at it. */
  long wallNs() {
    return START_OF_WALL_NS + nowNs + suspendedNs + wallStepNs;
  }

  @Override
  public int stampReceives(int fd) {
    SimulatedSocket socket = sockets.get(fd);
    if (socket == null) {
      return -Errno.EBADF;
    }
    socket.stamps = true;
    return 0;
  }
}

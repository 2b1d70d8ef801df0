package io.gannet.server.listener;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Eventfd;
import io.gannet.ffi.linux.LinuxException;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.loop.RingTimer;
import io.gannet.ffi.loop.RingWait;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.Restrictions;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.ffi.uring.UserData;
import io.gannet.server.worker.Worker;
import io.gannet.server.worker.WorkerFacts;
import io.gannet.server.worker.turn.WorkerMetrics;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Accepts, at all sockets that there are, applies the limit of connections, and hands each
 * descriptor to a worker: a message from this ring to the worker's (IORING_OP_MSG_RING), which is
 * the worker's CQE and its wake-up in one. Workers in turn, so that each has as many connections as
 * the others; what comes in at a socket of one worker's is that worker's.
 *
 * <p>An eventfd, read by the ring, ends it; then it tells the workers to stop.
 */
public final class Listener implements AutoCloseable {
  /** All that it asks of the kernel by its ring. */
  private static final Restrictions RESTRICTIONS =
      new Restrictions()
          .allowSqeOps(
              IoUring.IORING_OP_ACCEPT,
              IoUring.IORING_OP_READ,
              IoUring.IORING_OP_MSG_RING,
              IoUring.IORING_OP_TIMEOUT);

  private static final int ACCEPT = 1;
  private static final int MESSAGE = 2;
  private static final int WAKE = 3;
  private static final int STOP_SENT = 4;
  private static final int RETRY = 5;

  /** A connection handed over, and the accept armed again. */
  private static final int ACCEPT_SQES = 2;

  private static final long WAKE_BYTES = 8;
  private static final long RETRY_NS = 100_000_000L;

  private final List<ListenSocket> sockets;
  private final List<Worker> workers;
  private final List<WorkerFacts> facts;
  private final int connectionsMax;
  private final byte[] refusal;
  private final int sqesPerCqeMax;
  private final ListenerMetrics metrics;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "listener");
  private final int wakeFd;
  private Ring ring;
  private MemorySegment refusalText;
  private MemorySegment wakeWord;
  private RingTimer[] retries;
  private final long[] handed;
  private int nextWorker;
  private int messagesPending;
  private boolean stopping;
  private boolean closed;

  /**
   * A listener that is not started yet.
   *
   * @param sockets bound; a worker is told the place in this list with each connection
   * @param refusal what a client beyond the limit is told, in its protocol's words
   */
  public Listener(
      List<ListenSocket> sockets,
      List<Worker> workers,
      List<WorkerFacts> facts,
      int connectionsMax,
      byte[] refusal) {
    this.sockets = List.copyOf(sockets);
    List<String> names = sockets.stream().map(ListenSocket::name).toList();
    this.metrics = new ListenerMetrics(names, connectionsMax);
    this.workers = workers;
    this.facts = facts;
    this.connectionsMax = connectionsMax;
    this.refusal = refusal.clone();
    this.handed = new long[workers.size()];
    this.sqesPerCqeMax = Math.max(ACCEPT_SQES, workers.size());
    this.wakeFd =
        (int)
            LinuxException.check(
                Eventfd.eventfd(0, Eventfd.EFD_CLOEXEC),
                "eventfd(2)",
                "raise the limit of open files (ulimit -n)");
    thread.setDaemon(true);
  }

  /**
   * Starts to accept.
   *
   * @throws LinuxException if the kernel refuses the ring
   */
  public void start() {
    sockets.forEach(ListenSocket::listen);
    thread.start();
    started.join();
  }

  /** Looks who waits in the kernel to be accepted. Any thread of control. */
  public void sample() {
    for (int i = 0; i < sockets.size(); i++) {
      metrics.waiting(i, sockets.get(i).queue());
    }
  }

  /** True once it accepts, also after it has stopped. */
  public boolean isStarted() {
    return started.isDone() && !started.isCompletedExceptionally();
  }

  /** Accepts no more, and tells the workers to stop. Any thread; returns at once. */
  public synchronized void stop() {
    if (closed) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocate(WAKE_BYTES);
      one.set(ValueLayout.JAVA_LONG, 0, 1L);
      Unistd.write(wakeFd, one, 0, WAKE_BYTES);
    }
  }

  /** Gives its descriptor back, once its thread has ended or was never started. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Unistd.close(wakeFd);
    }
  }

  /** Completes with the reason if the listener fails. Any thread. */
  public CompletableFuture<Throwable> failed() {
    return failed;
  }

  /** What it counts. Any thread. */
  public ListenerMetrics metrics() {
    return metrics;
  }

  private void run() {
    try (Arena arena = Arena.ofConfined();
        Ring own = Ring.open(RingOptions.defaults(), workers.getFirst().kernel())) {
      ring = own;
      LinuxException.check(
          ring.registerRestrictions(RESTRICTIONS),
          "io_uring_register(IORING_REGISTER_RESTRICTIONS)", "");
      ring.enable();
      refusalText = arena.allocate(Math.max(refusal.length, 1));
      MemorySegment.copy(
          refusal, 0, refusalText, ValueLayout.JAVA_BYTE, 0, refusal.length);
      wakeWord = arena.allocate(WAKE_BYTES);
      retries = retries(arena);
      ring.getSqe().prepRead(wakeFd, wakeWord, 0, (int) WAKE_BYTES, 0).userData(pack(WAKE, 0));
      for (int i = 0; i < sockets.size(); i++) {
        armAccept(i);
      }
      RingWait.check(ring.submitAndGetEvents());
      started.complete(null);
      RingWait wait = new RingWait(ring);
      while (!stopping || messagesPending > 0) {
        turn(wait);
      }
    } catch (Throwable e) {
      started.completeExceptionally(e);
      failed.complete(e);
    }
  }

  /** For each socket one, to accept again a little later. */
  private RingTimer[] retries(Arena arena) {
    RingTimer[] timers = new RingTimer[sockets.size()];
    for (int i = 0; i < timers.length; i++) {
      MemorySegment memory = arena.allocate(RingTimer.BYTES, Long.BYTES);
      timers[i] = new RingTimer(ring, memory, RETRY_NS, RETRY, i);
    }
    return timers;
  }

  private void turn(RingWait wait) {
    if (!wait.await(0)) {
      metrics.enterErrors.increment();
    }
    reap();
    for (RingTimer retry : retries) {
      retry.mend(ring.kernel().nowNs());
    }
  }

  /**
   * Only as many as there are entries for what they ask for: a kernel that is short of memory takes
   * none, and then there is no other way to get one. The rest is for the next turn.
   */
  private void reap() {
    int ready = ring.cqReady();
    int reaped = 0;
    while (reaped < ready && ring.sqSpaceLeft() >= sqesPerCqeMax) {
      dispatch(ring.cqe(reaped));
      reaped++;
    }
    ring.cqAdvance(reaped);
  }

  private void dispatch(Cqe cqe) {
    long userData = cqe.userData();
    int number = UserData.index(userData);
    int result = cqe.res();
    switch (UserData.op(userData)) {
      case ACCEPT -> onAccept(number, result, cqe.more());
      case MESSAGE -> onHanded(UserData.generation(userData), number, result);
      case STOP_SENT -> messagesPending--;
      case RETRY -> {
        if (retries[number].fired(userData)) {
          metrics.enabled(number, ring.kernel().nowNs());
          armAccept(number);
        }
      }
      case WAKE -> stopWorkers();
      default -> throw new AssertionError("a CQE of no operation of ours: " + userData);
    }
  }

  private void armAccept(int listener) {
    ring.getSqe()
        .prepMultishotAccept(sockets.get(listener).fd, Socket.SOCK_CLOEXEC)
        .userData(pack(ACCEPT, listener));
  }

  private void onAccept(int listener, int result, boolean more) {
    if (result >= 0) {
      welcome(listener, result);
    } else if (result != -Errno.ECANCELED) {
      metrics.acceptFailed(listener);
    }
    if (!more && !stopping) {
      if (result >= 0 || isOneClients(-result)) {
        armAccept(listener);
      } else {
        // Out of descriptors or memory: trying again at once would only burn the CPU.
        metrics.disabled(listener, ring.kernel().nowNs());
        retries[listener].arm();
      }
    }
  }

  /** Whether accept(2) tells of a connection that is broken already, and not of a want of ours. */
  private static boolean isOneClients(int errno) {
    return switch (errno) {
      case Errno.ECONNABORTED, Errno.EPROTO, Errno.EPERM, Errno.ENETDOWN, Errno.ENETUNREACH,
          Errno.EHOSTDOWN, Errno.EHOSTUNREACH, Errno.ENONET, Errno.ENOPROTOOPT, Errno.EOPNOTSUPP ->
          true;
      default -> false;
    };
  }

  private void welcome(int listener, int fd) {
    if (stopping) {
      ring.kernel().close(fd);
      return;
    }
    metrics.accepted(listener);
    if (openConnections() >= connectionsMax) {
      metrics.rejected(listener);
      // A fresh socket's send buffer is empty: this does not block.
      Unistd.write(fd, refusalText, 0, refusal.length);
      ring.kernel().close(fd);
      return;
    }
    int own = sockets.get(listener).worker();
    int worker = own == ListenSocket.ANY_WORKER ? leastLoaded() : own;
    handed[worker]++;
    messagesPending++;
    Worker.prepAdopt(ring.getSqe(), facts.get(worker).ringFd(), fd, listener)
        .userData(UserData.pack(MESSAGE, worker, fd));
  }

  /** The worker with the fewest connections; of several, the one whose turn it is. */
  private int leastLoaded() {
    int least = nextWorker;
    for (int i = 1; i < handed.length; i++) {
      int worker = (nextWorker + i) % handed.length;
      least = openConnections(worker) < openConnections(least) ? worker : least;
    }
    nextWorker = (least + 1) % handed.length;
    return least;
  }

  private long openConnections() {
    long open = 0;
    for (int i = 0; i < handed.length; i++) {
      open += openConnections(i);
    }
    return open;
  }

  /** Those that are on their way to the worker included. */
  private long openConnections(int worker) {
    WorkerMetrics its = workers.get(worker).metrics();
    return handed[worker] - its.released.get() - its.refused.get();
  }

  private void onHanded(int worker, int fd, int result) {
    messagesPending--;
    if (result < 0) {
      handed[worker]--;
      metrics.handoverErrors.increment();
      ring.kernel().close(fd);
    }
  }

  private void stopWorkers() {
    stopping = true;
    sockets.forEach(ListenSocket::retire);
    for (int i = 0; i < facts.size(); i++) {
      messagesPending++;
      Worker.prepStop(ring.getSqe(), facts.get(i).ringFd()).userData(pack(STOP_SENT, 0));
    }
  }

  /** With the number of a socket, or a descriptor. */
  private static long pack(int op, int number) {
    return UserData.pack(op, 0, number);
  }
}

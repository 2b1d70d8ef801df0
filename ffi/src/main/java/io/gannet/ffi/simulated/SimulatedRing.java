package io.gannet.ffi.simulated;

import io.gannet.ffi.kernel.BufferGroups;
import io.gannet.ffi.kernel.Driver;
import io.gannet.ffi.kernel.FileTable;
import io.gannet.ffi.kernel.Queues;
import io.gannet.ffi.kernel.Registering;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringGeteventsArg;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** One ring: what is registered with it, and an enter. */
final class SimulatedRing {
  private static final long NS_PER_USEC = 1000;
  private static final long FOREVER_NS = Long.MAX_VALUE;
  private static final int ENTER_NS_MAX = 4_000;
  private static final int RETRY_NS = 1_000_000;

  final SimulatedKernel kernel;
  final int fd;
  final Queues queues;
  final Completions completions;
  final FileTable<SimulatedSocket> table;
  final BufferGroups groups = new BufferGroups();
  final Registering registering;
  /** What was taken and is not over, in that order. */
  final Set<Request> requests = new LinkedHashSet<>();
  private final CompletionStream messages = new CompletionStream();
  private final Driver driver = new Driver();
  private boolean timeoutExpired;

  SimulatedRing(SimulatedKernel kernel, int fd, Queues queues, boolean taskrunFlag) {
    this.kernel = kernel;
    this.fd = fd;
    this.queues = queues;
    this.completions = new Completions(kernel, fd, queues, taskrunFlag);
    this.table = new FileTable<>(new SocketFiles(kernel));
    this.registering = new Registering(driver, table, groups, Operations::supports);
  }

  /** A message from another ring, or from nowhere. */
  int post(long userData, int res) {
    if (driver.isMissing()) {
      return -Errno.EBADFD;
    }
    completions.add(messages, userData, res, 0);
    return 0;
  }

  int enter(int submit, int waitCount, int flags, long argument) {
    int notMine = driver.refusesEnter();
    if (notMine < 0) {
      return notMine;
    }
    kernel.pass(1 + kernel.chance().below(ENTER_NS_MAX));
    kernel.entered(fd, submit, waitCount);
    int refused = refusal();
    if (refused != 0) {
      return -refused;
    }
    completions.flush();
    int taken = submit(submit);
    if (taken < submit) {
      completions.flush();
      return taken; // without a wait: io_uring_enter in io_uring/io_uring.c
    }
    int result = 0;
    if ((flags & IoUring.IORING_ENTER_GETEVENTS) != 0) {
      result = getEvents(Math.min(waitCount, queues.cqEntries()), flags, argument);
    }
    return taken > 0 ? taken : result;
  }

  /** Why nothing is taken this time, or 0. */
  private int refusal() {
    int errno = Errnos.ofEnter(kernel.chance());
    if (errno != 0) {
      kernel.pass(RETRY_NS);
      completions.flush();
      LockSupport.unpark(Thread.currentThread()); // who backs off does so in our time
    }
    return errno;
  }

  private int submit(int most) {
    int count = Math.min(most, queues.pending());
    if (count > 1 && kernel.chance().happens(Fault.PARTIAL_SUBMIT)) {
      count = 1 + kernel.chance().below(count - 1);
    }
    for (int i = 0; i < count; i++) {
      Request request = new Request(this, queues.sqes(), queues.take());
      if (registering.allows(request.opcode, request.flags)) {
        kernel.operations().begin(request);
      } else {
        kernel.operations().end(request, -Errno.EACCES, 0);
      }
    }
    queues.releaseTaken();
    return count;
  }

  private int getEvents(int waitCount, int flags, long argument) {
    timeoutExpired = false;
    long waitNs = FOREVER_NS;
    long minWaitNs = 0;
    if ((flags & IoUring.IORING_ENTER_EXT_ARG) != 0 && argument != 0) {
      long ts = IoUringGeteventsArg.ts(argument);
      waitNs = ts == 0 ? FOREVER_NS : KernelTimespec.ns(ts);
      minWaitNs = IoUringGeteventsArg.minWaitUsec(argument) * NS_PER_USEC;
    }
    long startNs = kernel.timeNs();
    kernel.catchUp();
    completions.flush();
    while (queues.ready() < waitCount && !timeoutExpired) {
      long leftNs = waitNs == FOREVER_NS ? FOREVER_NS : startNs + waitNs - kernel.timeNs();
      boolean enough = minWaitNs > 0 && startNs + minWaitNs <= kernel.timeNs();
      if (leftNs <= 0 || enough && queues.ready() > 0) {
        return queues.ready() > 0 ? 0 : -Errno.ETIME;
      }
      if (kernel.chance().happens(Fault.ENTER_EINTR)) {
        return -Errno.EINTR;
      }
      kernel.sleep(this, Math.min(leftNs, minWaitNs > 0 && !enough ? minWaitNs : FOREVER_NS));
      completions.flush();
    }
    return 0;
  }

  /** True if there may be something for a driver that sleeps. */
  boolean isWorthALook() {
    return timeoutExpired || completions.hasVisible();
  }

  /** A timeout that expires ends any wait. */
  void timeoutExpired() {
    timeoutExpired = true;
  }

  void close() {
    int onSockets = (int) requests.stream().filter(one -> one.socket != null).count();
    kernel.witness().closed(fd, onSockets);
    table.closeAll();
    for (Request request : List.copyOf(requests)) {
      if (!kernel.isCancelled()) {
        Sending.transmitAll(request);
      }
      kernel.operations().forget(request);
    }
  }
}

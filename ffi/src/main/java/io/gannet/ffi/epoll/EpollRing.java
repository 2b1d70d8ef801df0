package io.gannet.ffi.epoll;

import io.gannet.ffi.kernel.BufferGroups;
import io.gannet.ffi.kernel.Driver;
import io.gannet.ffi.kernel.FileTable;
import io.gannet.ffi.kernel.Queues;
import io.gannet.ffi.kernel.Registering;
import io.gannet.ffi.linux.Epoll;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.linux.Unistd;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringGeteventsArg;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One ring on epoll. An enter takes what was submitted, and tries it at once; then, if nothing has
 * completed, it waits for events, and tries those who waited for them:
 *
 * <pre>
 *   enter ─► take entries, try each ─► messages, timeouts, those who yielded
 *                                            │
 *                   enough has completed ◄───┴───► epoll_wait ─► try those who waited
 *                   return                               ▲  └── not enough yet ──┘
 * </pre>
 *
 * <p>Driven by one thread. Another may close it when that has ended, and post to its mailbox.
 */
final class EpollRing {
  private static final long NS_PER_USEC = 1000;

  /** Enters in a row that find enough completed and do not look who else is ready. */
  private static final int BLIND_ENTERS_MAX = 3;

  private final int fd;
  private final EpollKernel kernel;
  private final Arena arena = Arena.ofShared();
  private final Queues queues;
  private final Completions completions;
  private final Readiness readiness;
  private final OpenFiles files;
  private final Requests requests = new Requests();
  private final Timers timers = new Timers();
  private final Driver driver = new Driver();
  private final Mailbox mailbox;
  private final Waiting waiting;
  private final Operations operations;
  private final Registering registering;
  private final FileQueue yielded = new FileQueue();
  private final Retrying retrying = new Retrying();
  private int blindEnters;
  private boolean timeoutExpired;

  EpollRing(EpollKernel kernel, int fd, int wakeFd, Queues queues, boolean taskrunFlag) {
    this.kernel = kernel;
    this.fd = fd;
    this.queues = queues;
    completions = new Completions(queues, taskrunFlag);
    readiness = new Readiness(fd, arena);
    files = new OpenFiles(readiness, arena);
    mailbox = new Mailbox(wakeFd, arena);
    readiness.addMailbox(wakeFd);
    FileTable<OpenFile> table = new FileTable<>(files);
    BufferGroups groups = new BufferGroups();
    Headers headers = new Headers(arena);
    Sending sending = new Sending(headers);
    Receiving receiving = new Receiving(completions, groups, headers, arena);
    waiting = new Waiting(files, readiness, requests, timers, headers, completions);
    Cancelling cancelling = new Cancelling(kernel, files, table, requests, waiting);
    operations =
        new Operations(kernel, table, receiving, sending, completions, cancelling, arena);
    registering = new Registering(driver, table, groups, Operations::supports);
  }

  /** The memory of both queues, or of the entries, given to the driver too. */
  void map(MemorySegment memory, long offset) {
    queues.map(memory, offset);
    if (offset == IoUring.IORING_OFF_SQ_RING) {
      completions.flag();
    }
  }

  /** io_uring_register(2). */
  int register(int operation, MemorySegment argument, int count) {
    return registering.register(operation, argument, count);
  }

  /** A message from another ring, or from none: 0, or -errno. Any thread. */
  int post(long userData, int res) {
    return driver.isMissing() ? -Errno.EBADFD : mailbox.post(userData, res);
  }

  /** io_uring_enter(2). */
  int enter(int submit, int waitCount, int flags, long argument) {
    int refused = driver.refusesEnter();
    if (refused < 0) {
      return refused;
    }
    completions.flush();
    int taken = submit(submit);
    int result = 0;
    if ((flags & IoUring.IORING_ENTER_GETEVENTS) != 0) {
      result = getEvents(Math.min(waitCount, queues.cqEntries()), argument);
      completions.flush();
    }
    return taken > 0 ? taken : result;
  }

  private int submit(int most) {
    int count = Math.min(most, queues.pending());
    for (int i = 0; i < count; i++) {
      Request request = requests.take();
      request.take(queues.sqes(), queues.take());
      boolean allowed = registering.allows(request.opcode, request.flags);
      settle(request, allowed ? operations.begin(request) : -Errno.EACCES);
    }
    queues.releaseTaken();
    return count;
  }

  /** After an attempt. */
  private void settle(Request request, int outcome) {
    if (Outcome.isOver(outcome)) {
      waiting.end(request, outcome);
      return;
    }
    if (request.waits) {
      readiness.ask(request.file, request.events);
    } else if (request.opcode == IoUring.IORING_OP_TIMEOUT) {
      waiting.onTimers(request);
    } else if (!waiting.onFile(request)) {
      return;
    } else if (!request.file.pollable) {
      settle(request, operations.attempt(request)); // as no event will come; once, as it waits now
      return;
    }
    if (outcome == Outcome.YIELDS) {
      yielded.add(request.file.data());
    } else if (outcome == Outcome.RETRIES) {
      retrying.add(request.file, kernel.nowNs());
    }
  }

  private int getEvents(int waitCount, long argument) {
    timeoutExpired = false;
    progress();
    if (queues.ready() >= Math.max(waitCount, 1) && blindEnters < BLIND_ENTERS_MAX) {
      blindEnters++;
      return 0;
    }
    blindEnters = 0;
    if (argument == 0) {
      return await(waitCount, Readiness.FOREVER_NS);
    }
    long ts = IoUringGeteventsArg.ts(argument);
    long leftNs = ts == 0 ? Readiness.FOREVER_NS : spanNs(ts);
    long minWaitNs = IoUringGeteventsArg.minWaitUsec(argument) * NS_PER_USEC;
    if (minWaitNs == 0 || minWaitNs >= leftNs) {
      return await(waitCount, leftNs);
    }
    int result = await(waitCount, minWaitNs);
    boolean goesOn = result == -Errno.ETIME && !timeoutExpired;
    return goesOn ? await(Math.min(waitCount, 1), leftNs - minWaitNs) : result;
  }

  private static long spanNs(long ts) {
    return KernelTimespec.isNegative(ts) ? 0 : KernelTimespec.ns(ts);
  }

  /** Waits for so many completions, or so long: 0, -ETIME or -EINTR. */
  private int await(int waitCount, long patienceNs) {
    long startNs = patienceNs == Readiness.FOREVER_NS ? 0 : kernel.nowNs();
    long leftNs = patienceNs;
    while (true) {
      boolean enough = queues.ready() >= waitCount || timeoutExpired;
      int count = poll(enough ? 0 : leftNs);
      if (count < 0) {
        return queues.ready() > 0 ? 0 : count;
      }
      for (int i = 0; i < count; i++) {
        tell(readiness.data(i), readiness.events(i));
      }
      progress();
      if (enough || queues.ready() >= waitCount || timeoutExpired) {
        return 0;
      }
      if (patienceNs != Readiness.FOREVER_NS) {
        leftNs = patienceNs - (kernel.nowNs() - startNs);
        if (leftNs <= 0) {
          return queues.ready() > 0 ? 0 : -Errno.ETIME;
        }
      }
    }
  }

  /** Events that are there, or come within a time; a timeout or a message ends the wait too. */
  private int poll(long mostNs) {
    if (mostNs == 0 || !yielded.isEmpty()) {
      return readiness.await(0);
    }
    int count = readiness.await(mailbox.maySleep() ? untilDue(mostNs) : 0);
    mailbox.awake();
    return count;
  }

  private long untilDue(long mostNs) {
    if (timers.isEmpty() && retrying.isEmpty()) {
      return mostNs;
    }
    long nowNs = kernel.nowNs();
    return Math.min(mostNs, Math.min(timers.leftNs(nowNs), retrying.leftNs(nowNs)));
  }

  /** Messages, timeouts and retries that are due, and those who had to let others go first. */
  private void progress() {
    if (!mailbox.isEmpty()) {
      mailbox.fetch(completions);
    }
    if (!timers.isEmpty()) {
      expire(kernel.nowNs());
    }
    if (!retrying.isEmpty()) {
      retry(kernel.nowNs());
    }
    for (int i = yielded.count(); i > 0; i--) {
      resume(yielded.take());
    }
  }

  /** One goes on that has let others go first, and nothing else has happened to its file since. */
  private void resume(long data) {
    OpenFile file = files.find(data);
    if (file != null) {
      tell(data, Epoll.EPOLLIN | (file.isUrgent() ? Epoll.EPOLLPRI : 0));
    }
  }

  private void retry(long nowNs) {
    for (int i = retrying.begin(nowNs); i > 0; i--) {
      long data = retrying.take();
      OpenFile file = files.find(data);
      if (file != null) {
        file.retried = false;
        tell(data, Epoll.EPOLLOUT);
      }
    }
  }

  private void expire(long nowNs) {
    for (Request due = timers.due(nowNs); due != null; due = timers.due(nowNs)) {
      waiting.end(due, -Errno.ETIME);
      timeoutExpired = true;
    }
  }

  /** Something has happened to a file: those who waited for it try again. */
  private void tell(long data, int events) {
    OpenFile file = data == Readiness.MAILBOX ? null : files.find(data);
    if (file == null) {
      return;
    }
    file.references++; // so that it outlives those who end
    file.tell(events);
    int always = events & (Epoll.EPOLLERR | Epoll.EPOLLHUP);
    for (Request request = file.first; request != null; ) {
      Request next = request.behind;
      if ((request.events & events | always) != 0) {
        settle(request, operations.attempt(request));
      }
      request = next;
    }
    boolean bothers = (events & file.interest & Epoll.EPOLLOUT) != 0;
    if (bothers && !file.isAwaited(Epoll.EPOLLOUT)) {
      readiness.askNoLongerForRoom(file);
    }
    files.release(file);
  }

  /** Closes everything; what is under way ends without a word. */
  void close() {
    mailbox.close();
    Unistd.close(fd);
    files.close();
    arena.close();
  }
}

package io.gannet.ffi.simulated;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringBuf;
import io.gannet.ffi.uring.IoUringBufReg;
import io.gannet.ffi.uring.IoUringGeteventsArg;
import io.gannet.ffi.uring.IoUringProbe;
import io.gannet.ffi.uring.IoUringProbeOp;
import io.gannet.ffi.uring.IoUringRsrcRegister;
import io.gannet.ffi.uring.IoUringRsrcUpdate;
import io.gannet.ffi.uring.IoUringSqe;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** One ring: what is registered with it, and an enter. */
final class SimulatedRing {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final long SQE_BYTES = IoUringSqe.LAYOUT.byteSize();
  private static final long NS_PER_USEC = 1000;
  private static final long FOREVER_NS = Long.MAX_VALUE;
  private static final int ENTER_NS_MAX = 4_000;
  private static final int RETRY_NS = 1_000_000;
  private static final int GROUPS_MAX = 64;

  final SimulatedKernel kernel;
  final int fd;
  final Completions completions;
  final FileTable table = new FileTable();
  final BufferGroup[] groups = new BufferGroup[GROUPS_MAX];
  /** What was taken and is not over, in that order. */
  final Set<Request> requests = new LinkedHashSet<>();
  private final CompletionStream messages = new CompletionStream();
  private final Permissions permissions = new Permissions();
  private final int sqEntries;
  private MemorySegment rings;
  private MemorySegment sqes;
  private int sqHead;
  private Thread driver;
  private boolean timeoutExpired;

  SimulatedRing(SimulatedKernel kernel, int fd, int sqEntries, int cqEntries, boolean flag) {
    this.kernel = kernel;
    this.fd = fd;
    this.sqEntries = sqEntries;
    this.completions = new Completions(kernel, fd, cqEntries, flag);
  }

  void map(MemorySegment memory, long offset) {
    if (offset == IoUring.IORING_OFF_SQES) {
      sqes = memory;
    } else {
      rings = memory;
      completions.map(memory);
    }
  }

  boolean isDisabled() {
    return driver == null;
  }

  BufferGroup group(int id) {
    return id < GROUPS_MAX ? groups[id] : null;
  }

  int register(int operation, MemorySegment argument, int count) {
    if (!isDisabled() && driver != Thread.currentThread()) {
      return -Errno.EEXIST;
    }
    if (!permissions.allowRegister(operation)) {
      return -Errno.EACCES;
    }
    return switch (operation) {
      case IoUring.IORING_REGISTER_ENABLE_RINGS -> enable();
      case IoUring.IORING_REGISTER_FILES_UPDATE -> updateFile(argument);
      case IoUring.IORING_REGISTER_FILES2 -> table.register(IoUringRsrcRegister.nr(argument));
      case IoUring.IORING_REGISTER_PBUF_RING -> addGroup(argument);
      case IoUring.IORING_UNREGISTER_PBUF_RING -> removeGroup(argument);
      case IoUring.IORING_REGISTER_RESTRICTIONS ->
          isDisabled() ? permissions.register(argument, count) : -Errno.EBADFD;
      case IoUring.IORING_REGISTER_PROBE -> probe(argument, count);
      default -> -Errno.EINVAL;
    };
  }

  private int enable() {
    if (!isDisabled()) {
      return -Errno.EBADFD;
    }
    permissions.begin();
    driver = Thread.currentThread();
    return 0;
  }

  private int updateFile(MemorySegment update) {
    int newFd = AddressSpace.getInt(IoUringRsrcUpdate.data(update));
    SimulatedSocket socket = kernel.socket(newFd);
    if (socket != null && kernel.chance().happens(Fault.FILES_UPDATE_ERROR)) {
      socket.faulted = true;
      return -Errnos.ofFilesUpdate(kernel.chance());
    }
    int result = table.update(IoUringRsrcUpdate.offset(update), newFd, socket);
    return result < 0 ? result : 1;
  }

  private int addGroup(MemorySegment reg) {
    int group = IoUringBufReg.bgid(reg);
    int entries = IoUringBufReg.ringEntries(reg);
    if (groups[group] != null) {
      return -Errno.EEXIST;
    }
    if (Integer.bitCount(entries) != 1) {
      return -Errno.EINVAL;
    }
    long bytes = entries * IoUringBuf.LAYOUT.byteSize();
    MemorySegment bufs = AddressSpace.at(IoUringBufReg.ringAddr(reg), bytes);
    groups[group] = new BufferGroup(bufs, entries);
    return 0;
  }

  private int removeGroup(MemorySegment reg) {
    int group = IoUringBufReg.bgid(reg);
    boolean there = groups[group] != null;
    groups[group] = null;
    return there ? 0 : -Errno.ENOENT;
  }

  private static int probe(MemorySegment probe, int count) {
    IoUringProbe.opsLen(probe, count - 1);
    for (int op = 0; op < count; op++) {
      IoUringProbeOp.supported(probe, IoUringProbe.op(op), Operations.supports(op));
    }
    return 0;
  }

  /** A message from another ring, or from nowhere. */
  int post(long userData, int res) {
    if (isDisabled()) {
      return -Errno.EBADFD;
    }
    completions.add(messages, userData, res, 0);
    return 0;
  }

  int enter(int submit, int waitCount, int flags, long argument) {
    if (isDisabled()) {
      return -Errno.EBADFD;
    }
    if (driver != Thread.currentThread()) {
      return -Errno.EEXIST;
    }
    kernel.pass(1 + kernel.chance().below(ENTER_NS_MAX));
    kernel.witness().entered(fd, submit, waitCount);
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
      result = getEvents(Math.min(waitCount, completions.entries()), flags, argument);
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
    int pending = (int) INT.getAcquire(rings, (long) RingWords.SQ_TAIL) - sqHead;
    int count = Math.min(most, pending);
    if (count > 1 && kernel.chance().happens(Fault.PARTIAL_SUBMIT)) {
      count = 1 + kernel.chance().below(count - 1);
    }
    for (int i = 0; i < count; i++) {
      Request request = new Request(this, sqes, (sqHead++ & sqEntries - 1) * SQE_BYTES);
      if (permissions.allow(request)) {
        kernel.operations().begin(request);
      } else {
        kernel.operations().end(request, -Errno.EACCES, 0);
      }
    }
    INT.setRelease(rings, (long) RingWords.SQ_HEAD, sqHead);
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
    while (completions.ready() < waitCount && !timeoutExpired) {
      long leftNs = waitNs == FOREVER_NS ? FOREVER_NS : startNs + waitNs - kernel.timeNs();
      boolean enough = minWaitNs > 0 && startNs + minWaitNs <= kernel.timeNs();
      if (leftNs <= 0 || enough && completions.ready() > 0) {
        return completions.ready() > 0 ? 0 : -Errno.ETIME;
      }
      if (kernel.chance().happens(Fault.ENTER_EINTR)) {
        return -Errno.EINTR;
      }
      kernel.sleep(Math.min(leftNs, minWaitNs > 0 && !enough ? minWaitNs : FOREVER_NS));
      completions.flush();
    }
    return 0;
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
      Sending.transmitAll(request);
      kernel.operations().forget(request);
    }
  }
}

package io.gannet.ffi.loop;

import io.gannet.ffi.linux.KernelTimespec;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringGeteventsArg;
import io.gannet.ffi.uring.LinuxBelow;
import io.gannet.ffi.uring.LinuxKernel;

/** Linux, but for results of enter that a test decides, and a clock that goes on when it is read. */
final class PlayedKernel extends LinuxBelow {
  /** No result decided: Linux is asked. */
  static final int LINUX = 0;

  static final long NS_PER_READ = 1000;

  /** What each enter answers from now on without entering, negative; or {@link #LINUX}. */
  int result = LINUX;

  /** What happens at the time that is read next, or null. */
  Runnable atNextRead;

  int enters;
  int waits;
  long timeoutNs;
  long nowNs = 1_000_000_000L;
  int reads;

  @Override
  public int enter(
      int ring, int submit, int waitCount, int flags, long argument, long argumentBytes) {
    enters++;
    waits += waitCount;
    boolean hasTimeout = (flags & IoUring.IORING_ENTER_EXT_ARG) != 0;
    timeoutNs = hasTimeout ? KernelTimespec.ns(IoUringGeteventsArg.ts(argument)) : 0;
    return result != LINUX
        ? result
        : LinuxKernel.LINUX.enter(ring, submit, waitCount, flags, argument, argumentBytes);
  }

  @Override
  public long nowNs() {
    reads++;
    nowNs += NS_PER_READ;
    if (atNextRead != null) {
      Runnable once = atNextRead;
      atNextRead = null;
      once.run();
    }
    return nowNs;
  }

  /** Forgets what was counted. */
  void forget() {
    enters = 0;
    waits = 0;
    reads = 0;
  }
}

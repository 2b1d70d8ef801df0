package io.gannet.server.watch;

import io.gannet.ffi.loop.RingWait;
import io.gannet.ffi.uring.Kernel;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.server.worker.Worker;

/** How workers are told that there is something for one of their conversations. One thread. */
final class WatchBell implements AutoCloseable {
  private static final long MESSAGE_NS_MAX = 1_000_000_000L;

  private final Ring ring;
  private final RingWait wait;

  /** @throws io.gannet.ffi.linux.LinuxException if there is no ring to be had */
  WatchBell(Kernel kernel) {
    ring = Ring.open(RingOptions.defaults(), kernel);
    ring.enable();
    wait = new RingWait(ring);
  }

  /** A conversation watches from now on; if its worker has ended nobody waits for that. */
  void begun(int ringFd, long origin) {
    Worker.prepWatched(ring.getSqe(), ringFd, origin);
    isTaken();
  }

  /** There are lines; false if the worker could not be told now. */
  boolean lines(int ringFd, long origin) {
    Worker.prepLines(ring.getSqe(), ringFd, origin);
    return isTaken();
  }

  private boolean isTaken() {
    boolean taken = wait.awaitOne(MESSAGE_NS_MAX) && ring.cqe(0).res() >= 0;
    ring.cqAdvance(ring.cqReady());
    return taken;
  }

  @Override
  public void close() {
    ring.close();
  }
}

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

  /**
   * There is something for a conversation; false if its worker may not have been told. To tell it
   * twice does no harm.
   */
  boolean ring(int ringFd, long origin) {
    Worker.prepLines(ring.getSqe(), ringFd, origin);
    boolean taken = wait.awaitOne(MESSAGE_NS_MAX);
    for (int i = 0; i < ring.cqReady(); i++) { // one, or those that came too late as well
      taken &= ring.cqe(i).res() >= 0;
    }
    ring.cqAdvance(ring.cqReady());
    return taken;
  }

  @Override
  public void close() {
    ring.close();
  }
}

package io.gannet.bench.simulate;

import io.gannet.ffi.simulated.SimulatedKernel;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.EnterError;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.server.worker.Worker;
import java.util.HashMap;
import java.util.Map;

/** Where clients come in: the listener's part, a ring that sends the worker its messages. */
final class Door implements AutoCloseable {
  private static final int STOP = -1;
  private static final int TRIES_MAX = 1000;

  private final SimulatedKernel kernel;
  private final Points points;
  private final Ring ring;
  private final int workerFd;
  private final Map<Integer, Client> handed = new HashMap<>();
  private boolean stopped;
  private boolean isThere = true;

  Door(SimulatedKernel kernel, Points points, int workerFd) {
    this.kernel = kernel;
    this.points = points;
    this.workerFd = workerFd;
    ring = Ring.open(RingOptions.defaults().withSqEntries(8).withCqEntries(64), kernel);
    ring.enable();
  }

  /** A client has come. */
  void handOver(Client client) {
    handed.put(client.fd, client);
    Worker.prepAdopt(ring.getSqe(), workerFd, client.fd, 0).userData(client.fd);
    submit();
  }

  /** The worker is to stop. */
  void stop() {
    stopped = true;
    Worker.prepStop(ring.getSqe(), workerFd).userData(STOP);
    submit();
  }

  private void submit() {
    for (int tries = 0; ring.hasPending(); tries++) {
      int result = ring.submitAndGetEvents();
      if (!EnterError.passes(result) || tries == TRIES_MAX) {
        throw new Lie("the listener's enter: " + result);
      }
    }
    reap();
  }

  /** What has become of those who were handed over. */
  void reap() {
    int ready = ring.cqReady();
    boolean again = false;
    for (int i = 0; i < ready; i++) {
      Cqe cqe = ring.cqe(i);
      int fd = (int) cqe.userData();
      if (fd == STOP) {
        again |= cqe.res() < 0;
      } else if (cqe.res() < 0) {
        points.reach(Point.HAND_OVER_FAILED);
        handed.get(fd).mayBeClosed();
        kernel.close(fd);
      }
      handed.remove(fd);
    }
    ring.cqAdvance(ready);
    if (again && isThere) {
      stop();
    }
  }

  /** Looks again if something was late. */
  void look() {
    if (!handed.isEmpty() || stopped) {
      ring.submitAndGetEvents();
      reap();
    }
  }

  /** The worker has ended: what is still to be told of hand-overs is told now. */
  @Override
  public void close() {
    isThere = false;
    kernel.settle();
    ring.submitAndGetEvents();
    reap();
    ring.close();
  }
}

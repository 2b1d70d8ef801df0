package io.gannet.bench.simulate;

import io.gannet.ffi.simulated.SimulatedKernel;
import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.EnterError;
import io.gannet.ffi.uring.Ring;
import io.gannet.ffi.uring.RingOptions;
import io.gannet.server.worker.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where clients come in: the listener's part, a ring that sends workers their messages. */
final class Door implements AutoCloseable {
  /** User data of the word to the first worker; the others' are below. */
  private static final int STOP = -1;

  private static final int TRIES_MAX = 1000;

  private final Simulation world;
  private final SimulatedKernel kernel;
  private final Ring ring;
  private final Map<Integer, Client> handed = new HashMap<>();
  private boolean stopped;
  private boolean isThere = true;

  Door(Simulation world) {
    this.world = world;
    this.kernel = world.kernel;
    ring = Ring.open(RingOptions.defaults().withSqEntries(8).withCqEntries(64), kernel);
    ring.enable();
  }

  /** A client has come. */
  void handOver(Client client, Station to) {
    handed.put(client.fd, client);
    Worker.prepAdopt(ring.getSqe(), to.ringFd(), client.fd, 0).userData(client.fd);
    submit();
  }

  /** The workers are to stop. */
  void stop() {
    stopped = true;
    world.stations.forEach(this::stop);
  }

  private void stop(Station station) {
    Worker.prepStop(ring.getSqe(), station.ringFd()).userData(STOP - station.number);
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
    List<Station> again = new ArrayList<>();
    for (int i = 0; i < ready; i++) {
      Cqe cqe = ring.cqe(i);
      int fd = (int) cqe.userData();
      if (fd <= STOP) {
        Station station = world.stations.get(STOP - fd);
        if (cqe.res() < 0 && !station.hasEnded()) {
          again.add(station);
        }
      } else if (cqe.res() < 0) {
        world.points.reach(Point.HAND_OVER_FAILED);
        handed.get(fd).mayBeClosed();
        kernel.close(fd);
      }
      handed.remove(fd);
    }
    ring.cqAdvance(ready);
    if (isThere) {
      again.forEach(this::stop);
    }
  }

  /** Looks again if something was late. */
  void look() {
    if (!handed.isEmpty() || stopped) {
      ring.submitAndGetEvents();
      reap();
    }
  }

  /** The workers have ended: what is still to be told of hand-overs is told now. */
  @Override
  public void close() {
    isThere = false;
    kernel.settle();
    ring.submitAndGetEvents();
    reap();
    ring.close();
  }
}

package io.gannet.bench.hostile;

import io.gannet.bench.observe.ServerProcess;
import io.gannet.ffi.linux.Signal;
import java.util.concurrent.TimeUnit;

/**
 * Stops the process, as a host that suspends it does, while clients are idle, in the middle of a
 * line, of a value, or asking; then it goes on. None of them has done anything wrong, so each must
 * be answered when it goes on too.
 */
final class Stopped implements Attack {
  private static final int CLIENTS = 100;
  private static final long STOP_SEC = 8;

  @Override
  public Assault begin(Site site) {
    ServerProcess process =
        site.process().orElseThrow(() -> new Unavailable("its process is not to be seen"));
    int pid = (int) process.pid();
    Interrupted habit = new Interrupted();
    Crowd crowd = new Crowd(site.server(), habit, CLIENTS).start();
    return new Assault() {
      @Override
      public void finish() throws InterruptedException {
        site.neighbour().hold();
        try {
          Signal.kill(pid, Signal.SIGSTOP);
          TimeUnit.SECONDS.sleep(STOP_SEC);
        } finally {
          Signal.kill(pid, Signal.SIGCONT);
          site.neighbour().release();
        }
        habit.goOn();
        crowd.finish();
      }

      @Override
      public Toll end() throws InterruptedException {
        return crowd.end();
      }
    };
  }
}

package io.gannet.bench.micro;

import io.gannet.engine.klog.BlockFiller;
import io.gannet.engine.klog.CommandLog;
import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.klog.KlogMetrics;
import io.gannet.engine.klog.LogLayout;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/** A ring that a command log goes to, and a thread that empties it as the server's does. */
final class LogDrain implements AutoCloseable {
  private static final int RING_BYTES = 4 << 20;
  private static final long PERIOD_NS = 10_000_000;

  private final MailRing ring =
      new MailRing(
          Arena.ofAuto().allocate(MailRing.bytes(RING_BYTES), MailRing.ALIGNMENT), 0, RING_BYTES);
  private final Thread thread = new Thread(this::run, "klog");
  private volatile boolean ends;

  LogDrain() {
    thread.setDaemon(true);
    thread.start();
  }

  /** The worker's end of it: one request of so many is logged. */
  CommandLog log(int sample) {
    return new CommandLog(ring.producer(), 0, sample, System::nanoTime, new KlogMetrics());
  }

  /** Where requests wait that are answered later. */
  static KeptRequests kept() {
    return new KeptRequests(Arena.ofAuto().allocate(KeptRequests.bytes(), Long.BYTES));
  }

  private void run() {
    MemorySegment block = Arena.ofAuto().allocate(LogLayout.BLOCK_BYTES_MAX, Long.BYTES);
    BlockFiller filler = new BlockFiller(block, ring.consumer());
    while (!ends) {
      boolean more = filler.fill();
      if (!filler.isEmpty()) {
        filler.seal(0, 0, 0);
        filler.clear();
      }
      if (!more) {
        LockSupport.parkNanos(PERIOD_NS);
      }
    }
  }

  @Override
  public void close() {
    ends = true;
  }
}

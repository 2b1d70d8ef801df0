package io.gannet.server.klog;

import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.mail.MailRing;
import io.gannet.engine.slow.SlowLog;
import io.gannet.ffi.memory.Policy;
import io.gannet.ffi.memory.Region;
import io.gannet.server.worker.option.Logging;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What workers log into, all of it there before the port opens.
 *
 * <pre>
 *   ┌────────────────┬────────────────┬─ ─ ┬────────────────┬─ ─
 *   │ ring, worker 0 │ ring, worker 1 │    │ kept, worker 0 │
 *   └────────────────┴────────────────┴─ ─ ┴────────────────┴─ ─
 * </pre>
 */
public final class LogMemory implements AutoCloseable {
  /** A ring that is long enough to have the way to it compiled. */
  public static final int SCRATCH_RING_BYTES = 1 << 20;

  private final Region region;
  private final Logging logging;

  private LogMemory(Region region, Logging logging) {
    this.region = region;
    this.logging = logging;
  }

  /** Of so many workers. */
  public static LogMemory map(int workers, int ringBytes, int sample) {
    long keptBytes = KeptRequests.bytes();
    long rings = workers * MailRing.bytes(ringBytes);
    Region region = Region.map(rings + workers * keptBytes, Policy.OFF);
    region.populate();
    List<MailRing> all = new ArrayList<>();
    List<MemorySegment> kept = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      all.add(new MailRing(region.memory(), worker * MailRing.bytes(ringBytes), ringBytes));
      kept.add(region.memory().asSlice(rings + worker * keptBytes, keptBytes));
    }
    return new LogMemory(region, new Logging(all, kept, sample, SlowLog.OFF));
  }

  /** Where workers log. */
  public Logging logging() {
    return logging;
  }

  @Override
  public void close() {
    region.close();
  }
}

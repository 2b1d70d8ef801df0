package io.gannet.server.worker.option;

import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.mail.MailRing;
import io.gannet.engine.slow.SlowLog;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Where workers log their requests.
 *
 * @param rings to who writes, one of each worker; none if they are not logged
 * @param kept memory of each worker's {@link KeptRequests}
 * @param sample one request of so many is logged
 * @param slowNs those that take as long are told of; {@link SlowLog#OFF} for none
 */
public record Logging(
    List<MailRing> rings, List<MemorySegment> kept, int sample, long slowNs) {
  /** Nothing is logged. */
  public static final Logging NONE = new Logging(List.of(), List.of(), 1, SlowLog.OFF);

  public Logging {
    rings = List.copyOf(rings);
    kept = List.copyOf(kept);
    assert rings.size() == kept.size();
  }

  /** True if a worker logs. */
  public boolean isOn() {
    return !rings.isEmpty();
  }

  /** True if it tells of slow requests. */
  public boolean tellsSlow() {
    return slowNs != SlowLog.OFF;
  }

  /** The same, and requests that take as long are told of. */
  public Logging slowFrom(long thresholdNs) {
    return new Logging(rings, kept, sample, thresholdNs);
  }
}

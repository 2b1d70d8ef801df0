package io.gannet.server.worker.option;

import io.gannet.engine.klog.KeptRequests;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Where workers log their requests.
 *
 * @param rings to who writes, one of each worker; none if they are not logged
 * @param kept memory of each worker's {@link KeptRequests}
 * @param sample one request of so many is logged
 */
public record Logging(List<MailRing> rings, List<MemorySegment> kept, int sample) {
  /** Nothing is logged. */
  public static final Logging NONE = new Logging(List.of(), List.of(), 1);

  public Logging {
    rings = List.copyOf(rings);
    kept = List.copyOf(kept);
    assert rings.size() == kept.size();
  }

  /** True if a worker logs. */
  public boolean isOn() {
    return !rings.isEmpty();
  }
}

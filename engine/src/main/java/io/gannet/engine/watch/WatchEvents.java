package io.gannet.engine.watch;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.mail.MailConsumer;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * What all workers have told, one event after the other: of those that are there, the one with the
 * least number first. What may have been the cause of an event is there when the event is, as
 * workers publish before they answer; so it comes before. One thread.
 */
public final class WatchEvents {
  /** Bytes that {@link #putLine} writes at most. */
  public static final int LINE_BYTES_MAX = WatchLine.BYTES_MAX;

  /** The least capacity of a worker's ring. */
  public static final int RING_BYTES_MIN = WatchLayout.RING_BYTES_MIN;

  private final MailConsumer[] rings;

  /** The next event of each ring, or NONE. */
  private final long[] heads;

  private int current = -1;

  /** Of rings, one of each worker. */
  public WatchEvents(List<MailRing> rings) {
    this.rings = rings.stream().map(MailRing::consumer).toArray(MailConsumer[]::new);
    this.heads = new long[this.rings.length];
    Arrays.fill(heads, MailRing.NONE);
  }

  /** Goes on to the next event; false if there is none now. */
  public boolean next() {
    if (current >= 0) {
      heads[current] = MailRing.NONE;
    }
    current = -1;
    while (seesMore()) {
      // What was found may have a cause in a ring that was looked at before.
    }
    for (int ring = 0; ring < rings.length; ring++) {
      if (heads[ring] != MailRing.NONE && (current < 0 || gid(ring) < gid(current))) {
        current = ring;
      }
    }
    return current >= 0;
  }

  /** True if there was something in a ring where there was nothing. */
  private boolean seesMore() {
    boolean more = false;
    for (int ring = 0; ring < rings.length; ring++) {
      if (heads[ring] == MailRing.NONE) {
        heads[ring] = rings[ring].next();
        more |= heads[ring] != MailRing.NONE;
      }
    }
    return more;
  }

  private long gid(int ring) {
    return Bits.getLong(memory(ring), heads[ring] + WatchLayout.GID);
  }

  private MemorySegment memory(int ring) {
    return rings[ring].memory();
  }

  /** Its number. */
  public long gid() {
    return gid(current);
  }

  /** Its stream, as a bit. */
  public int stream() {
    return WatchLayout.stream(rings[current].kind(heads[current])).bit();
  }

  /**
   * Writes its line.
   *
   * @param wallNs when the monotonic clock was 0, of the epoch
   * @return the offset behind it
   */
  public long putLine(long wallNs, MemorySegment to, long offset) {
    MemorySegment from = memory(current);
    long at = heads[current];
    long timeNs = wallNs + Bits.getLong(from, at + WatchLayout.TIME);
    return WatchLine.put(rings[current].kind(at), from, at, timeNs, to, offset);
  }

  /** Gives back the room of all events of which {@link #next} has gone on. */
  public void release() {
    for (int ring = 0; ring < rings.length; ring++) {
      if (heads[ring] == MailRing.NONE) {
        rings[ring].release();
      }
    }
  }
}

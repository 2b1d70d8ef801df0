package io.gannet.engine.watch;

import io.gannet.engine.mail.MailConsumer;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.MemorySegment;

/**
 * The lines that are made for one watcher, on their way to its conversation: a bounded ring, in
 * which a message is a line or two. The worker takes what its client has room for; what finds the
 * ring full was never in it.
 */
public final class WatchFeed {
  private final MailRing ring;
  private MailConsumer lines;
  private long next = MailRing.NONE;
  private volatile boolean ended;

  /** From a ring whose other end makes lines. */
  public WatchFeed(MailRing ring) {
    this.ring = ring;
  }

  /** True if there is something to be told. The worker, as all but {@link #hasEnded}. */
  public boolean hasNext() {
    if (lines == null) {
      lines = ring.consumer();
    }
    if (next == MailRing.NONE) {
      next = lines.next();
    }
    return next != MailRing.NONE;
  }

  /** Bytes of what is told next. */
  public int length() {
    return lines.length(next);
  }

  /** Copies it; returns the offset behind it. */
  public long take(MemorySegment to, long offset) {
    int length = length();
    MemorySegment.copy(lines.memory(), next, to, offset, length);
    next = MailRing.NONE;
    return offset + length;
  }

  /** Gives back the room of all that was taken. */
  public void release() {
    if (lines != null && next == MailRing.NONE) {
      lines.release();
    }
  }

  /** The conversation is over: nothing of the ring is touched any more. */
  public void end() {
    ended = true;
  }

  /** True once that was said: the ring may be unmapped. Any thread. */
  public boolean hasEnded() {
    return ended;
  }
}

package io.gannet.engine.mail;

import static io.gannet.engine.mail.MailRing.HEAD;
import static io.gannet.engine.mail.MailRing.READ;
import static io.gannet.engine.mail.MailRing.TAIL;
import static io.gannet.engine.mail.MailRing.TAIL_SEEN;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;

/**
 * The end of a {@link MailRing} that reads: one message after another, and once for all of them,
 * when none of them is needed any more, release. One thread.
 */
public final class MailConsumer {
  private final MailRing ring;
  private final MemorySegment memory;
  private final int capacity;
  private final OneThread consumer = new OneThread();

  MailConsumer(MailRing ring) {
    this.ring = ring;
    this.memory = ring.memory;
    this.capacity = ring.capacity;
  }

  /** What offsets are in. */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * Takes the next message, which stays as it is until {@link #release}.
   *
   * @return where its payload begins, at a multiple of 8, or NONE if nothing is published
   */
  public long next() {
    assert consumer.isThis();
    long read = ring.own(READ);
    if (read == ring.own(TAIL_SEEN) && !seesMore(read)) {
      return MailRing.NONE;
    }
    long offset = ring.recordAt(read);
    long header = Bits.getLong(memory, offset);
    if (MailRecord.kind(header) == MailRecord.PADDING) {
      read += MailRecord.bytes(MailRecord.length(header));
      assert ring.toWrap(read) == capacity : "padding ends at the wrap";
      offset = ring.recordAt(read);
      header = Bits.getLong(memory, offset);
    }
    read += MailRecord.bytes(MailRecord.length(header));
    assert isMessage(header, read) : Long.toHexString(header);
    ring.own(READ, read);
    return offset + MailRecord.HEADER_BYTES;
  }

  private boolean seesMore(long read) {
    long tail = ring.acquire(TAIL);
    assert tail >= read && tail - ring.own(HEAD) <= capacity : tail;
    ring.own(TAIL_SEEN, tail);
    return tail != read;
  }

  private boolean isMessage(long header, long end) {
    int length = MailRecord.length(header);
    return MailRecord.kind(header) >= MailRecord.KIND_MIN
        && length >= 0
        && length <= MailRing.payloadBytesMax(capacity)
        && end <= ring.own(TAIL_SEEN);
  }

  /** The kind of the message whose payload begins at an offset that {@link #next} gave. */
  public int kind(long offset) {
    return MailRecord.kind(MailRecord.before(memory, offset));
  }

  /** Bytes of the payload that begins at an offset that {@link #next} gave. */
  public int length(long offset) {
    return MailRecord.length(MailRecord.before(memory, offset));
  }

  /** True if {@link #next} would give a message. */
  public boolean hasNext() {
    assert consumer.isThis();
    return ring.own(READ) != ring.own(TAIL_SEEN) || ring.acquire(TAIL) != ring.own(READ);
  }

  /** Gives back the room of all messages that were taken: one store. */
  public void release() {
    assert consumer.isThis();
    long read = ring.own(READ);
    assert ring.own(HEAD) <= read;
    if (ring.own(HEAD) != read) {
      ring.release(HEAD, read);
    }
  }
}

package io.gannet.engine.mail;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;

/**
 * The end of a {@link MailRing} that reads: one message after another, and once for all of them,
 * when none of them is needed any more, release. One thread.
 */
public final class MailConsumer extends Apart {
  private final MailRing ring;
  private final MemorySegment memory;
  private final int capacity;
  private final OneThread consumer = new OneThread();
  private long head;
  private long read;
  private long tailSeen;

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
    if (read == tailSeen && !seesMore()) {
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
    assert isMessage(header) && read <= tailSeen : Long.toHexString(header);
    return offset + MailRecord.HEADER_BYTES;
  }

  private boolean seesMore() {
    tailSeen = ring.acquire(MailRing.TAIL);
    assert tailSeen >= read && tailSeen - head <= capacity : tailSeen;
    return tailSeen != read;
  }

  private boolean isMessage(long header) {
    int length = MailRecord.length(header);
    return MailRecord.kind(header) >= MailRecord.KIND_MIN
        && length >= 0
        && length <= MailRing.payloadBytesMax(capacity);
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
    return read != tailSeen || ring.acquire(MailRing.TAIL) != read;
  }

  /** Gives back the room of all messages that were taken: one store. */
  public void release() {
    assert consumer.isThis();
    assert head <= read;
    if (head != read) {
      head = read;
      ring.release(MailRing.HEAD, head);
    }
  }
}

package io.gannet.engine.mail;

import static io.gannet.engine.mail.MailRing.CLAIMED;
import static io.gannet.engine.mail.MailRing.HEAD;
import static io.gannet.engine.mail.MailRing.HEAD_SEEN;
import static io.gannet.engine.mail.MailRing.REFUSED;
import static io.gannet.engine.mail.MailRing.TAIL;
import static io.gannet.engine.mail.MailRing.WRITE;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;

/**
 * The end of a {@link MailRing} that writes: claim room, write the payload there, commit; then,
 * once for all of them, publish. One thread, but where it says any.
 *
 * <p>Nothing that is written changes in objects, which lie beside those of other threads: all is in
 * the ring's memory.
 */
public final class MailProducer {
  private final MailRing ring;
  private final MemorySegment memory;
  private final int capacity;
  private final OneThread producer = new OneThread();

  MailProducer(MailRing ring) {
    this.ring = ring;
    this.memory = ring.memory;
    this.capacity = ring.capacity;
  }

  /** What offsets are in. */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * Room for a message of so many bytes at most, until the next claim or commit.
   *
   * @param bytes 0 to {@link MailRing#payloadBytesMax}
   * @return where its payload goes, at a multiple of 8, or NONE if the ring is full, which is
   *     counted
   */
  public long claim(int bytes) {
    assert producer.isThis();
    assert bytes >= 0 && bytes <= MailRing.payloadBytesMax(capacity) : bytes;
    long record = MailRecord.bytes(bytes);
    long write = ring.own(WRITE);
    int toWrap = ring.toWrap(write);
    long at = record <= toWrap ? write : write + toWrap;
    if (!hasRoom(at + record)) {
      ring.opaque(REFUSED, ring.own(REFUSED) + 1);
      return MailRing.NONE;
    }
    if (at != write) {
      pad(write, toWrap);
    }
    ring.own(CLAIMED, at);
    long offset = ring.recordAt(at);
    Bits.putLong(memory, offset, MailRecord.pack(MailRecord.CLAIMED, bytes));
    return offset + MailRecord.HEADER_BYTES;
  }

  /** True if the consumer has given back all that is more than a capacity before a position. */
  private boolean hasRoom(long end) {
    if (end - ring.own(HEAD_SEEN) <= capacity) {
      return true;
    }
    long head = ring.acquire(HEAD);
    assert head >= ring.own(HEAD_SEEN) && head <= ring.own(TAIL) : head;
    ring.own(HEAD_SEEN, head);
    return end - head <= capacity;
  }

  /** Not a message's before a commit moves the position on: a claim that is dropped leaves none. */
  private void pad(long position, int bytes) {
    assert bytes >= MailRecord.HEADER_BYTES;
    Bits.putLong(
        memory,
        ring.recordAt(position),
        MailRecord.pack(MailRecord.PADDING, bytes - MailRecord.HEADER_BYTES));
  }

  /**
   * Makes a message of what was claimed last; the consumer does not see it before {@link #publish}.
   *
   * @param kind what the consumer is to take it for, 1 or more
   * @param bytes of its payload, at most as many as were claimed
   */
  public void commit(int kind, int bytes) {
    assert producer.isThis();
    assert kind >= MailRecord.KIND_MIN : kind;
    long at = ring.own(CLAIMED);
    long offset = ring.recordAt(at);
    assert at >= ring.own(WRITE) && isClaimed(offset, bytes) : "not claimed: " + bytes;
    Bits.putLong(memory, offset, MailRecord.pack(kind, bytes));
    long write = at + MailRecord.bytes(bytes);
    assert write - ring.own(HEAD_SEEN) <= capacity : "over what is not given back";
    ring.own(WRITE, write);
  }

  private boolean isClaimed(long offset, int bytes) {
    long header = Bits.getLong(memory, offset);
    return MailRecord.kind(header) == MailRecord.CLAIMED
        && bytes >= 0
        && bytes <= MailRecord.length(header);
  }

  /**
   * Lets the consumer see all that was committed: one store.
   *
   * @return whether there was any
   */
  public boolean publish() {
    assert producer.isThis();
    long write = ring.own(WRITE);
    long tail = ring.own(TAIL);
    assert tail <= write;
    if (tail == write) {
      return false;
    }
    ring.release(TAIL, write);
    return true;
  }

  /** How often the ring was full. Any thread. */
  public long refused() {
    return ring.opaque(REFUSED);
  }
}

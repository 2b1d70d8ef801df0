package io.gannet.engine.mail;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.metrics.Counter;
import java.lang.foreign.MemorySegment;

/**
 * The end of a {@link MailRing} that writes: claim room, write the payload there, commit; then,
 * once for all of them, publish. One thread, but where it says any.
 */
public final class MailProducer extends Apart {
  private static final int NOTHING = -1;

  private final MailRing ring;
  private final MemorySegment memory;
  private final int capacity;
  private final Counter refused = new Counter();
  private final OneThread producer = new OneThread();
  private long tail;
  private long write;
  private long headSeen;
  private long claimed;
  private int claimedBytes = NOTHING;

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
    int toWrap = ring.toWrap(write);
    long at = record <= toWrap ? write : write + toWrap;
    if (!hasRoom(at + record)) {
      claimedBytes = NOTHING;
      refused.increment();
      return MailRing.NONE;
    }
    if (at != write) {
      pad(toWrap);
    }
    claimed = at;
    claimedBytes = bytes;
    return ring.recordAt(at) + MailRecord.HEADER_BYTES;
  }

  /** True if the consumer has given back all that is a capacity or more before a position. */
  private boolean hasRoom(long end) {
    if (end - headSeen <= capacity) {
      return true;
    }
    return end - head() <= capacity;
  }

  private long head() {
    long head = ring.acquire(MailRing.HEAD);
    assert head >= headSeen && head <= tail : head;
    headSeen = head;
    return head;
  }

  /** Of no effect unless a commit moves over it: a claim that is dropped leaves nothing. */
  private void pad(int bytes) {
    assert bytes >= MailRecord.HEADER_BYTES;
    int length = bytes - MailRecord.HEADER_BYTES;
    Bits.putLong(memory, ring.recordAt(write), MailRecord.pack(MailRecord.PADDING, length));
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
    assert bytes >= 0 && bytes <= claimedBytes : bytes + " of " + claimedBytes;
    Bits.putLong(memory, ring.recordAt(claimed), MailRecord.pack(kind, bytes));
    write = claimed + MailRecord.bytes(bytes);
    claimedBytes = NOTHING;
    assert write - headSeen <= capacity : "over what is not given back";
  }

  /**
   * Lets the consumer see all that was committed: one store.
   *
   * @return whether there was any
   */
  public boolean publish() {
    assert producer.isThis();
    assert tail <= write;
    if (tail == write) {
      return false;
    }
    tail = write;
    ring.release(MailRing.TAIL, tail);
    return true;
  }

  /** Bytes of records that there is room for now, if they need no padding. */
  public long freeBytes() {
    assert producer.isThis();
    return capacity - (write - head());
  }

  /** How often the ring was full. Any thread. */
  public long refused() {
    return refused.get();
  }
}

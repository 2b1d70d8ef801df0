package io.gannet.engine.mail;

import java.lang.foreign.MemorySegment;

/**
 * The mail of so many workers in one memory: a doorbell each, and a ring from each to each other.
 *
 * <pre>
 *  0          128                         128 × N
 * +----------+----------+- - -+----------+--------+--------+- - -+--------+--------+- - -+
 * | doorbell | doorbell |     | doorbell | 0 → 1  | 0 → 2  |     | 1 → 0  | 1 → 2  |     |
 * |    0     |    1     |     |  N - 1   |        |        |     |        |        |     |
 * +----------+----------+- - -+----------+--------+--------+- - -+--------+--------+- - -+
 * </pre>
 */
public final class Mailboxes {
  private final MemorySegment memory;
  private final int workers;
  private final int ringBytes;

  /**
   * Mailboxes over zeroed memory that every worker may access.
   *
   * @param memory {@link #bytes} at least, aligned to {@link MailRing#ALIGNMENT}
   * @param ringBytes the capacity of each ring, see {@link MailRing}
   */
  public Mailboxes(MemorySegment memory, int workers, int ringBytes) {
    if (memory.byteSize() < bytes(workers, ringBytes)) {
      throw new IllegalArgumentException(
          "mailboxes of " + workers + " workers: give " + bytes(workers, ringBytes) + " bytes");
    }
    this.memory = memory;
    this.workers = workers;
    this.ringBytes = ringBytes;
  }

  /** Bytes of memory that so many workers need; none for one. */
  public static long bytes(int workers, int ringBytes) {
    long rings = (long) workers * (workers - 1);
    return rings == 0 ? 0 : (long) workers * Doorbell.BYTES + rings * MailRing.bytes(ringBytes);
  }

  /**
   * The mailbox of a worker, to be made once, on its own thread: what it changes in objects then
   * lies apart from what others do.
   *
   * @param turnMessages how many messages it takes in a turn, or one of each other if that is more
   */
  public Mailbox mailbox(int worker, int turnMessages) {
    return new Mailbox(this, worker, turnMessages);
  }

  /** How many workers there are. */
  public int workers() {
    return workers;
  }

  MailRing ring(int from, int to) {
    assert from != to && from < workers && to < workers : from + " to " + to;
    int column = to < from ? to : to - 1;
    long number = (long) from * (workers - 1) + column;
    long offset = (long) workers * Doorbell.BYTES + number * MailRing.bytes(ringBytes);
    return new MailRing(memory, offset, ringBytes);
  }

  Doorbell doorbell(int worker) {
    return new Doorbell(memory, (long) worker * Doorbell.BYTES);
  }

  MemorySegment memory() {
    return memory;
  }
}

package io.gannet.engine.process.shard;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.mail.MailConsumer;
import io.gannet.engine.mail.MailProducer;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.MemorySegment;

/**
 * Messages that could not be dealt with when they came, in copies, who has waited longest first. In
 * a round each is taken once, and dealt with or parked again. What came later from the same
 * conversation must not overtake one that is parked, unless both only read: it is parked as well.
 * Nobody waits for what is another's: whose each is stands in a list, which is looked through.
 *
 * <p>Who holds how much: as many messages as it is made for, in memory that takes all of them and
 * one more, so that one that was taken can always be parked again. One thread.
 */
final class ParkingLot {
  private static final int SENDER = 0;
  private static final int MESSAGE = 8;

  private final int messagesMax;
  private final MailProducer in;
  private final MailConsumer out;
  private final long budget;
  private final long longest;

  /** Of each that is parked, whose it is and whether it only reads; the next is to be at last. */
  private final int[] senders;

  private final long[] origins;
  private final boolean[] reading;
  private int last;

  /** How many were parked since the round began: all, once it is over. */
  private int parked;

  private int reads;
  private long heldBytes;
  private int count;
  private int roundLeft;
  private long taken;

  /**
   * An empty lot.
   *
   * @param memory zeroed, aligned as rings are
   * @param capacity a ring's, four times as long at least as the longest message
   * @param messageBytesMax the longest message
   * @param messagesMax how many may be parked: all of them are tried in a turn
   */
  ParkingLot(
      MemorySegment memory, long offset, int capacity, int messageBytesMax, int messagesMax) {
    this.messagesMax = messagesMax;
    this.senders = new int[messagesMax + 1]; // one that was taken is parked again before it leaves
    this.origins = new long[messagesMax + 1];
    this.reading = new boolean[messagesMax + 1];
    MailRing ring = new MailRing(memory, offset, capacity);
    this.in = ring.producer();
    this.out = ring.consumer();
    this.longest = MailRing.recordBytes(MESSAGE + messageBytesMax);
    this.budget = MailRing.budget(capacity, MESSAGE + messageBytesMax) - longest;
    assert budget >= longest : "room for one and for another that is parked again";
  }

  /** The capacity that takes so many, however long. */
  static int capacity(int messages, int messageBytesMax) {
    long bytes = (messages + 3) * MailRing.recordBytes(MESSAGE + messageBytesMax);
    return Integer.highestOneBit(Math.toIntExact(bytes)) << 1;
  }

  /** How many are parked. */
  int count() {
    return count;
  }

  /** What a message of so many bytes takes. */
  static long recordBytes(int length) {
    return MailRing.recordBytes(MESSAGE + length);
  }

  /**
   * True if so many may be parked, of which all but one take so many bytes.
   *
   * @param bytes {@link #recordBytes} of them; the one more may be of any length
   */
  boolean hasRoomFor(int messages, long bytes) {
    return count + messages <= messagesMax && heldBytes + bytes + longest <= budget;
  }

  /** True if something of this conversation is parked that what is new must not overtake. */
  boolean holds(int sender, long origin, boolean onlyReads) {
    for (int i = 1; i <= parked; i++) {
      int at = Math.floorMod(last - i, origins.length);
      if (origins[at] == origin && senders[at] == sender && !(onlyReads && reading[at])) {
        return true;
      }
    }
    return false;
  }

  /** How many that only read are parked. */
  int reads() {
    return reads;
  }

  /** Parks a copy of a message; there has to be room. */
  void park(
      int kind, int sender, long origin, boolean onlyReads, MemorySegment from, long at,
      int length) {
    long to = in.claim(MESSAGE + length);
    assert to != MailRing.NONE : "more than was kept free";
    Bits.putLong(in.memory(), to + SENDER, sender);
    MemorySegment.copy(from, at, in.memory(), to + MESSAGE, length);
    in.commit(kind, MESSAGE + length);
    in.publish();
    heldBytes += MailRing.recordBytes(MESSAGE + length);
    count++;
    note(sender, origin, onlyReads);
    reads += onlyReads ? 1 : 0;
  }

  private void note(int sender, long origin, boolean onlyReads) {
    senders[last] = sender;
    origins[last] = origin;
    reading[last] = onlyReads;
    last = (last + 1) % origins.length;
    parked++;
    assert parked <= origins.length;
  }

  /** Begins a round, in which each that is parked now is taken once. */
  void beginRound() {
    assert roundLeft == 0;
    roundLeft = count;
    parked = 0;
    reads = 0;
  }

  /** True if one of the round is to be taken still. */
  boolean hasNext() {
    return roundLeft > 0;
  }

  /** Takes the next of the round; its message is there until it is {@link #left}. */
  long next() {
    assert roundLeft > 0;
    roundLeft--;
    taken = out.next();
    return taken + MESSAGE;
  }

  MemorySegment memory() {
    return out.memory();
  }

  int kind() {
    return out.kind(taken);
  }

  int sender() {
    return (int) Bits.getLong(out.memory(), taken + SENDER);
  }

  int length() {
    return out.length(taken) - MESSAGE;
  }

  /** The one that was taken was dealt with, or parked again. */
  void left() {
    heldBytes -= MailRing.recordBytes(out.length(taken));
    count--;
    out.release();
  }
}

package io.gannet.engine.process.shard;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.mail.MailConsumer;
import io.gannet.engine.mail.MailProducer;
import io.gannet.engine.mail.MailRing;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Messages that could not be dealt with when they came, in copies, who has waited longest first. In
 * a round each is taken once, and dealt with or parked again. What came later from the same
 * conversation must not overtake one that is parked, unless both only read: it is parked as well.
 * To know that, what each conversation has here is counted; two may share a count, and then wait
 * for each other.
 *
 * <p>Who holds how much: as many messages as it is made for, in memory that takes all of them and
 * one more, so that one that was taken can always be parked again. One thread.
 */
final class ParkingLot {
  private static final int COUNT_BITS = 12;
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
  private static final int SENDER = 0;
  private static final int MESSAGE = 8;

  private final int messagesMax;
  private final MailProducer in;
  private final MailConsumer out;
  private final long budget;
  private final long longest;
  private final int[] writesOf = new int[1 << COUNT_BITS];
  private final int[] readsOf = new int[1 << COUNT_BITS];
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

  /** True if something of this conversation may be parked that what is new must not overtake. */
  boolean holds(int sender, long origin, boolean onlyReads) {
    if (count == 0) {
      return false;
    }
    int which = which(sender, origin);
    return writesOf[which] > 0 || !onlyReads && readsOf[which] > 0;
  }

  /** How many that only read are parked. */
  int reads() {
    return reads;
  }

  private static int which(int sender, long origin) {
    return (int) ((origin + sender) * MIX >>> Long.SIZE - COUNT_BITS);
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
    (onlyReads ? readsOf : writesOf)[which(sender, origin)]++;
    reads += onlyReads ? 1 : 0;
  }

  /** Begins a round, in which each that is parked now is taken once. */
  void beginRound() {
    assert roundLeft == 0;
    roundLeft = count;
    if (count > 0) {
      Arrays.fill(writesOf, 0);
      Arrays.fill(readsOf, 0);
    }
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

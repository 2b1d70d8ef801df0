package io.gannet.engine.mail;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * A bounded ring of messages of any length from one thread to one other: how it lies in memory, and
 * what both ends see of it. {@link MailProducer} and {@link MailConsumer} are the ends.
 *
 * <pre>
 *  0       8     128    136    256         256 + capacity
 * +-------+- - -+------+- - -+------- - - -+
 * | tail  |     | head |     |  messages   |
 * +-------+- - -+------+- - -+------- - - -+
 *  written by    by the       by the
 *  the producer  consumer     producer
 *
 *       given back │ taken         │ published      │ committed     │ free
 *   ───────────────┼───────────────┼────────────────┼───────────────┼─────────────
 *                head            read             tail            write    head + capacity
 *
 *  messages  … ┌────────┬─────────┬─────────┐ ┌────────┬─────────┐  a message lies in one piece:
 *              │ header │ message │ padding │ │ header │ message │  where the rest is too short,
 *              └────────┴─────────┴─────────┘ └────────┴─────────┘  padding goes before it
 *                                           ↑ capacity, which is 0 again
 * </pre>
 *
 * <p>The four are <i>positions</i>: they count bytes and never wrap; their low bits are the
 * <i>index</i> of a record, and what callers get are <i>offsets</i> in the memory that was given.
 * Read is the consumer's own and write the producer's. Each end remembers what it last saw of the
 * other's word, and looks again when that is used up: while there is mail and room, no line of one
 * end is touched by the other but once a batch. The words lie two cache lines apart, as processors
 * fetch lines in pairs.
 *
 * <p>Writing a tail or a head is a release and reading the other's an acquire: the consumer sees
 * messages whole, and the producer writes over none that is still read.
 *
 * @see <a href="https://doi.org/10.1109/TSE.1977.229904">Lamport, Proving the Correctness of
 *     Multiprocess Programs</a>, for the ring
 * @see <a href="https://doi.org/10.1109/SBAC-PAD.2013.8">Lê, Guatto, Cohen and Pop, Correct and
 *     Efficient Bounded FIFO Queues</a>, for what is seen of the other's index and its proof
 */
public final class MailRing {
  /** What there is no offset of: no message, or no room for one. */
  public static final long NONE = -1;

  /** The least alignment of a ring, and the distance of what different threads write. */
  public static final int ALIGNMENT = 128;

  /** The least capacity. */
  public static final int CAPACITY_MIN = ALIGNMENT;

  /** The greatest capacity. */
  public static final int CAPACITY_MAX = 1 << 30;

  static final int TAIL = 0;
  static final int HEAD = TAIL + ALIGNMENT;
  static final int MESSAGES = HEAD + ALIGNMENT;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  static {
    assert CAPACITY_MIN % ALIGNMENT == 0 : "so that one ring may follow another";
  }

  final MemorySegment memory;
  final int capacity;
  private final long offset;

  /**
   * A ring over zeroed memory, which both threads may access.
   *
   * @param offset where it begins, at a multiple of {@link #ALIGNMENT} as an address
   * @param capacity bytes of messages with their headers, a power of two
   * @throws IllegalArgumentException if it would lie otherwise
   */
  public MailRing(MemorySegment memory, long offset, int capacity) {
    checkCapacity(capacity);
    if ((memory.address() + offset) % ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "a ring at " + offset + ": give memory aligned to " + ALIGNMENT);
    }
    if (offset < 0 || offset + bytes(capacity) > memory.byteSize()) {
      throw new IllegalArgumentException(
          "a ring at " + offset + ": give " + bytes(capacity) + " bytes from there on");
    }
    this.memory = memory;
    this.offset = offset;
    this.capacity = capacity;
  }

  private static void checkCapacity(int capacity) {
    if (!Bits.isPowerOfTwo(capacity) || capacity < CAPACITY_MIN || capacity > CAPACITY_MAX) {
      throw new IllegalArgumentException(
          "a ring of " + capacity + " bytes: give a power of two from " + CAPACITY_MIN
              + " to " + CAPACITY_MAX);
    }
  }

  /** Bytes of memory that a ring takes, a multiple of {@link #ALIGNMENT}. */
  public static long bytes(int capacity) {
    return MESSAGES + (long) capacity;
  }

  /**
   * The longest payload. An empty ring takes one wherever it stands: padding is shorter than the
   * record that it makes way for, so that both are less than two halves.
   */
  public static int payloadBytesMax(int capacity) {
    return capacity / 2 - MailRecord.HEADER_BYTES;
  }

  /** What a message counts for in {@link #budget}. */
  public static long recordBytes(int payloadBytes) {
    return MailRecord.bytes(payloadBytes);
  }

  /**
   * How many {@link #recordBytes} may be on their way at once, so that the producer is never
   * refused: between head and tail lies at most one multiple of the capacity, hence one padding,
   * which is 8 bytes shorter than the longest record at most.
   *
   * @param payloadBytesMax the longest payload that will be sent
   */
  public static long budget(int capacity, int payloadBytesMax) {
    return capacity - (recordBytes(payloadBytesMax) - MailRecord.ALIGNMENT);
  }

  /** The producer's end, to be made once, and by its thread. */
  public MailProducer producer() {
    return new MailProducer(this);
  }

  /** The consumer's end, to be made once, and by its thread. */
  public MailConsumer consumer() {
    return new MailConsumer(this);
  }

  /** The other's word, and all that was written before it. */
  long acquire(int word) {
    return (long) LONG.getAcquire(memory, offset + word);
  }

  /** Tells the other a word, and all that was written before it. */
  void release(int word, long value) {
    LONG.setRelease(memory, offset + word, value);
  }

  /** Where the record at a position lies in the memory. */
  long recordAt(long position) {
    return offset + MESSAGES + index(position);
  }

  /** Bytes from a position to the wrap. */
  int toWrap(long position) {
    return capacity - index(position);
  }

  private int index(long position) {
    assert position >= 0 && position % MailRecord.ALIGNMENT == 0 : position;
    return (int) position & capacity - 1;
  }
}

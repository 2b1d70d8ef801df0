package io.gannet.engine.store.seg;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Lengths;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * An item as it lies in a segment, at any byte offset, or in the segments of a {@link Runs run}.
 *
 * <pre>
 *  0            4       5
 * +------------+-------+- - - - - - - +- - - - - - - +- - - - - - +---------+-----------+
 * | u32 lengths| u8    | client flags | deadline     | CAS token  | key     | value     |
 * | klen 8     | marks | 0 or 4       | 0, 2 or 4    | 0 or 8     | 1 … 250 | 0 …       |
 * | vlen 24    |       |              |              |            |         |           |
 * +------------+-------+- - - - - - - +- - - - - - - +- - - - - - +---------+-----------+
 *
 *  marks   7       6      5          4          3      2          1           0
 *        +-------+------+----------+----------+------+----------+-----------+---------+
 *        | ANNEX | TOLD | RESERVED | WIDE (4) |CAS(8)| FLAGS (4)| SHORT (2) | DELETED |
 *        +-------+------+----------+----------+------+----------+-----------+---------+
 * </pre>
 *
 * The marks of SHORT, FLAGS and CAS weigh as many bytes as they announce, so their sum is the
 * length of the optional part. The deadline is SHORT, seconds since the segment's own base, where
 * that fits in 16 bits, else WIDE, seconds of the clock. Without mark: never. TOLD: a client knows
 * the item's token, which therefore must not change when the item moves. ANNEX: the last bytes of
 * the value are the owner's own, {@link Store#hasAnnex}. A value of {@link Lengths#LONG} bytes or
 * more has its length in the four bytes in front of the item, which only a run has.
 */
final class Item {
  static final int HEADER_BYTES = 5;

  static final int DELETED = 1;
  static final int SHORT_DEADLINE = 2;
  static final int CLIENT_FLAGS = 4;
  static final int CAS = 8;
  static final int WIDE_DEADLINE = 16;
  static final int RESERVED = 32;
  static final int TOLD = 64;
  static final int ANNEX = 128;

  static final int DEADLINE = SHORT_DEADLINE | WIDE_DEADLINE;

  /** Header with every optional part: what an item of any future must have room for. */
  static final int HEADER_BYTES_MAX = HEADER_BYTES + CLIENT_FLAGS + Integer.BYTES + CAS;

  /** What an item in a run has in any case: its token does not go by its place, nor its age. */
  static final int LARGE = CAS | WIDE_DEADLINE;

  /** What an item's copy may have more: its token, and a wide deadline for a short one. */
  static final int MOVED_BYTES_MAX = CAS + Short.BYTES;

  /** The greatest SHORT deadline. */
  static final int SHORT_DEADLINE_MAX = 0xFFFF;

  private static final int ANNEX_SHIFT = 7;
  private static final int MARKS_OFFSET = Integer.BYTES;
  private static final int WEIGHED = SHORT_DEADLINE | CLIENT_FLAGS | CAS;

  static {
    assert SHORT_DEADLINE == Short.BYTES && CLIENT_FLAGS == Integer.BYTES && CAS == Long.BYTES;
    assert HEADER_BYTES == MARKS_OFFSET + 1 && ANNEX == 1 << ANNEX_SHIFT;
  }

  private Item() {}

  static int optionalBytes(int marks) {
    return (marks & WEIGHED) + wideBytes(marks);
  }

  /** Bytes that an item takes in its segment. */
  static int bytes(int marks, int keyLength, int valueLength) {
    return HEADER_BYTES + optionalBytes(marks) + keyLength + valueLength;
  }

  static int bytes(MemorySegment region, long item) {
    int lengths = Bits.getInt(region, item);
    return bytes(marks(region, item), Lengths.key(lengths), valueLengthBy(region, item, lengths));
  }

  static void write(MemorySegment region, long item, int marks, int keyLength, int valueLength) {
    Bits.putInt(region, item, Lengths.pack(keyLength, valueLength));
    Bits.putByte(region, item + MARKS_OFFSET, marks);
  }

  /** The same of an item in a run. */
  static void writeLarge(
      MemorySegment region, long item, int marks, int keyLength, int valueLength) {
    write(region, item, marks, keyLength, Math.min(valueLength, Lengths.LONG));
    Bits.putInt(region, item - Integer.BYTES, valueLength);
  }

  static int marks(MemorySegment region, long item) {
    return Bits.getByte(region, item + MARKS_OFFSET);
  }

  static void marks(MemorySegment region, long item, int marks) {
    Bits.putByte(region, item + MARKS_OFFSET, marks);
  }

  /** Both lengths, packed. */
  static int lengths(MemorySegment region, long item) {
    return Bits.getInt(region, item);
  }

  static int keyLength(MemorySegment region, long item) {
    return Lengths.key(lengths(region, item));
  }

  static int valueLength(MemorySegment region, long item) {
    return valueLengthBy(region, item, lengths(region, item));
  }

  /** That of an item with these lengths. */
  static int valueLengthBy(MemorySegment region, long item, int lengths) {
    int length = Lengths.value(lengths);
    return length == Lengths.LONG ? Bits.getInt(region, item - Integer.BYTES) : length;
  }

  /** Bytes of the value's annex: they are counted in its length. */
  static int annexBytes(MemorySegment region, long item) {
    return (marks(region, item) >>> ANNEX_SHIFT) * Store.ANNEX_BYTES;
  }

  static long keyOffset(MemorySegment region, long item) {
    return item + HEADER_BYTES + optionalBytes(marks(region, item));
  }

  static long valueOffset(MemorySegment region, long item) {
    return keyOffset(region, item) + keyLength(region, item);
  }

  static boolean hasKey(
      MemorySegment region, long item, MemorySegment key, long keyOffset, int keyLength) {
    return keyLength(region, item) == keyLength
        && Bits.equal(region, keyOffset(region, item), key, keyOffset, keyLength);
  }

  static int clientFlags(MemorySegment region, long item) {
    return clientFlagsBy(region, item, marks(region, item));
  }

  /** Those of an item with these marks. */
  static int clientFlagsBy(MemorySegment region, long item, int marks) {
    return (marks & CLIENT_FLAGS) != 0 ? Bits.getInt(region, item + HEADER_BYTES) : 0;
  }

  static void clientFlags(MemorySegment region, long item, int clientFlags) {
    assert (marks(region, item) & CLIENT_FLAGS) != 0;
    Bits.putInt(region, item + HEADER_BYTES, clientFlags);
  }

  /** The mark that says how this deadline is kept in a segment of this base; 0 for never. */
  static int deadlineMark(int deadlineSec, int baseSec) {
    if (deadlineSec == 0) {
      return 0;
    }
    int remainder = deadlineSec - baseSec;
    return remainder >= 0 && remainder <= SHORT_DEADLINE_MAX ? SHORT_DEADLINE : WIDE_DEADLINE;
  }

  /** The deadline in seconds of the clock, or 0. */
  static int deadlineSec(MemorySegment region, long item, int marks, int baseSec) {
    long offset = deadlineOffset(item, marks);
    if ((marks & SHORT_DEADLINE) != 0) {
      return baseSec + Bits.getShort(region, offset);
    }
    return (marks & WIDE_DEADLINE) != 0 ? Bits.getInt(region, offset) : 0;
  }

  /** Writes a deadline in the place that the item's marks set apart for it. */
  static void writeDeadlineSec(
      MemorySegment region, long item, int deadlineSec, int baseSec) {
    int marks = marks(region, item);
    long offset = deadlineOffset(item, marks);
    if ((marks & SHORT_DEADLINE) != 0) {
      assert deadlineMark(deadlineSec, baseSec) == SHORT_DEADLINE;
      Bits.putShort(region, offset, deadlineSec - baseSec);
    } else if ((marks & WIDE_DEADLINE) != 0) {
      Bits.putInt(region, offset, deadlineSec);
    } else {
      assert deadlineSec == 0;
    }
  }

  static long cas(MemorySegment region, long item) {
    return casBy(region, item, marks(region, item));
  }

  /** That of an item with these marks. */
  static long casBy(MemorySegment region, long item, int marks) {
    return Bits.getLong(region, casOffset(item, marks));
  }

  static void cas(MemorySegment region, long item, long cas) {
    Bits.putLong(region, casOffset(item, marks(region, item)), cas);
  }

  private static long deadlineOffset(long item, int marks) {
    return item + HEADER_BYTES + (marks & CLIENT_FLAGS);
  }

  private static long casOffset(long item, int marks) {
    assert (marks & CAS) != 0;
    return deadlineOffset(item, marks) + (marks & SHORT_DEADLINE) + wideBytes(marks);
  }

  /** WIDE weighs 16 and announces 4 bytes. */
  private static int wideBytes(int marks) {
    return (marks & WIDE_DEADLINE) >>> 2;
  }
}

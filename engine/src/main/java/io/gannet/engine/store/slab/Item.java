package io.gannet.engine.store.slab;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.store.Lengths;
import java.lang.foreign.MemorySegment;

/**
 * An item as it lies in a slab, at a multiple of 8 from the slab's begin.
 *
 * <pre>
 *  0                    8            12         16
 * +-------------+-------+------------+----------+- - - - +- - - - +---------+---------+- - - -
 * | token 56    |marks 8| u32 lengths| deadline | length | client | key     | value   | slack
 * | (link 56)   |       | klen 8     | seconds, |        | flags  | 1 … 250 | 0 …     |
 * |             |       | vlen 24    | 0: never | 0 or 8 | 0 or 4 |         |         |
 * +-------------+-------+------------+----------+- - - - +- - - - +---------+---------+- - - -
 *
 *  marks   7     5      4       3           2             1          0
 *        +---------+-------+---------+-----------------+----------+--------+
 *        |    0    | ANNEX |LARGE (8)|CLIENT_FLAGS (4) | RESERVED |  LIVE  |
 *        +---------+-------+---------+-----------------+----------+--------+
 * </pre>
 *
 * Two marks weigh as many bytes as they announce. LARGE: the item has several slabs, and the length
 * of its value, for which 24 bits may be too few, stands behind the header. ANNEX: the last bytes
 * of the value are the owner's own, {@link io.gannet.engine.store.Store#hasAnnex}. An item that is
 * neither LIVE nor RESERVED is free: a link to the next free one stands in the place of its token,
 * and all else is as it was, because a send may still read it.
 */
final class Item {
  static final int HEADER_BYTES = 16;

  static final int LIVE = 1;
  static final int RESERVED = 2;
  static final int CLIENT_FLAGS = 4;
  static final int LARGE = 8;
  static final int ANNEX = 16;

  /** Header with client flags, of an item that lies in one slab. */
  static final int HEADER_BYTES_MAX = HEADER_BYTES + CLIENT_FLAGS;

  /** Marks that weigh something, and tell where the key is. */
  private static final int WEIGHTS = CLIENT_FLAGS | LARGE;

  /** Items begin at multiples of it. */
  static final int UNIT_SHIFT = 3;

  static final int UNIT_BYTES = 1 << UNIT_SHIFT;

  private static final int MARKS_WIDTH = 8;
  private static final int TOKEN_WIDTH = 56;
  private static final int LENGTHS_OFFSET = Long.BYTES;
  private static final int DEADLINE_OFFSET = LENGTHS_OFFSET + Integer.BYTES;

  /** Tokens that are given out end here: after two thousand years of a million a second. */
  static final long TOKEN_MAX = Bits.mask(TOKEN_WIDTH);

  static {
    assert TOKEN_WIDTH + MARKS_WIDTH == Long.SIZE : "token and marks tile the word";
    assert DEADLINE_OFFSET + Integer.BYTES == HEADER_BYTES;
    assert CLIENT_FLAGS == Integer.BYTES && LARGE == Long.BYTES;
  }

  private Item() {}

  /** Bytes that an item takes of its place; {@link #LARGE} more if it has several slabs. */
  static long bytes(int clientFlags, int keyLength, long valueLength) {
    return HEADER_BYTES + (clientFlags != 0 ? CLIENT_FLAGS : 0) + keyLength + valueLength;
  }

  static int bytes(MemorySegment region, long item) {
    return headerBytes(region, item) + keyLength(region, item) + valueLength(region, item);
  }

  static int headerBytes(MemorySegment region, long item) {
    return headerBytesOf(marks(region, item));
  }

  /** Bytes in front of the key of an item with these marks. */
  static int headerBytesOf(int marks) {
    return HEADER_BYTES + (marks & WEIGHTS);
  }

  /** Writes all of a reservation's header. */
  static void reserve(
      MemorySegment region, long item, int keyLength, int valueLength, int clientFlags,
      int deadlineSec) {
    reserve(region, item, RESERVED, Lengths.pack(keyLength, valueLength), clientFlags);
    deadlineSec(region, item, deadlineSec);
  }

  /** The same of an item that has several slabs. */
  static void reserveLarge(
      MemorySegment region, long item, int keyLength, int valueLength, int clientFlags,
      int deadlineSec) {
    int lengths = Lengths.pack(keyLength, Lengths.LONG);
    reserve(region, item, RESERVED | LARGE, lengths, clientFlags);
    deadlineSec(region, item, deadlineSec);
    Bits.putLong(region, item + HEADER_BYTES, valueLength);
  }

  private static void reserve(
      MemorySegment region, long item, int marks, int lengths, int clientFlags) {
    boolean flagged = clientFlags != 0;
    Bits.putLong(region, item, flagged ? marks | CLIENT_FLAGS : marks);
    Bits.putInt(region, item + LENGTHS_OFFSET, lengths);
    if (flagged) {
      clientFlags(region, item, marks, clientFlags);
    }
  }

  /** The reservation is a live item from now on. */
  static void enliven(MemorySegment region, long item, long token) {
    assert token > 0 && token <= TOKEN_MAX;
    long kept = marks(region, item) & (WEIGHTS | ANNEX);
    Bits.putLong(region, item, token << MARKS_WIDTH | kept | LIVE);
  }

  /** Another place has all of a live item; that it is live is written last. */
  static void copy(MemorySegment region, long from, long to, Sequences sequences) {
    long rest = bytes(region, from) - LENGTHS_OFFSET;
    MemorySegment.copy(region, from + LENGTHS_OFFSET, region, to + LENGTHS_OFFSET, rest);
    sequences.publish();
    Bits.putLong(region, to, Bits.getLong(region, from));
  }

  /** Token and marks in one word: as long as it is the same and LIVE, so is the item. */
  static long word(MemorySegment region, long item) {
    return Bits.getLong(region, item);
  }

  /** The token of such a word. */
  static long tokenOf(long word) {
    return word >>> MARKS_WIDTH;
  }

  /** The marks of such a word. */
  static int marksOf(long word) {
    return (int) (word & Bits.mask(MARKS_WIDTH));
  }

  /** Key and value lengths in one word: {@link Lengths}. */
  static int lengths(MemorySegment region, long item) {
    return Bits.getInt(region, item + LENGTHS_OFFSET);
  }

  /** The item is free from now on; {@code link} names the next free one. */
  static void free(MemorySegment region, long item, int link) {
    Bits.putLong(
        region, item, (long) link << MARKS_WIDTH | marks(region, item) & WEIGHTS);
  }

  /** What {@link #free} wrote. */
  static int link(MemorySegment region, long item) {
    return (int) (Bits.getLong(region, item) >>> MARKS_WIDTH);
  }

  /** The last bytes of the reservation's value are an annex from now on. */
  static void annex(MemorySegment region, long item) {
    Bits.putLong(region, item, Bits.getLong(region, item) | ANNEX);
  }

  static boolean hasAnnex(MemorySegment region, long item) {
    return (marks(region, item) & ANNEX) != 0;
  }

  static long token(MemorySegment region, long item) {
    return Bits.getLong(region, item) >>> MARKS_WIDTH;
  }

  static int marks(MemorySegment region, long item) {
    return (int) (Bits.getLong(region, item) & Bits.mask(MARKS_WIDTH));
  }

  static boolean isLive(MemorySegment region, long item) {
    return (marks(region, item) & LIVE) != 0;
  }

  static boolean isLarge(MemorySegment region, long item) {
    return (marks(region, item) & LARGE) != 0;
  }

  static boolean isReserved(MemorySegment region, long item) {
    return (marks(region, item) & RESERVED) != 0;
  }

  static int keyLength(MemorySegment region, long item) {
    return Lengths.key(Bits.getInt(region, item + LENGTHS_OFFSET));
  }

  static int valueLength(MemorySegment region, long item) {
    return valueLengthBy(region, item, lengths(region, item));
  }

  /** The same by the item's lengths, which are known. */
  static int valueLengthBy(MemorySegment region, long item, int lengths) {
    int length = Lengths.value(lengths);
    return length == Lengths.LONG ? (int) Bits.getLong(region, item + HEADER_BYTES) : length;
  }

  static long keyOffset(MemorySegment region, long item) {
    return item + headerBytes(region, item);
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

  /** The same by the item's marks, which are known. */
  static int clientFlagsBy(MemorySegment region, long item, int marks) {
    boolean flagged = (marks & CLIENT_FLAGS) != 0;
    return flagged ? Bits.getInt(region, item + HEADER_BYTES + (marks & LARGE)) : 0;
  }

  private static void clientFlags(
      MemorySegment region, long item, int marks, int clientFlags) {
    Bits.putInt(region, item + HEADER_BYTES + (marks & LARGE), clientFlags);
  }

  /** In seconds of the clock; 0 is never. */
  static int deadlineSec(MemorySegment region, long item) {
    return Bits.getInt(region, item + DEADLINE_OFFSET);
  }

  static void deadlineSec(MemorySegment region, long item, int deadlineSec) {
    Bits.putInt(region, item + DEADLINE_OFFSET, deadlineSec);
  }
}

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
 * +-------------+-------+------------+----------+- - - - - - - +---------+---------+- - - -
 * | token 56    |marks 8| u32 lengths| deadline | client flags | key     | value   | slack
 * | (link 56)   |       | klen 8     | seconds, | 0 or 4       | 1 … 250 | 0 …     |
 * |             |       | vlen 24    | 0: never |              |         |         |
 * +-------------+-------+------------+----------+- - - - - - - +---------+---------+- - - -
 *
 *  marks   7     4     3            2             1          0
 *        +---------+-------+-----------------+----------+--------+
 *        |    0    | ANNEX |CLIENT_FLAGS (4) | RESERVED |  LIVE  |
 *        +---------+-------+-----------------+----------+--------+
 * </pre>
 *
 * The mark of the client flags weighs as many bytes as it announces. ANNEX: the last bytes of the
 * value are the owner's own, {@link io.gannet.engine.store.Store#hasAnnex}. An item that is neither
 * LIVE nor RESERVED is free: a link to the next free one stands in the place of its token, and all
 * else is as it was, because a send may still read it.
 */
final class Item {
  static final int HEADER_BYTES = 16;

  static final int LIVE = 1;
  static final int RESERVED = 2;
  static final int CLIENT_FLAGS = 4;
  static final int ANNEX = 8;

  /** Header with client flags. */
  static final int HEADER_BYTES_MAX = HEADER_BYTES + CLIENT_FLAGS;

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
    assert CLIENT_FLAGS == Integer.BYTES;
  }

  private Item() {}

  /** Bytes that an item takes of its place. */
  static long bytes(int clientFlags, int keyLength, long valueLength) {
    return HEADER_BYTES + (clientFlags != 0 ? CLIENT_FLAGS : 0) + keyLength + valueLength;
  }

  static int bytes(MemorySegment region, long item) {
    return headerBytes(region, item) + keyLength(region, item) + valueLength(region, item);
  }

  static int headerBytes(MemorySegment region, long item) {
    return HEADER_BYTES + (marks(region, item) & CLIENT_FLAGS);
  }

  /** Writes all of a reservation's header. */
  static void reserve(
      MemorySegment region, long item, int keyLength, int valueLength, int clientFlags,
      int deadlineSec) {
    boolean flagged = clientFlags != 0;
    Bits.putLong(region, item, flagged ? RESERVED | CLIENT_FLAGS : RESERVED);
    Bits.putInt(region, item + LENGTHS_OFFSET, Lengths.pack(keyLength, valueLength));
    deadlineSec(region, item, deadlineSec);
    if (flagged) {
      Bits.putInt(region, item + HEADER_BYTES, clientFlags);
    }
  }

  /** The reservation is a live item from now on. */
  static void enliven(MemorySegment region, long item, long token) {
    assert token > 0 && token <= TOKEN_MAX;
    long kept = marks(region, item) & (CLIENT_FLAGS | ANNEX);
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
        region, item, (long) link << MARKS_WIDTH | marks(region, item) & CLIENT_FLAGS);
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

  static boolean isReserved(MemorySegment region, long item) {
    return (marks(region, item) & RESERVED) != 0;
  }

  static int keyLength(MemorySegment region, long item) {
    return Lengths.key(Bits.getInt(region, item + LENGTHS_OFFSET));
  }

  static int valueLength(MemorySegment region, long item) {
    return Lengths.value(Bits.getInt(region, item + LENGTHS_OFFSET));
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
    boolean flagged = (marks(region, item) & CLIENT_FLAGS) != 0;
    return flagged ? Bits.getInt(region, item + HEADER_BYTES) : 0;
  }

  /** In seconds of the clock; 0 is never. */
  static int deadlineSec(MemorySegment region, long item) {
    return Bits.getInt(region, item + DEADLINE_OFFSET);
  }

  static void deadlineSec(MemorySegment region, long item, int deadlineSec) {
    Bits.putInt(region, item + DEADLINE_OFFSET, deadlineSec);
  }
}

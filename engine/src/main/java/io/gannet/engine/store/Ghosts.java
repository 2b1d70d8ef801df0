package io.gannet.engine.store;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.bytes.CacheLine;
import io.gannet.engine.hash.Sampling;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What became of the items that went last, so that a later miss is told its cause: a mark of a key
 * for each, the oldest of a line giving way to the next.
 *
 * <pre>
 *   a line, for the keys of a part of the hashes         a mark
 *  +------+--------+--------+-----+---------+           15    3 2      0
 *  | hand | mark 1 | mark 2 |  …  | mark 31 |          +-------+--------+
 *  +------+--------+--------+-----+---------+          | tag   | cause  |
 *      16       16       16              16 bits       +-------+--------+
 * </pre>
 *
 * <p>To note one is a look through its line and two or three stores to it; who is there and is
 * found costs nothing. A key that is stored again keeps its mark: it is not asked for while the key
 * has an item, and when that goes another takes its place. So whoever removes a key's last item has
 * to note it.
 *
 * <p>Two keys of a line have the same tag once in 8,191: a key that was never seen is taken for
 * another in 31 of these, 0.4 %.
 *
 * <p>One writer. Another thread may look: what it sees while a mark is written is some cause.
 */
public final class Ghosts {
  private static final int BYTES_PER_REGION_SHIFT = 10;
  private static final int LINES_MIN = 64;
  private static final int LINES_MAX = (16 << 20) / CacheLine.BYTES;
  private static final int MARK_BYTES = Short.BYTES;
  private static final int MARKS = CacheLine.BYTES / MARK_BYTES - 1;
  private static final int CAUSE_WIDTH = 3;
  private static final int TAG_WIDTH = 13;
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
  private static final long EACH = 0x0001_0001_0001_0001L;
  private static final long TAGS = (Bits.mask(TAG_WIDTH) << CAUSE_WIDTH) * EACH;
  private static final long TOPS = EACH << TAG_WIDTH + CAUSE_WIDTH - 1;

  /** All of the first word but the hand. */
  private static final long BEHIND_HAND = -1L << Short.SIZE;

  private static final int ABSENT = -1;
  private static final MissCause[] CAUSES = MissCause.values();

  static {
    assert TAG_WIDTH + CAUSE_WIDTH == Short.SIZE;
    assert CAUSES.length <= 1 << CAUSE_WIDTH;
  }

  private final MemorySegment memory;
  private final long lines;
  private int flushedSec;

  /** Which keys' requests the owner follows, all of them, whoever has met them. */
  public final Sampling sampling = new Sampling();

  /**
   * Of nobody yet.
   *
   * @param regionBytes of the store: they take a thousandth of that, 4 KiB at least and 16 MiB at
   *     most
   */
  public Ghosts(long regionBytes) {
    long wanted = (regionBytes >>> BYTES_PER_REGION_SHIFT) / CacheLine.BYTES;
    this.lines = Math.clamp(wanted, LINES_MIN, LINES_MAX);
    this.memory = Arena.ofAuto().allocate(lines * CacheLine.BYTES, CacheLine.BYTES);
  }

  /**
   * How many items may go before one is forgotten: half of the marks, for some lines have more to
   * remember than others.
   */
  public long window() {
    return lines * MARKS / 2;
  }

  /** A key's item is gone, or was refused: the next miss of the key has that cause. */
  public void note(long hash, MissCause cause) {
    long mixed = hash * GOLDEN;
    long line = line(mixed);
    long tag = tag(mixed);
    int last = Bits.getShort(memory, line) * MARK_BYTES;
    int older = find(line, tag);
    int at = older == last ? last : next(line, last);
    if (older != ABSENT) {
      Bits.putShort(memory, line + older, 0);
    }
    Bits.putShort(memory, line + at, (int) tag << CAUSE_WIDTH | cause.ordinal());
  }

  /** Moves the hand to the line's oldest mark. */
  private int next(long line, int last) {
    int hand = last / MARK_BYTES % MARKS + 1;
    Bits.putShort(memory, line, hand);
    return hand * MARK_BYTES;
  }

  /** The same of an item that has expired or was flushed: whichever came first. */
  public void noteGone(long hash, boolean flushed, int deadlineSec) {
    note(hash, causeOf(flushed, deadlineSec));
  }

  /** Why an item that still lies there is no hit any more: it has expired or was flushed. */
  public MissCause causeOf(boolean flushed, int deadlineSec) {
    boolean expiredBefore = deadlineSec != Store.NEVER && deadlineSec <= flushedSec;
    return flushed && !expiredBefore ? MissCause.FLUSHED : MissCause.EXPIRED;
  }

  /** All items are flushed now. */
  public void flushed(int nowSec) {
    flushedSec = nowSec;
  }

  /** Why a key that has no item has none, as far as it is remembered. */
  public MissCause cause(long hash) {
    long mixed = hash * GOLDEN;
    long line = line(mixed);
    int at = find(line, tag(mixed));
    return at == ABSENT
        ? MissCause.NEVER_SEEN
        : CAUSES[Bits.getShort(memory, line + at) & (int) Bits.mask(CAUSE_WIDTH)];
  }

  private long line(long mixed) {
    return Math.unsignedMultiplyHigh(mixed, lines) * CacheLine.BYTES;
  }

  /** Never 0: a place without a mark is no key's. */
  private static long tag(long mixed) {
    return Math.max(1, mixed & Bits.mask(TAG_WIDTH));
  }

  /** Where in a line a tag's mark is, or ABSENT. */
  private int find(long line, long tag) {
    long wanted = (tag << CAUSE_WIDTH) * EACH;
    long among = BEHIND_HAND;
    for (int at = 0; at < CacheLine.BYTES; at += Long.BYTES) {
      long differs = (Bits.getLong(memory, line + at) ^ wanted) & TAGS | ~among;
      long equal = (differs - EACH) & ~differs & TOPS; // right up to the first one
      if (equal != 0) {
        return at + Long.numberOfTrailingZeros(equal) / Byte.SIZE - 1;
      }
      among = -1;
    }
    return ABSENT;
  }
}

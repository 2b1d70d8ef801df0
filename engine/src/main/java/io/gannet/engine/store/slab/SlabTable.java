package io.gannet.engine.store.slab;

import io.gannet.engine.block.BlockHeaders;
import io.gannet.engine.block.Chain;
import io.gannet.engine.block.FreeBlocks;
import io.gannet.engine.bytes.CacheLine;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * The headers of all slabs, one cache line each, apart from what they describe.
 *
 * <pre>
 *  0            8        12      16      20      24       28            32
 * +------------+--------+-------+-------+-------+--------+-------------+
 * | tokenFloor | carved | first | first | live  |reserved| readers     |
 * |            | items  | free  | limbo | items | items  |             |
 * +------------+--------+-------+-------+-------+--------+-------------+
 * |previous next  |previous next|earliest|sweep |accessed|class|state|roomy |
 * |   by age      |  in class   |deadline|at    |at      |     |     |      |
 * +---------------+-------------+--------+------+--------+-----+-----+------+
 *  32      36      40     44     48       52     56       60    62    63   64
 * </pre>
 *
 * A slab that is part of a large item, and not its first, has the number of that in the place of
 * its carved items, and in that of its first free one how many slabs the item has.
 */
final class SlabTable {
  /** Where there is no slab. */
  static final int NONE = BlockHeaders.NONE;

  /** On the free list; cut into items of a class; being cleaned, and taking no new items; … */
  static final int FREE = 0;
  static final int USED = 1;
  static final int VICTIM = 2;

  /** … behind the first slab of a large item, or set aside for the next one. */
  static final int ASIDE = 3;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_LONG.withName("tokenFloor"),
          ValueLayout.JAVA_INT.withName("carvedItems"),
          ValueLayout.JAVA_INT.withName("firstFree"),
          ValueLayout.JAVA_INT.withName("firstLimbo"),
          ValueLayout.JAVA_INT.withName("liveItems"),
          ValueLayout.JAVA_INT.withName("reservedItems"),
          ValueLayout.JAVA_INT.withName("readers"),
          ValueLayout.JAVA_INT.withName("previousByAge"),
          ValueLayout.JAVA_INT.withName("nextByAge"),
          ValueLayout.JAVA_INT.withName("previousInClass"),
          ValueLayout.JAVA_INT.withName("nextInClass"),
          ValueLayout.JAVA_INT.withName("earliestDeadlineSec"),
          ValueLayout.JAVA_INT.withName("sweepAtSec"),
          ValueLayout.JAVA_INT.withName("accessedAtSec"),
          ValueLayout.JAVA_SHORT.withName("sizeClass"),
          ValueLayout.JAVA_BYTE.withName("state"),
          ValueLayout.JAVA_BYTE.withName("roomy"));

  /** Items that were in use since the slab was opened: what lies behind them is no item yet. */
  static final long CARVED_ITEMS = offsetOf("carvedItems");

  /** Head of the list of free items: 1 + units from the slab's begin, or 0. */
  static final long FIRST_FREE = offsetOf("firstFree");

  /** The same of items that became free while there were readers. */
  static final long FIRST_LIMBO = offsetOf("firstLimbo");

  /** Items that the index names. */
  static final long LIVE_ITEMS = offsetOf("liveItems");

  /** Open reservations. */
  static final long RESERVED_ITEMS = offsetOf("reservedItems");

  /** Pins: while there are any, no item that becomes free is used anew. */
  static final long READERS = offsetOf("readers");

  /** No live item has an earlier deadline; {@link Integer#MAX_VALUE} if none has one. */
  static final long EARLIEST_DEADLINE = offsetOf("earliestDeadlineSec");

  /** No sweep before, but for want of room; 0 if there was none since the slab was opened. */
  static final long SWEEP_AT = offsetOf("sweepAtSec");

  /** The second in which an item was last found or stored. */
  static final long ACCESSED_AT = offsetOf("accessedAtSec");

  private static final long HEAD = CARVED_ITEMS;
  private static final long SPAN = FIRST_FREE;
  private static final long PREVIOUS_BY_AGE = offsetOf("previousByAge");
  private static final long NEXT_BY_AGE = offsetOf("nextByAge");
  private static final long PREVIOUS_IN_CLASS = offsetOf("previousInClass");
  private static final long NEXT_IN_CLASS = offsetOf("nextInClass");
  private static final long TOKEN_FLOOR = offsetOf("tokenFloor");
  private static final long SIZE_CLASS = offsetOf("sizeClass");
  private static final long STATE = offsetOf("state");
  private static final long ROOMY = offsetOf("roomy");

  static {
    assert LAYOUT.byteSize() == CacheLine.BYTES : "a header is one cache line";
  }

  private final BlockHeaders headers;
  private final int wholeClass;
  private int slabs;

  /**
   * All are free.
   *
   * @param slabs how many there are at first
   * @param wholeClass the size class of which an item has a slab, or several
   */
  SlabTable(MemorySegment region, long offset, int slabs, int wholeClass) {
    this.headers = new BlockHeaders(region, offset);
    this.slabs = slabs;
    this.wholeClass = wholeClass;
  }

  /** How many slabs there are. */
  int slabs() {
    return slabs;
  }

  /** The one that the index takes next. */
  int last() {
    return slabs - 1;
  }

  /** There are one more or one less: the last one, which is free, and on no list. */
  void slabs(int number) {
    slabs = number;
  }

  /** No slabs yet, to be linked in the order of their eviction. */
  Chain chainByAge() {
    return new Chain(headers, PREVIOUS_BY_AGE, NEXT_BY_AGE);
  }

  /** No slabs yet, to be linked as those of a size class. */
  Chain chainInClass() {
    return new Chain(headers, PREVIOUS_IN_CLASS, NEXT_IN_CLASS);
  }

  /** No slabs yet, to be linked while they are in no chain by age. */
  FreeBlocks freeList() {
    return new FreeBlocks(headers, PREVIOUS_BY_AGE, NEXT_BY_AGE);
  }

  /** Takes a slab into use for a class, with nothing in it yet. */
  void open(int slab, int sizeClass, long tokenFloor, int nowSec) {
    state(slab, USED);
    sizeClass(slab, sizeClass);
    tokenFloor(slab, tokenFloor);
    set(slab, EARLIEST_DEADLINE, Integer.MAX_VALUE);
    set(slab, SWEEP_AT, 0);
    set(slab, ACCESSED_AT, nowSec);
    set(slab, CARVED_ITEMS, 0);
    set(slab, FIRST_FREE, 0);
    set(slab, FIRST_LIMBO, 0);
  }

  /** A free slab is set aside, for an item that is not there yet. */
  void setAside(int slab) {
    state(slab, ASIDE);
    set(slab, HEAD, NONE);
  }

  /** It is one of so many of an item that begins in another, which is before it. */
  void join(int slab, int head, int span) {
    set(slab, HEAD, head);
    set(slab, SPAN, span);
  }

  /** Of a slab that is ASIDE: where the item begins that it is part of, or NONE. */
  int head(int slab) {
    return get(slab, HEAD);
  }

  /** How many slabs an item of this one has, which is in use: 1, but for a large one. */
  int span(int slab) {
    return span(slab, sizeClass(slab));
  }

  /** The same where its class is known. */
  int span(int slab, int sizeClass) {
    return sizeClass == wholeClass && isHead(slab) ? get(slab + 1, SPAN) : 1;
  }

  private boolean isHead(int slab) {
    int behind = slab + 1;
    return behind < slabs && state(behind) == ASIDE && head(behind) == slab;
  }

  /** One of the words above. */
  int get(int slab, long field) {
    return headers.getInt(slab, field);
  }

  void set(int slab, long field, int value) {
    headers.putInt(slab, field, value);
  }

  void add(int slab, long field, int delta) {
    int value = get(slab, field) + delta;
    assert value >= 0 : "counted down below 0";
    set(slab, field, value);
  }

  /** The slab will be swept when this deadline has come, at the latest. */
  void noteDeadline(int slab, int deadlineSec) {
    if (deadlineSec != 0 && deadlineSec < get(slab, EARLIEST_DEADLINE)) {
      set(slab, EARLIEST_DEADLINE, deadlineSec);
    }
  }

  /** No live item has a smaller token. */
  long tokenFloor(int slab) {
    return headers.getLong(slab, TOKEN_FLOOR);
  }

  void tokenFloor(int slab, long token) {
    headers.putLong(slab, TOKEN_FLOOR, token);
  }

  int sizeClass(int slab) {
    return headers.getShort(slab, SIZE_CLASS);
  }

  void sizeClass(int slab, int sizeClass) {
    headers.putShort(slab, SIZE_CLASS, sizeClass);
  }

  int state(int slab) {
    return headers.getByte(slab, STATE);
  }

  void state(int slab, int state) {
    headers.putByte(slab, STATE, state);
  }

  /** True if items lie in it, of which it has a header. */
  boolean isInUse(int slab) {
    return state(slab) == USED || state(slab) == VICTIM;
  }

  /** True if it is among those in front of its class's chain, which have room. */
  boolean isRoomy(int slab) {
    return headers.getByte(slab, ROOMY) != 0;
  }

  void roomy(int slab, boolean roomy) {
    headers.putByte(slab, ROOMY, roomy ? 1 : 0);
  }

  /** True if neither a reader nor a reservation holds it. */
  boolean isLoose(int slab) {
    return get(slab, READERS) == 0 && get(slab, RESERVED_ITEMS) == 0;
  }

  private static long offsetOf(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}

package io.gannet.engine.store.seg;

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
 * The headers of all segments, one cache line each, apart from what they describe.
 *
 * <pre>
 *  0            8            16           24               32
 * +------------+------+------+------+------+------+--------+
 * | generation |write |live  |live  |total |previous next  |
 * |            |offset|bytes |items |items |   in bucket   |
 * +------------+------+------+------+------+------+--------+
 * |previous next|created|deadline|latest  | pins |bucket|st|rk|reser-|
 * |  by age     |at     |base    |deadline|      |      |  |  |vations|
 * +-------------+-------+--------+--------+------+------+--+--+------+
 *  32          40      44       48       52     56     58 59 60     64
 * </pre>
 */
final class SegmentTable {
  /** Where there is no segment. */
  static final int NONE = BlockHeaders.NONE;

  /**
   * On the free list; taking new items; full, or taking no more; taking what a merge keeps; set
   * apart for a large item, or a part of one behind the segment that it begins in.
   */
  static final int FREE = 0;
  static final int OPEN = 1;
  static final int SEALED = 2;
  static final int MERGING = 3;
  static final int ASIDE = 4;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_LONG.withName("generation"),
          ValueLayout.JAVA_INT.withName("writeOffset"),
          ValueLayout.JAVA_INT.withName("liveBytes"),
          ValueLayout.JAVA_INT.withName("liveItems"),
          ValueLayout.JAVA_INT.withName("totalItems"),
          ValueLayout.JAVA_INT.withName("previousInBucket"),
          ValueLayout.JAVA_INT.withName("nextInBucket"),
          ValueLayout.JAVA_INT.withName("previousByAge"),
          ValueLayout.JAVA_INT.withName("nextByAge"),
          ValueLayout.JAVA_INT.withName("createdAtSec"),
          ValueLayout.JAVA_INT.withName("deadlineBaseSec"),
          ValueLayout.JAVA_INT.withName("latestDeadlineSec"),
          ValueLayout.JAVA_INT.withName("pins"),
          ValueLayout.JAVA_SHORT.withName("bucket"),
          ValueLayout.JAVA_BYTE.withName("state"),
          ValueLayout.JAVA_BYTE.withName("rank"),
          ValueLayout.JAVA_INT.withName("reservations"));

  private static final long PREVIOUS_IN_BUCKET = offsetOf("previousInBucket");
  private static final long NEXT_IN_BUCKET = offsetOf("nextInBucket");
  private static final long PREVIOUS_BY_AGE = offsetOf("previousByAge");
  private static final long NEXT_BY_AGE = offsetOf("nextByAge");
  private static final long GENERATION = offsetOf("generation");
  private static final long WRITE_OFFSET = offsetOf("writeOffset");
  private static final long LIVE_BYTES = offsetOf("liveBytes");
  private static final long LIVE_ITEMS = offsetOf("liveItems");
  private static final long TOTAL_ITEMS = offsetOf("totalItems");
  private static final long CREATED_AT = offsetOf("createdAtSec");
  private static final long DEADLINE_BASE = offsetOf("deadlineBaseSec");
  private static final long LATEST_DEADLINE = offsetOf("latestDeadlineSec");
  private static final long PINS = offsetOf("pins");
  private static final long BUCKET = offsetOf("bucket");
  private static final long STATE = offsetOf("state");
  private static final long RANK = offsetOf("rank");
  private static final long RESERVATIONS = offsetOf("reservations");

  static {
    assert LAYOUT.byteSize() == CacheLine.BYTES : "a header is one cache line";
  }

  private final BlockHeaders headers;
  private int segments;

  /** @param segments how many there are at first */
  SegmentTable(MemorySegment region, long offset, int segments) {
    this.headers = new BlockHeaders(region, offset);
    this.segments = segments;
  }

  /** How many segments there are. */
  int segments() {
    return segments;
  }

  /** There are one more or one less: the last one, which is free, and on no list. */
  void segments(int number) {
    segments = number;
  }

  /** No segments yet, to be linked in order of age. */
  Chain chainByAge() {
    return new Chain(headers, PREVIOUS_BY_AGE, NEXT_BY_AGE);
  }

  /** No segments yet, to be linked as those of a TTL bucket. */
  Chain chainInBucket() {
    return new Chain(headers, PREVIOUS_IN_BUCKET, NEXT_IN_BUCKET);
  }

  /** No segments yet, to be linked while they are in no chain by age. */
  FreeBlocks freeList() {
    return new FreeBlocks(headers, PREVIOUS_BY_AGE, NEXT_BY_AGE);
  }

  /** Unique for ever, growing by age; 0 while free. */
  long generation(int segment) {
    return headers.getLong(segment, GENERATION);
  }

  void generation(int segment, long generation) {
    headers.putLong(segment, GENERATION, generation);
  }

  /** Bytes taken so far, from the segment's start. */
  int writeOffset(int segment) {
    return headers.getInt(segment, WRITE_OFFSET);
  }

  void writeOffset(int segment, int bytes) {
    assert bytes >= 0;
    headers.putInt(segment, WRITE_OFFSET, bytes);
  }

  /** Bytes of items that the index names, headers included. */
  int liveBytes(int segment) {
    return headers.getInt(segment, LIVE_BYTES);
  }

  void liveBytes(int segment, int bytes) {
    headers.putInt(segment, LIVE_BYTES, bytes);
  }

  /** Items that the index names. */
  int liveItems(int segment) {
    return headers.getInt(segment, LIVE_ITEMS);
  }

  void liveItems(int segment, int items) {
    headers.putInt(segment, LIVE_ITEMS, items);
  }

  /** Items that lie here: live, dead or reserved. */
  int totalItems(int segment) {
    return headers.getInt(segment, TOTAL_ITEMS);
  }

  void totalItems(int segment, int items) {
    headers.putInt(segment, TOTAL_ITEMS, items);
  }

  int createdAtSec(int segment) {
    return headers.getInt(segment, CREATED_AT);
  }

  void createdAtSec(int segment, int sec) {
    headers.putInt(segment, CREATED_AT, sec);
  }

  /** What the items' short deadlines are counted from. */
  int deadlineBaseSec(int segment) {
    return headers.getInt(segment, DEADLINE_BASE);
  }

  void deadlineBaseSec(int segment, int sec) {
    headers.putInt(segment, DEADLINE_BASE, sec);
  }

  /** No item here has a later deadline; {@link Integer#MAX_VALUE} if they have none. */
  int latestDeadlineSec(int segment) {
    return headers.getInt(segment, LATEST_DEADLINE);
  }

  void latestDeadlineSec(int segment, int sec) {
    headers.putInt(segment, LATEST_DEADLINE, sec);
  }

  /** Readers and open reservations: while there are any, the segment is not used anew. */
  int pins(int segment) {
    return headers.getInt(segment, PINS);
  }

  void pins(int segment, int pins) {
    assert pins >= reservations(segment) : "a reservation would lose its pin";
    headers.putInt(segment, PINS, pins);
  }

  /** Index of its TTL bucket. */
  int bucket(int segment) {
    return headers.getShort(segment, BUCKET);
  }

  void bucket(int segment, int bucket) {
    headers.putShort(segment, BUCKET, bucket);
  }

  int state(int segment) {
    return headers.getByte(segment, STATE);
  }

  void state(int segment, int state) {
    assert mayBecome(state(segment), state) : state + " after " + state(segment);
    headers.putByte(segment, STATE, state);
  }

  /** What the eviction makes of it: 0 for a segment of new items. */
  int rank(int segment) {
    return headers.getByte(segment, RANK);
  }

  void rank(int segment, int rank) {
    headers.putByte(segment, RANK, rank);
  }

  /** Of one that is ASIDE: the segment that its item begins in, or NONE if there is none yet. */
  int head(int segment) {
    assert state(segment) == ASIDE;
    return headers.getInt(segment, PREVIOUS_BY_AGE);
  }

  void head(int segment, int head) {
    assert state(segment) == ASIDE;
    headers.putInt(segment, PREVIOUS_BY_AGE, head);
  }

  /** Open reservations, each of which is one of the pins. */
  int reservations(int segment) {
    return headers.getInt(segment, RESERVATIONS);
  }

  void reservations(int segment, int reservations) {
    headers.putInt(segment, RESERVATIONS, reservations);
  }

  /** What may follow what: a segment is filled once, by writers or by a merge, and then emptied. */
  private static boolean mayBecome(int state, int next) {
    return switch (next) {
      case FREE -> state == FREE || state == SEALED || state == ASIDE;
      case ASIDE -> state == FREE;
      case OPEN -> state == FREE;
      case MERGING -> state == OPEN;
      case SEALED -> state == OPEN || state == MERGING || state == ASIDE;
      default -> false;
    };
  }

  /** What holds of a segment whenever nobody is at work in it. */
  boolean isSound(int segment) {
    boolean items = 0 <= liveItems(segment) && liveItems(segment) <= totalItems(segment);
    boolean bytes = 0 <= liveBytes(segment) && liveBytes(segment) <= writeOffset(segment);
    boolean none = liveItems(segment) != 0 || liveBytes(segment) == 0;
    boolean held = reservations(segment) >= 0 && pins(segment) >= reservations(segment);
    boolean unused = state(segment) == FREE || state(segment) == ASIDE;
    boolean free = unused == (generation(segment) == 0);
    return items && bytes && none && held && free;
  }

  /** True if nothing lies in a segment, and nobody holds it. */
  boolean isEmpty(int segment) {
    return isSound(segment)
        && liveItems(segment) == 0
        && writeOffset(segment) == 0
        && totalItems(segment) == 0
        && pins(segment) == 0;
  }

  private static long offsetOf(String field) {
    return LAYOUT.byteOffset(PathElement.groupElement(field));
  }
}

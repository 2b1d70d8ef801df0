package io.gannet.engine.store.direct;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Lengths;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * The places that items lie in, all of one size, and the list of those that are free. An item never
 * moves from the place in which it was received.
 *
 * <pre>
 * 0       8          12      16        20     24      28
 * +-------+----------+-------+---------+------+-------+-----+-------+-------+
 * | token | deadline | flags | lengths | pins | state | key | value | slack |
 * |       | annex    |       |         |      |       |     |       |       |
 * +-------+----------+-------+---------+------+-------+-----+-------+-------+
 *
 *   FREE --reserve--> RESERVED --publish--> HELD --forgotten, pinned--> READ --last unpin--> FREE
 *     ^                   |                  |
 *     +------abandon------+---- forgotten ---+
 * </pre>
 *
 * The token of a free slot is the number of the next free one. The highest bit of a deadline says
 * that the last bytes of the value are an annex.
 */
final class Slots {
  /** On the free list. */
  static final int FREE = 0;

  /** An item that is being received. */
  static final int RESERVED = 1;

  /** An item that its bucket holds. */
  static final int HELD = 2;

  /** An item that no bucket holds any more, but a send still reads. */
  static final int READ = 3;

  private static final int TOKEN = 0;
  private static final int DEADLINE = TOKEN + Long.BYTES;
  private static final int FLAGS = DEADLINE + Integer.BYTES;
  static final int LENGTHS = FLAGS + Integer.BYTES;
  static final int PINS = LENGTHS + Integer.BYTES;
  static final int STATE = PINS + Integer.BYTES;
  private static final int ANNEX = Integer.MIN_VALUE;
  static final int HEADER_BYTES = STATE + Integer.BYTES;

  final MemorySegment region;
  final int count;
  final int slotBytes;
  private final long offset;
  private long firstFree = Store.ABSENT;
  private int free;
  private DirectFound found = new DirectFound();

  /** Lays {@code count} free slots out from {@code offset} on. */
  Slots(MemorySegment region, long offset, int count, int slotBytes) {
    this.region = region;
    this.offset = offset;
    this.count = count;
    this.slotBytes = slotBytes;
    for (int slot = count - 1; slot >= 0; slot--) {
      free(slot);
    }
  }

  /** From now on what this walk has found is kept right, and no other's. */
  void follow(DirectFound walk) {
    found.end();
    found = walk;
  }

  /** What a walk has found. */
  DirectFound found() {
    return found;
  }

  /** A slot off the free list, or ABSENT. */
  long take() {
    long slot = firstFree;
    if (slot != Store.ABSENT) {
      firstFree = token(slot);
      free--;
    }
    return slot;
  }

  /** Puts a slot on the free list. */
  void free(long slot) {
    state(slot, FREE);
    token(slot, firstFree);
    firstFree = slot;
    free++;
  }

  /** How many are on the free list. */
  int free() {
    return free;
  }

  /** Writes the head and the key of an item that is to be received. */
  void write(long slot, Key key, int valueLength, int clientFlags, int deadlineSec) {
    put(slot, DEADLINE, deadlineSec);
    put(slot, FLAGS, clientFlags);
    put(slot, LENGTHS, Lengths.pack(key.length, valueLength));
    put(slot, PINS, 0);
    state(slot, RESERVED);
    MemorySegment.copy(key.memory, key.offset, region, keyOffset(slot), key.length);
  }

  boolean hasKey(long slot, MemorySegment key, long keyOffset, int length) {
    return keyLength(slot) == length
        && Bits.equal(region, keyOffset(slot), key, keyOffset, length);
  }

  long token(long slot) {
    return Bits.getLong(region, at(slot));
  }

  void token(long slot, long token) {
    Bits.putLong(region, at(slot), token);
  }

  int deadlineSec(long slot) {
    return get(slot, DEADLINE) & ~ANNEX;
  }

  void deadlineSec(long slot, int deadlineSec) {
    put(slot, DEADLINE, get(slot, DEADLINE) & ANNEX | deadlineSec);
  }

  boolean hasAnnex(long slot) {
    return get(slot, DEADLINE) < 0;
  }

  void annex(long slot) {
    put(slot, DEADLINE, get(slot, DEADLINE) | ANNEX);
  }

  int clientFlags(long slot) {
    return get(slot, FLAGS);
  }

  int valueLength(long slot) {
    return Lengths.value(get(slot, LENGTHS));
  }

  int keyLength(long slot) {
    return Lengths.key(get(slot, LENGTHS));
  }

  int pins(long slot) {
    return get(slot, PINS);
  }

  void pins(long slot, int pins) {
    put(slot, PINS, pins);
  }

  int state(long slot) {
    return get(slot, STATE);
  }

  void state(long slot, int state) {
    if (found.has(slot)) {
      found.slotsByState[state(slot)]--;
      found.slotsByState[state]++;
    }
    put(slot, STATE, state);
  }

  long keyOffset(long slot) {
    return at(slot) + HEADER_BYTES;
  }

  long valueOffset(long slot) {
    return keyOffset(slot) + keyLength(slot);
  }

  int bytes(long slot) {
    return HEADER_BYTES + keyLength(slot) + valueLength(slot);
  }

  private long at(long slot) {
    return offset + slot * slotBytes;
  }

  private int get(long slot, int field) {
    return Bits.getInt(region, at(slot) + field);
  }

  private void put(long slot, int field, int value) {
    Bits.putInt(region, at(slot) + field, value);
  }
}

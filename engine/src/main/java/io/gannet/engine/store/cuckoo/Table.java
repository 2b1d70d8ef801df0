package io.gannet.engine.store.cuckoo;

import static io.gannet.engine.store.cuckoo.CuckooLayout.HEADERS_BYTES;
import static io.gannet.engine.store.cuckoo.CuckooLayout.SLOTS_PER_BUCKET;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.Hash64;
import java.lang.foreign.MemorySegment;

/**
 * Where slots lie and which buckets a key may be in. Slot {@code s} is number {@code s mod 8} of
 * bucket {@code s ÷ 8}; nothing here knows whether what lies in it is alive.
 */
final class Table {
  static final long ABSENT = -1;

  /** Odd and without pattern: the second choice depends on all bits of a hash. */
  private static final long SECOND = 0xD6E8_FEB8_6659_FD93L;

  private static final int SLOT_SHIFT = Integer.numberOfTrailingZeros(SLOTS_PER_BUCKET);

  final MemorySegment region;
  private final Hash64 hash64;
  private final long tableOffset;
  private final long buckets;
  private final long bucketBytes;
  private final long bodyBytes;
  private final int tokenBytes;

  Table(MemorySegment region, CuckooLayout layout, Hash64 hash64) {
    this.region = region;
    this.hash64 = hash64;
    this.tableOffset = layout.tableOffset();
    this.buckets = layout.buckets();
    this.bucketBytes = layout.bucketBytes();
    this.bodyBytes = layout.bodyBytes();
    this.tokenBytes = layout.tokenBytes();
  }

  long first(long hash) {
    return Math.unsignedMultiplyHigh(hash, buckets);
  }

  long second(long hash) {
    long bucket = Math.unsignedMultiplyHigh(hash * SECOND, buckets);
    if (bucket != first(hash)) {
      return bucket;
    }
    return bucket + 1 == buckets ? 0 : bucket + 1;
  }

  /** The bucket that the item of a slot could be in as well. */
  long other(long slot) {
    long hash = hash(slot);
    long first = first(hash);
    return first == bucket(slot) ? second(hash) : first;
  }

  static long bucket(long slot) {
    return slot >>> SLOT_SHIFT;
  }

  static long slot(long bucket, int number) {
    return (bucket << SLOT_SHIFT) + number;
  }

  private static long number(long slot) {
    return slot & SLOTS_PER_BUCKET - 1;
  }

  private long bucketOffset(long bucket) {
    return tableOffset + bucket * bucketBytes;
  }

  private long headerOffset(long slot) {
    return bucketOffset(slot >>> SLOT_SHIFT) + number(slot) * Header.BYTES;
  }

  private long bodyOffset(long slot) {
    return bucketOffset(slot >>> SLOT_SHIFT) + HEADERS_BYTES + number(slot) * bodyBytes;
  }

  long header(long slot) {
    return Bits.getLong(region, headerOffset(slot));
  }

  void header(long slot, long header) {
    Bits.putLong(region, headerOffset(slot), header);
  }

  /** Where the item's token is, if items keep theirs. */
  long tokenOffset(long slot) {
    return bodyOffset(slot);
  }

  private long flagsOffset(long slot) {
    return bodyOffset(slot) + tokenBytes;
  }

  int clientFlags(long slot, long header) {
    return (header & Header.FLAGS) == 0 ? 0 : Bits.getInt(region, flagsOffset(slot));
  }

  void clientFlags(long slot, int clientFlags) {
    assert (header(slot) & Header.FLAGS) != 0;
    Bits.putInt(region, flagsOffset(slot), clientFlags);
  }

  long keyOffset(long slot, long header) {
    return flagsOffset(slot) + Header.flagsBytes(header);
  }

  long valueOffset(long slot, long header) {
    return keyOffset(slot, header) + Header.keyLength(header);
  }

  /** Bytes of everything but key and value. */
  int metadataBytes(long header) {
    return Header.BYTES + tokenBytes + Header.flagsBytes(header);
  }

  /** Bytes of everything. */
  int itemBytes(long header) {
    return metadataBytes(header) + Header.keyLength(header) + Header.valueLength(header);
  }

  /** True if an item of that size fits a slot. */
  boolean fits(int keyLength, int valueLength, boolean flags) {
    int before = tokenBytes + (flags ? Integer.BYTES : 0) + keyLength;
    return valueLength <= bodyBytes - before;
  }

  /** The hash of the key in a slot. */
  long hash(long slot) {
    long header = header(slot);
    return hash64.hash(region, keyOffset(slot, header), Header.keyLength(header));
  }

  /** The slot of this bucket with that living item, or ABSENT. */
  long find(long bucket, long wanted, MemorySegment key, long keyOffset, int keyLength) {
    long headers = bucketOffset(bucket);
    for (int i = 0; i < SLOTS_PER_BUCKET; i++) {
      long header = Bits.getLong(region, headers + (long) i * Header.BYTES);
      if (Header.matches(header, wanted)) {
        long slot = slot(bucket, i);
        if (Bits.equal(region, keyOffset(slot, header), key, keyOffset, keyLength)) {
          return slot;
        }
      }
    }
    return ABSENT;
  }

  /** Loads the lines of a hash's headers. */
  long prefetch(long hash) {
    return header(slot(first(hash), 0)) + header(slot(second(hash), 0));
  }

  /** Loads the beginning of the bodies that seem to be the item's. */
  long prefetchBody(long hash, int keyLength) {
    long wanted = Header.wanted(keyLength, hash);
    return prefetchBody(first(hash), wanted) + prefetchBody(second(hash), wanted);
  }

  private long prefetchBody(long bucket, long wanted) {
    for (int i = 0; i < SLOTS_PER_BUCKET; i++) {
      long slot = slot(bucket, i);
      if (Header.matches(header(slot), wanted)) {
        return Bits.getLong(region, bodyOffset(slot));
      }
    }
    return 0;
  }

  /** Copies an item's body and its header; what was in {@code to} is overwritten. */
  void copy(long from, long to, long header) {
    long bytes = itemBytes(header) - Header.BYTES;
    MemorySegment.copy(region, bodyOffset(from), region, bodyOffset(to), bytes);
    header(to, header);
  }
}

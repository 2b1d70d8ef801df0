package io.gannet.engine.store.cuckoo;

import static io.gannet.engine.store.cuckoo.CuckooLayout.BUCKETS_PER_BLOCK;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.MemorySegment;

/**
 * Which buckets were flushed. Each block of 8 buckets has the number of the flush after which it
 * was last cleaned; to flush is to count one up, and all blocks are stale at once. What lies in a
 * stale block is dead; a block is cleaned before anything is written to it.
 */
final class Blocks {
  private final MemorySegment region;
  private final long epochsOffset;
  private final long count;
  private int epoch;
  private long stale;

  /** All blocks are stale: what is in the region is nobody's. */
  Blocks(MemorySegment region, CuckooLayout layout) {
    this.region = region;
    this.epochsOffset = layout.epochsOffset();
    this.count = layout.blocks();
    region.asSlice(epochsOffset, count * Integer.BYTES).fill((byte) 0);
    flush();
  }

  /** Makes all blocks stale. Epochs come round after 2³² flushes, long after each was cleaned. */
  void flush() {
    epoch++;
    stale = count;
  }

  boolean isStale(long bucket) {
    return stale != 0 && epoch(block(bucket)) != epoch;
  }

  /** True if what lies in the block of this bucket was stored there once. */
  boolean wasUsed(long bucket) {
    return epoch(block(bucket)) != 0;
  }

  /** How many blocks are to be cleaned. */
  long stale() {
    return stale;
  }

  /** Says that the block of this bucket, which was stale, holds nothing any more. */
  void cleaned(long bucket) {
    assert isStale(bucket);
    Bits.putInt(region, epochsOffset + block(bucket) * Integer.BYTES, epoch);
    stale--;
  }

  private static long block(long bucket) {
    return bucket / BUCKETS_PER_BLOCK;
  }

  private int epoch(long block) {
    return Bits.getInt(region, epochsOffset + block * Integer.BYTES);
  }
}

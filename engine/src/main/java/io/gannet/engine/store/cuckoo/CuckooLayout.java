package io.gannet.engine.store.cuckoo;

import io.gannet.engine.bytes.CacheLine;

/**
 * How a region is divided, down to its last byte.
 *
 * <pre>
 * 0      tableOffset                         toldOffset       epochsOffset
 * +------+------------------+----------------+----------------+------------+------+
 * | lead | buckets × 8 slots| staging places | told × 16      | blocks × 4 | tail |
 * +------+------------------+----------------+----------------+------------+------+
 *
 * a bucket: +----------+----------+-----+----------+--------+--------+-----+--------+
 *           | header 0 | header 1 |  …  | header 7 | body 0 | body 1 |  …  | body 7 |
 *           +----------+----------+-----+----------+--------+--------+-----+--------+
 *            8 bytes each: one cache line           slot size - 8 each
 *
 * a body:   CAS token 0 or 8 | client flags 0 or 4 | key | value | slack
 * </pre>
 *
 * The eight headers of a bucket are one cache line, so that a miss costs two lines, and a search
 * for room one line a bucket. Staging places have the same shape and their slot numbers go on after
 * the table's.
 *
 * @param tableOffset where bucket 0 begins, on a cache line
 * @param buckets how many, of items
 * @param stagingBuckets how many, of reservations
 * @param slotBytes bytes of a slot, its header included
 * @param tokenBytes bytes of a token kept in each item: 0 or 8
 * @param toldOffset where the tokens told lately are, if items keep none
 * @param told how many, 0 or a power of two
 * @param epochsOffset where the blocks' epochs begin
 * @param leftoverBytes lead and tail
 */
record CuckooLayout(
    long tableOffset,
    long buckets,
    int stagingBuckets,
    int slotBytes,
    int tokenBytes,
    long toldOffset,
    int told,
    long epochsOffset,
    long leftoverBytes) {

  static final int SLOTS_PER_BUCKET = 8;
  static final int HEADERS_BYTES = SLOTS_PER_BUCKET * Header.BYTES;
  static final int BUCKETS_PER_BLOCK = 8;
  static final int TOLD_BYTES = 2 * Long.BYTES;

  static {
    assert HEADERS_BYTES == CacheLine.BYTES : "the headers of a bucket are one cache line";
  }

  /** Fewer make no table. */
  static final int BUCKETS_MIN = 4;

  private static final int BUCKETS_PER_STAGING = 64;
  private static final int STAGING_BUCKETS_MIN = 2;
  private static final int STAGING_BUCKETS_MAX = 128;
  private static final int TOLD_MIN = 16;
  private static final int TOLD_MAX = 8192;

  /**
   * Divides a region.
   *
   * @param address its first byte's, to align the buckets
   */
  static CuckooLayout of(long address, long regionBytes, CuckooOptions options) {
    int bucketBytes = SLOTS_PER_BUCKET * options.slotBytes();
    int lead = CacheLine.bytesToNext(address);
    long bytes = regionBytes - lead;
    long share = bytes / bucketBytes / BUCKETS_PER_STAGING;
    int staging = Math.clamp(share, STAGING_BUCKETS_MIN, STAGING_BUCKETS_MAX);
    int told = options.cas() ? 0 : told(share * SLOTS_PER_BUCKET);
    long left = bytes - (long) staging * bucketBytes - (long) told * TOLD_BYTES;
    long blockBytes = (long) BUCKETS_PER_BLOCK * bucketBytes + Integer.BYTES;
    long buckets = Math.max(0, left - Integer.BYTES) * BUCKETS_PER_BLOCK / blockBytes;
    if (buckets < BUCKETS_MIN) {
      throw new IllegalArgumentException(
          regionBytes + " bytes make fewer than " + BUCKETS_MIN * SLOTS_PER_BUCKET
              + " slots of " + options.slotBytes() + ": give more memory or a smaller slot-size");
    }
    long toldOffset = lead + (buckets + staging) * bucketBytes;
    long epochsOffset = toldOffset + (long) told * TOLD_BYTES;
    long end = epochsOffset + blocks(buckets) * Integer.BYTES;
    return new CuckooLayout(
        lead, buckets, staging, options.slotBytes(), options.tokenBytes(), toldOffset, told,
        epochsOffset, lead + regionBytes - end);
  }

  private static int told(long wanted) {
    return Integer.highestOneBit(Math.clamp(wanted, TOLD_MIN, TOLD_MAX));
  }

  private static long blocks(long buckets) {
    return (buckets + BUCKETS_PER_BLOCK - 1) / BUCKETS_PER_BLOCK;
  }

  /** How many blocks the table is flushed by. */
  long blocks() {
    return blocks(buckets);
  }

  /** Slots of the table; the numbers of staging places begin here. */
  long slots() {
    return buckets * SLOTS_PER_BUCKET;
  }

  /** How many reservations may be open. */
  int stagingPlaces() {
    return stagingBuckets * SLOTS_PER_BUCKET;
  }

  /** Bytes of all of it. */
  long regionBytes() {
    return slots() * slotBytes + headersBytes() + leftoverBytes;
  }

  /** Bytes of staging places, tokens told and epochs. */
  long headersBytes() {
    return (long) stagingPlaces() * slotBytes
        + (long) told * TOLD_BYTES
        + blocks() * Integer.BYTES;
  }

  int bucketBytes() {
    return slotBytes * SLOTS_PER_BUCKET;
  }

  /** Bytes of a slot without its header. */
  int bodyBytes() {
    return slotBytes - Header.BYTES;
  }
}

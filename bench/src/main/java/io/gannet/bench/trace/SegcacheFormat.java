package io.gannet.bench.trace;

/**
 * The records that the Segcache paper's artifact replays (NSDI 2021), little endian:
 *
 * <pre>
 *  0        4                12                16               20
 *  +--------+----------------+-----------------+----------------+
 *  | time   | key            | 10 bits key size| 8 bits operation|
 *  | 4      | 8              | 22   value size | 24  time to live|
 *  +--------+----------------+-----------------+----------------+
 * </pre>
 *
 * <p>Of a word the first named bits are the highest; sizes are bytes, times are seconds, operations
 * are numbered from 1 as {@link Verb} lists them. The artifact's description shows sizes of 8 and
 * 24 bits, its code reads 10 and 22, as do Pelikan's and libCacheSim's: so does this.
 */
final class SegcacheFormat implements TraceFormat {
  static final int RECORD_BYTES = 20;

  private static final int TIME_OFFSET = 0;
  private static final int KEY_OFFSET = 4;
  private static final int SIZES_OFFSET = 12;
  private static final int OPERATION_OFFSET = 16;
  private static final int VALUE_WIDTH = 22;
  private static final int TTL_WIDTH = 24;

  @Override
  public String name() {
    return "segcache";
  }

  @Override
  public String expected() {
    return "a record of " + RECORD_BYTES + " bytes with an operation of 1 to 11";
  }

  @Override
  public long tickNs() {
    return 1_000_000_000;
  }

  @Override
  public boolean recognises(TraceHead head) {
    if (head.fileName().contains(".sbin")) {
      return true;
    }
    if (head.isText() || !head.ascends(RECORD_BYTES)) {
      return false;
    }
    for (int i = 0; i < head.records(RECORD_BYTES); i++) {
      long word = head.u32(i * RECORD_BYTES + OPERATION_OFFSET);
      if (Verb.numbered((int) (word >>> TTL_WIDTH)) == null) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean read(TraceInput in, TraceRecord record) {
    if (!in.nextRecord(RECORD_BYTES)) {
      return false;
    }
    long sizes = in.u32(SIZES_OFFSET);
    long operation = in.u32(OPERATION_OFFSET);
    Verb verb = Verb.numbered((int) (operation >>> TTL_WIDTH));
    if (verb == null) {
      throw in.fail(expected());
    }
    record.tick = in.u32(TIME_OFFSET);
    record.key = in.u64(KEY_OFFSET);
    record.keyBytes = (int) (sizes >>> VALUE_WIDTH);
    verb.put(record, low(sizes, VALUE_WIDTH), low(operation, TTL_WIDTH));
    return true;
  }

  private static int low(long word, int width) {
    return (int) (word & (1L << width) - 1);
  }
}

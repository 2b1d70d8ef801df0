package io.gannet.bench.trace;

/**
 * libCacheSim's oracleGeneral, little endian. All requests look up; when the key comes next is not
 * used.
 *
 * <pre>
 *  0        4                12               16                      24
 *  +--------+----------------+----------------+-----------------------+
 *  | time   | key            | bytes          | next request, or -1   |
 *  +--------+----------------+----------------+-----------------------+
 * </pre>
 */
final class OracleGeneralFormat implements TraceFormat {
  static final int RECORD_BYTES = 24;

  private static final int TIME_OFFSET = 0;
  private static final int KEY_OFFSET = 4;
  private static final int SIZE_OFFSET = 12;

  @Override
  public String name() {
    return "oracle-general";
  }

  @Override
  public String expected() {
    return "a record of " + RECORD_BYTES + " bytes with a size below 2 GiB";
  }

  @Override
  public long tickNs() {
    return 1_000_000_000;
  }

  @Override
  public boolean recognises(TraceHead head) {
    return head.fileName().contains("oracleGeneral")
        || !head.isText() && head.ascends(RECORD_BYTES);
  }

  @Override
  public boolean read(TraceInput in, TraceRecord record) {
    if (!in.nextRecord(RECORD_BYTES)) {
      return false;
    }
    long size = in.u32(SIZE_OFFSET);
    if (size > Integer.MAX_VALUE) {
      throw in.fail(expected());
    }
    record.verb = Verb.GET;
    record.tick = in.u32(TIME_OFFSET);
    record.key = in.u64(KEY_OFFSET);
    record.valueBytes = (int) size;
    return true;
  }
}

package io.gannet.bench.trace;

import io.gannet.engine.hash.Hash64;
import java.lang.foreign.MemorySegment;
import java.util.regex.Pattern;

/**
 * One request a line: a key, or a key and its value's bytes. All of them look up; whoever misses
 * stores. A key that is no plain decimal number is hashed to 64 bits.
 */
final class KeysFormat implements TraceFormat {
  private static final Hash64 HASH = Hash64.seeded(0);
  private static final Pattern LINE = Pattern.compile("[^,\\s]+(,\\d+)?");

  /** So many digits always fit a positive long. */
  private static final int DIGITS_MAX = 18;

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public String expected() {
    return "KEY or KEY,BYTES";
  }

  @Override
  public long tickNs() {
    return 0;
  }

  @Override
  public boolean recognises(TraceHead head) {
    return head.isText() && LINE.matcher(head.firstLine()).matches();
  }

  @Override
  public boolean read(TraceInput in, TraceRecord record) {
    if (!in.nextLine()) {
      return false;
    }
    int comma = Decimals.indexOf(in.bytes(), in.from(), in.to(), ',');
    if (comma == in.from() || in.bytes()[in.from()] <= ' ') {
      throw in.fail(expected());
    }
    record.key = key(in.bytes(), in.from(), comma);
    record.valueBytes = comma == in.to() ? TraceRecord.UNKNOWN : size(in, comma + 1);
    return true;
  }

  private int size(TraceInput in, int from) {
    long size = Decimals.parse(in.bytes(), from, in.to());
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw in.fail(expected());
    }
    return (int) size;
  }

  /** The number that the bytes spell, if they spell it as it would be printed; else their hash. */
  static long key(byte[] bytes, int from, int to) {
    boolean plain = to - from <= DIGITS_MAX && (bytes[from] != '0' || to - from == 1);
    long number = plain ? Decimals.parse(bytes, from, to) : Decimals.NONE;
    return number != Decimals.NONE
        ? number
        : HASH.hash(MemorySegment.ofArray(bytes), from, to - from);
  }
}

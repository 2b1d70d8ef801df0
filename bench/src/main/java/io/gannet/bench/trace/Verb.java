package io.gannet.bench.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.bench.workload.Op;
import java.util.Arrays;
import java.util.Locale;

/**
 * What Twitter's traces have asked for, in the order of the Segcache artifact's numbers, which
 * begin with 1, and what the bench asks in its place.
 *
 * <p>A conditional store is taken to store, as it did when it was recorded, mostly. A change in
 * place is a look-up: it warms the item, has its size, and who does not find it creates it, as one
 * who misses does.
 */
enum Verb {
  GET(Op.GET),
  GETS(Op.GET),
  SET(Op.SET),
  ADD(Op.SET),
  CAS(Op.SET),
  REPLACE(Op.SET),
  APPEND(Op.GET),
  PREPEND(Op.GET),
  DELETE(Op.DELETE),
  INCR(Op.GET),
  DECR(Op.GET);

  private static final Verb[] ALL = values();

  private final Op op;
  private final byte[] text = name().toLowerCase(Locale.ROOT).getBytes(US_ASCII);

  Verb(Op op) {
    this.op = op;
  }

  /** By its number in a record, or null. */
  static Verb numbered(int number) {
    return number >= 1 && number <= ALL.length ? ALL[number - 1] : null;
  }

  /** By its name in {@code [from, to)}, or null. */
  static Verb named(byte[] bytes, int from, int to) {
    for (Verb verb : ALL) {
      if (Arrays.equals(bytes, from, to, verb.text, 0, verb.text.length)) {
        return verb;
      }
    }
    return null;
  }

  /**
   * Says in the bench's words what was asked.
   *
   * @param valueBytes as recorded: of what a change in place adds, and of a look-up that missed 0,
   *     it tells nothing of the item's size
   */
  void put(TraceRecord record, int valueBytes, int ttlSec) {
    boolean isRead = this == GET || this == GETS;
    boolean tells = op == Op.SET || isRead && valueBytes > 0;
    record.op = op;
    record.valueBytes = tells ? valueBytes : TraceRecord.UNKNOWN;
    record.ttlSec = ttlSec;
  }
}

package io.gannet.bench.trace;

import io.gannet.bench.workload.Keys;
import io.gannet.bench.workload.Op;
import java.util.Arrays;

/**
 * Collects requests to a {@link Trace}.
 *
 * <p>A key's size is what the last store before the request gave it, or else what the first request
 * that tells one tells: so a look-up is known to bring what was stored, and who misses knows what
 * to store. The same goes for how long it lives.
 */
final class TraceBuilder {
  private static final int CAPACITY_START = 1 << 16;

  /** All arrays, old and new ones while they grow. */
  private static final long BYTES_PER_REQUEST = 3 * (3 * Integer.BYTES + 1);

  private static final long MS_NS = 1_000_000;
  private static final int REQUESTS_LIMIT = Integer.MAX_VALUE - 8;

  private final TraceOptions options;
  private final long tickNs;
  private final KeyNumbers numbers = new KeyNumbers();
  private int requests;
  private long firstTick;
  private long lastTick;
  private boolean hasDeadlines;

  private int[] key = new int[CAPACITY_START];
  private int[] valueBytes = new int[CAPACITY_START];
  private int[] tick;
  private int[] ttlSec = new int[CAPACITY_START];
  private byte[] verb;

  private byte[] keyBytesOf = new byte[CAPACITY_START];
  private int[] firstBytesOf = new int[CAPACITY_START];
  private int[] bytesOf = new int[CAPACITY_START];
  private int[] ttlSecOf = new int[CAPACITY_START];
  private int[] firstTtlSecOf = new int[CAPACITY_START];

  /** {@code tickNs} as {@link TraceFormat#tickNs}. */
  TraceBuilder(TraceOptions options, long tickNs) {
    this.options = options;
    this.tickNs = tickNs;
    this.tick = tickNs == 0 ? null : new int[CAPACITY_START];
  }

  boolean isFull() {
    return options.requestsMax() > 0 && requests >= options.requestsMax();
  }

  void add(TraceRecord record) {
    if (requests == key.length) {
      grow();
    }
    int number = number(record);
    learn(number, record);
    key[requests] = number;
    valueBytes[requests] = bytesOf[number];
    if (verb != null || record.verb != Verb.GET) {
      verb = verb == null ? new byte[key.length] : verb;
      verb[requests] = (byte) record.verb.ordinal();
    }
    ttlSec[requests] = ttlSecOf[number];
    hasDeadlines |= ttlSecOf[number] > 0;
    if (tick != null) {
      tick[requests] = elapsed(record.tick);
    }
    requests++;
  }

  private int number(TraceRecord record) {
    int before = numbers.count();
    int number = numbers.of(record.key);
    if (number == before) {
      if (number == bytesOf.length) {
        growKeys();
      }
      int told = record.keyBytes > 0 ? record.keyBytes : options.keyBytes();
      keyBytesOf[number] = (byte) Math.clamp(told, Keys.BYTES_MIN, Keys.BYTES_MAX);
      firstBytesOf[number] = TraceRecord.UNKNOWN;
      bytesOf[number] = TraceRecord.UNKNOWN;
      ttlSecOf[number] = TraceRecord.UNKNOWN;
      firstTtlSecOf[number] = TraceRecord.UNKNOWN;
    }
    return number;
  }

  private void learn(int number, TraceRecord record) {
    boolean told = record.valueBytes != TraceRecord.UNKNOWN;
    boolean stores = record.verb.op() == Op.SET;
    if (told && (stores || bytesOf[number] == TraceRecord.UNKNOWN)) {
      bytesOf[number] = record.valueBytes;
    }
    if (told && firstBytesOf[number] == TraceRecord.UNKNOWN) {
      firstBytesOf[number] = record.valueBytes;
    }
    if (stores) {
      ttlSecOf[number] = record.ttlSec;
      if (firstTtlSecOf[number] == TraceRecord.UNKNOWN) {
        firstTtlSecOf[number] = record.ttlSec;
      }
    }
  }

  /** Time that goes back stands still. */
  private int elapsed(long recordTick) {
    if (requests == 0) {
      firstTick = recordTick;
      lastTick = recordTick;
    }
    lastTick = Math.max(lastTick, recordTick);
    return (int) Math.min(lastTick - firstTick, Integer.MAX_VALUE);
  }

  private void grow() {
    long wanted = Math.min(key.length * 2L, REQUESTS_LIMIT);
    long room = Runtime.getRuntime().maxMemory() - bytesOf.length * 36L;
    if (wanted == key.length || wanted * BYTES_PER_REQUEST > room) {
      throw new TraceException(
          "more than " + key.length + " requests do not fit the JVM's heap",
          "read only the first ones (--trace-requests N), or give it more memory (-Xmx)");
    }
    int capacity = (int) wanted;
    key = Arrays.copyOf(key, capacity);
    valueBytes = Arrays.copyOf(valueBytes, capacity);
    tick = tick == null ? null : Arrays.copyOf(tick, capacity);
    ttlSec = Arrays.copyOf(ttlSec, capacity);
    verb = verb == null ? null : Arrays.copyOf(verb, capacity);
  }

  private void growKeys() {
    int capacity = bytesOf.length * 2;
    keyBytesOf = Arrays.copyOf(keyBytesOf, capacity);
    firstBytesOf = Arrays.copyOf(firstBytesOf, capacity);
    bytesOf = Arrays.copyOf(bytesOf, capacity);
    ttlSecOf = Arrays.copyOf(ttlSecOf, capacity);
    firstTtlSecOf = Arrays.copyOf(firstTtlSecOf, capacity);
  }

  /** What was collected. */
  Trace build(String name, String format) {
    for (int i = 0; i < requests; i++) {
      if (valueBytes[i] == TraceRecord.UNKNOWN) {
        int first = firstBytesOf[key[i]];
        valueBytes[i] = first == TraceRecord.UNKNOWN ? options.valueBytes() : first;
      }
      if (ttlSec[i] == TraceRecord.UNKNOWN) {
        ttlSec[i] = Math.max(0, firstTtlSecOf[key[i]]);
      }
    }
    int[] ttls = hasDeadlines ? ttlSec : null;
    TraceColumns columns =
        new TraceColumns(requests, numbers.count(), key, valueBytes, tick, ttls, verb, keyBytesOf);
    return new Trace(name, format, tickNs == 0 ? MS_NS : tickNs, columns, 1);
  }
}

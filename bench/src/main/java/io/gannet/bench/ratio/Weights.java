package io.gannet.bench.ratio;

import io.gannet.bench.trace.Trace;
import java.util.Arrays;

/**
 * What a simulated cache holds, by the key's number: bytes, deadlines, and their sum. An item is
 * its key, its value, and what was said that it costs beyond.
 */
final class Weights {
  private static final int NOTHING = -1;
  private static final long NS_PER_SEC = 1_000_000_000L;

  private final Trace trace;
  private final int overheadBytes;
  private final int[] bytesOf;
  private final int[] expiresAtSecOf;
  private final Deadlines deadlines;
  private long nowSec;
  private long bytes;

  Weights(Trace trace, int overheadBytes) {
    this.trace = trace;
    this.overheadBytes = overheadBytes;
    this.bytesOf = new int[trace.keys()];
    this.expiresAtSecOf = new int[trace.keys()];
    this.deadlines = trace.hasDeadlines() ? Deadlines.of(trace) : Deadlines.NONE;
    Arrays.fill(bytesOf, NOTHING);
  }

  void now(long nowNs) {
    nowSec = nowNs / NS_PER_SEC;
  }

  long nowSec() {
    return nowSec;
  }

  /** A key whose item is past its deadline and still held, or -1: to be removed, then the next. */
  int anExpiredKey() {
    return deadlines.passed(nowSec);
  }

  /** When the key's item expires, or 0. */
  int expiresAtSec(int key) {
    return expiresAtSecOf[key];
  }

  /** Of all items. */
  long bytes() {
    return bytes;
  }

  /** Of the item that the request would store. */
  long bytesOfRequest(int request) {
    return trace.keyBytes(trace.key(request)) + (long) trace.valueBytes(request) + overheadBytes;
  }

  boolean holds(int key) {
    return bytesOf[key] != NOTHING;
  }

  /** Whether what is held of the key is past its deadline. */
  boolean expired(int key) {
    return expiresAtSecOf[key] != 0 && expiresAtSecOf[key] <= nowSec;
  }

  /** Of the key's item. */
  int bytesOf(int key) {
    return bytesOf[key];
  }

  /** Takes an item in; the key had none. */
  void put(int request) {
    int key = trace.key(request);
    int ttlSec = trace.ttlSec(request);
    put(key, Math.toIntExact(bytesOfRequest(request)));
    if (ttlSec != 0) {
      expiresAtSecOf[key] = (int) Math.min(nowSec + ttlSec, Integer.MAX_VALUE);
      deadlines.add(key, expiresAtSecOf[key]);
    }
  }

  /** The same of no request, and without a deadline. */
  void put(int key, int itemBytes) {
    bytesOf[key] = itemBytes;
    expiresAtSecOf[key] = 0;
    bytes += itemBytes;
  }

  void remove(int key) {
    deadlines.remove(key);
    bytes -= bytesOf[key];
    bytesOf[key] = NOTHING;
  }
}

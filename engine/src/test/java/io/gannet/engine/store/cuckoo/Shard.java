package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A store with its memory and its clock, spoken to in strings. */
final class Shard implements AutoCloseable {
  private static final long NS_PER_SEC = 1_000_000_000L;

  final CuckooStore store;
  final CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment keyBytes = arena.allocate(Store.KEY_LENGTH_MAX + 1, 8);
  private final Key key = new Key();
  private long nowNs;

  /** A shard of so many slots of 64 bytes with tokens. */
  Shard(int slots) {
    this(CuckooOptions.defaults(), slots);
  }

  /** A shard of so many slots. */
  Shard(CuckooOptions options, int slots) {
    long bytes = bytesFor(options, slots);
    store = new CuckooStore(arena.allocate(bytes, 64), options, clock, 4711);
  }

  private static long bytesFor(CuckooOptions options, int slots) {
    long bytes = (long) slots * options.slotBytes();
    while (CuckooLayout.of(0, bytes, options).slots() < slots) {
      bytes += options.slotBytes();
    }
    return bytes;
  }

  Key key(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    MemorySegment.copy(bytes, 0, keyBytes, ValueLayout.JAVA_BYTE, 1, bytes.length);
    store.hash(key.set(keyBytes, 1, bytes.length));
    return key;
  }

  /** Stores for ever. */
  long set(String key, String value) {
    return set(key, value, 0, Store.NEVER);
  }

  /** Stores with a TTL. */
  long set(String key, String value, int ttlSec) {
    return set(key, value, 0, clock.nowSec() + ttlSec);
  }

  /** The item, ABSENT if it was not kept, or what reserve refused with. */
  long set(String key, String value, int flags, int expiresAtSec) {
    long item = store.reserve(key(key), value.length(), flags, expiresAtSec);
    if (item >= 0) {
      publish(item, key, value);
      return store.find(key(key));
    }
    return item;
  }

  void publish(long reservation, String key, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    long offset = store.valueOffset(reservation);
    MemorySegment.copy(bytes, 0, store.memory(), ValueLayout.JAVA_BYTE, offset, bytes.length);
    store.publish(reservation, key(key).hash);
  }

  /** The value, or null. */
  String get(String key) {
    long item = store.find(key(key));
    return item == Store.ABSENT ? null : value(item);
  }

  String value(long item) {
    byte[] bytes = new byte[store.valueLength(item)];
    long offset = store.valueOffset(item);
    MemorySegment.copy(store.memory(), ValueLayout.JAVA_BYTE, offset, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  long cas(String key) {
    return store.cas(store.find(key(key)));
  }

  void pass(int sec) {
    nowNs += sec * NS_PER_SEC;
    clock.advance(nowNs);
  }

  /** Works until there is nothing to do, one item at a time. */
  void settle() {
    int turns = 0;
    while (store.maintain(1)) {
      assertTrue(++turns < 1_000_000, "maintain never comes to an end");
    }
  }

  /** Stores filler until so many items were evicted since. */
  void evict(int items) {
    long evicted = metrics().evictions.get();
    for (int i = 0; metrics().evictions.get() < evicted + items; i++) {
      assertTrue(i < 1_000_000, "nothing is evicted");
      set("filler" + i, "x".repeat(8));
    }
  }

  CuckooMetrics metrics() {
    return store.metrics();
  }

  /** Fails unless a full walk finds what the store believes. */
  void audit() {
    assertEquals(List.of(), store.walk().faults());
  }

  @Override
  public void close() {
    audit();
    arena.close();
  }
}

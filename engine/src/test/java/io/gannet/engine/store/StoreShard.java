package io.gannet.engine.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Subject.Made;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A store with its memory and its clock, spoken to in strings. When it is closed, and whenever
 * {@link #audit} is called, a full walk has to find what the store believes.
 */
public class StoreShard<S extends Store> implements AutoCloseable {
  /** Lays a store out in memory, by a clock. */
  @FunctionalInterface
  public interface Layout<S extends Store> {
    /** The store, and how to look into it. */
    Made<S> over(MemorySegment region, CoarseClock clock, long hashSeed);
  }

  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final long HASH_SEED = 4711;

  public final S store;
  public final CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
  public final Made<S> made;
  private final Arena arena = Arena.ofConfined();
  private final GuardedRegion region;
  private final MemorySegment keyBytes = arena.allocate(Store.KEY_LENGTH_MAX + 1, 8);
  private final Key key = new Key();
  private long nowNs;

  /** A shard with so much memory. */
  public StoreShard(long regionBytes, Layout<S> layout) {
    region = new GuardedRegion(arena, regionBytes);
    made = layout.over(region.memory(), clock, HASH_SEED);
    store = made.store();
  }

  /** The key of a text, hashed; valid until the next one. */
  public final Key key(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    MemorySegment.copy(bytes, 0, keyBytes, ValueLayout.JAVA_BYTE, 1, bytes.length);
    store.hash(key.set(keyBytes, 1, bytes.length));
    return key;
  }

  /** Stores for ever. */
  public final long set(String key, String value) {
    return set(key, value, 0, Store.NEVER);
  }

  /** Stores with a TTL. */
  public final long set(String key, String value, int ttlSec) {
    return set(key, value, 0, in(ttlSec));
  }

  /** The reservation that was published, or what {@code reserve} refused with. */
  public long set(String key, String value, int flags, int expiresAtSec) {
    long reservation = reserve(key, value.length(), flags, expiresAtSec);
    if (reservation >= 0) {
      publish(reservation, key, value);
    }
    return reservation;
  }

  public final long reserve(String key, int length) {
    return reserve(key, length, 0, Store.NEVER);
  }

  public final long reserve(String key, int length, int flags, int expiresAtSec) {
    return store.reserve(key(key), length, flags, expiresAtSec);
  }

  public final void publish(long reservation, String key, String value) {
    byte[] bytes = value.getBytes(ISO_8859_1);
    long offset = store.valueOffset(reservation);
    MemorySegment.copy(bytes, 0, store.memory(), ValueLayout.JAVA_BYTE, offset, bytes.length);
    store.publish(reservation, key(key).hash);
  }

  /** The item, or ABSENT. */
  public final long find(String key) {
    return store.find(key(key));
  }

  /** The value, or null. */
  public final String get(String key) {
    long item = find(key);
    return item == Store.ABSENT ? null : value(item);
  }

  public final String value(long item) {
    byte[] bytes = new byte[store.valueLength(item)];
    long offset = store.valueOffset(item);
    MemorySegment.copy(store.memory(), ValueLayout.JAVA_BYTE, offset, bytes, 0, bytes.length);
    return new String(bytes, ISO_8859_1);
  }

  public final long cas(String key) {
    return store.cas(find(key));
  }

  public final long touch(String key, int expiresAtSec) {
    return store.touch(key(key), expiresAtSec);
  }

  public final boolean delete(String key) {
    return store.delete(key(key));
  }

  /** The deadline of a TTL. */
  public final int in(int ttlSec) {
    return clock.nowSec() + ttlSec;
  }

  public final void pass(int sec) {
    nowNs += sec * NS_PER_SEC;
    clock.advance(nowNs);
  }

  /** Works until there is nothing to do, one item at a time. */
  public final void settle() {
    for (int turns = 0; store.maintain(1); turns++) {
      assertTrue(turns < 1_000_000, "maintain never comes to an end");
    }
  }

  /** Stores filler until so many items more were evicted. */
  public final void evictItems(int items) {
    long before = stat("evictions");
    for (int i = 0; stat("evictions") < before + items; i++) {
      assertTrue(i < 1_000_000, "nothing is evicted");
      set("filler" + i, "x".repeat(8 + i % 50));
    }
  }

  /** A figure of the store, by memcached's name for it. */
  public final long stat(String name) {
    return made.stat(name);
  }

  /** Fails unless a full walk finds what the store believes, and the memory around is untouched. */
  public final void audit() {
    assertEquals(List.of(), made.faults().get());
    region.check();
  }

  @Override
  public void close() {
    audit();
    arena.close();
  }
}

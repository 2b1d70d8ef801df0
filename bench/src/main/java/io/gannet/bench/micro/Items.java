package io.gannet.bench.micro;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Numbered keys, {@code key:} and eight hexadecimal digits, as many at a time as a batch has. */
final class Items {
  static final int IN_CACHE = 100_000;
  static final int KEY_BYTES = 12;
  static final int VALUE_BYTES = 64;

  private static final int STRIDE = 16;
  private static final long NIBBLES = 0x0f0f_0f0f_0f0f_0f0fL;
  private static final long ONES = 0x0101_0101_0101_0101L;

  private final MemorySegment memory;
  private final MemorySegment received = Arena.ofAuto().allocate(VALUE_BYTES, VALUE_BYTES);
  private final Key[] keys;

  Items(int batch) {
    memory = Arena.ofAuto().allocate((long) batch * STRIDE, STRIDE);
    keys = new Key[batch];
    for (int i = 0; i < batch; i++) {
      keys[i] = new Key().set(memory, (long) i * STRIDE, KEY_BYTES);
      memory.set(JAVA_INT_UNALIGNED, (long) i * STRIDE, 'k' | 'e' << 8 | 'y' << 16 | ':' << 24);
    }
  }

  /** The same key in words. */
  static String keyText(int number) {
    return String.format("key:%08x", number);
  }

  /** Makes the {@code i}-th key of the batch that of {@code number}; not hashed yet. */
  Key move(int i, int number) {
    long digits = Long.expand(Integer.toUnsignedLong(number), NIBBLES);
    long letters = (digits + 6 * ONES) >>> 4 & ONES; // 1 where a digit is above 9
    long text = digits + '0' * ONES + letters * ('a' - '9' - 1);
    memory.set(JAVA_LONG_UNALIGNED, (long) i * STRIDE + 4, Long.reverseBytes(text));
    return keys[i];
  }

  /** The {@code i}-th key of the batch. */
  Key key(int i) {
    return keys[i];
  }

  /** The keys of the batch. */
  Key[] all() {
    return keys;
  }

  /** Stores a value of so many bytes for the {@code i}-th key; false if there is no room. */
  boolean store(Store store, int i, int valueBytes) {
    store.hash(keys[i]);
    return storeHashed(store, i, valueBytes);
  }

  /** As {@link #store}, of a key that is hashed: a value that tells whose it is. */
  boolean storeHashed(Store store, int i, int valueBytes) {
    Key key = keys[i];
    received.set(JAVA_LONG_UNALIGNED, 0, key.hash);
    return store.put(key, 0, Store.NEVER, received, 0, valueBytes) >= 0;
  }

  /** Stores the first {@code count} of all, with values of {@link #VALUE_BYTES}. */
  void storeAll(Store store, int count) {
    for (int i = 0; i < count; i++) {
      move(0, i);
      if (!store(store, 0, VALUE_BYTES)) {
        throw new IllegalStateException("no room for item " + i + " of " + count);
      }
      store.maintain(1);
    }
  }
}

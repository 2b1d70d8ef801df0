package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.StoreShard.Layout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;

/** No operation of any store allocates, those that evict, expire and clean up included. */
class StoreAllocationTest {
  private static final ThreadMXBean THREAD =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int OPERATIONS = 150_000;
  private static final int OPERATIONS_PER_FLUSH = 50_000;

  /** The JVM itself allocates a little when it compiles or gives compiled code up. */
  private static final int TRIES = 3;

  private static final int REGION_BYTES = 256 << 10;
  private static final int KEY_BYTES = 8;
  private static final int VALUE_BYTES = 48;
  private static final int OPERATIONS_PER_SEC = 1_000;

  /** Who finds no memory waits. */
  private static final int TURNS_MAX = 100;
  private static final int STEPS_PER_TURN = 64;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment keyBytes = arena.allocate(KEY_BYTES, 8);
  private final MemorySegment value = arena.allocate(VALUE_BYTES, 8);
  private final Key key = new Key();
  private long random = 88_172_645_463_325_252L;
  private long sink;

  @EachSubject
  void operationsAllocateNothing(Subject subject) {
    Scale scale = new Scale(REGION_BYTES, 4096, 80, 64);
    Subject.Maker maker = subject.maker();
    Layout<Store> layout = (region, clock, seed) -> maker.make(region, scale, clock, seed);
    try (StoreShard<Store> shard = new StoreShard<>(REGION_BYTES, layout)) {
      operate(shard);
      long least = Long.MAX_VALUE;
      for (int tries = 0; tries < TRIES && least > 0; tries++) {
        long before = THREAD.getCurrentThreadAllocatedBytes();
        operate(shard);
        least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - before);
      }
      assertTrue(shard.stat("evictions") > 0, "nothing was evicted");
      assertTrue(shard.stat("reclaimed") > 0, "nothing has expired");
      assertEquals(0, least, "bytes allocated (sink " + sink + ")");
    }
  }

  private void operate(StoreShard<Store> shard) {
    Store store = shard.store;
    for (int i = 1; i <= OPERATIONS; i++) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      Bits.putLong(keyBytes, 0, random >>> 8 & 0x3FFF);
      store.hash(key.set(keyBytes, 0, KEY_BYTES));
      sink += operation(store, (int) (random >>> 40) & 15, shard.clock.nowSec());
      if (i % OPERATIONS_PER_SEC == 0) {
        shard.pass(1);
      }
      store.maintain(2);
      if (i % OPERATIONS_PER_FLUSH == 0) {
        store.flush();
      }
    }
  }

  private long operation(Store store, int dice, int nowSec) {
    return switch (dice) {
      case 0 -> store.delete(key) ? 1 : 0;
      case 1 -> store.touch(key, nowSec + 20);
      case 2 -> {
        long item = store.reserve(key, 10, 0, Store.NEVER);
        if (item >= 0) {
          store.abandon(item);
        }
        yield item;
      }
      case 3, 4, 5 -> set(store, dice, nowSec + 1 + dice);
      case 6 -> set(store, 0, Store.NEVER);
      case 7 -> store.put(key, 0, Store.NEVER, value, 0, VALUE_BYTES);
      case 8 -> {
        long item = store.find(key);
        if (item >= 0) {
          sink += store.cas(item);
          store.unpin(store.pin(item));
        }
        yield item;
      }
      default -> store.prefetchIndex(key) + store.prefetchItem(key) + store.find(key);
    };
  }

  private long set(Store store, int flags, int expiresAtSec) {
    long item = store.reserve(key, VALUE_BYTES, flags, expiresAtSec);
    for (int turns = 0; item == Store.NO_MEMORY && turns < TURNS_MAX; turns++) {
      store.maintain(STEPS_PER_TURN);
      item = store.reserve(key, VALUE_BYTES, flags, expiresAtSec);
    }
    store.publish(item, key.hash);
    return item;
  }
}

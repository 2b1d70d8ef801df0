package io.gannet.engine.store.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class CuckooStoreAllocationTest {
  private static final ThreadMXBean THREAD =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int OPERATIONS = 1_000_000;
  private static final int KEY_BYTES = 8;
  private static final long MS_PER_NS = 1_000_000;

  private final Key key = new Key();
  private long sink;
  private long nowNs;

  @Test
  void aMillionOperationsAllocateNothing() {
    for (EvictionPolicy policy : EvictionPolicy.values()) {
      operate(policy, policy != EvictionPolicy.CTE);
    }
  }

  private void operate(EvictionPolicy policy, boolean cas) {
    nowNs = 0;
    try (Arena arena = Arena.ofConfined()) {
      CoarseClock clock = new CoarseClock(0, 0);
      MemorySegment region = arena.allocate(1 << 18, 64);
      MemorySegment keyBytes = arena.allocate(KEY_BYTES, 8);
      CuckooStore store = new CuckooStore(region, new CuckooOptions(80, cas, policy), clock, 1);
      operate(store, clock, keyBytes, OPERATIONS);
      long before = THREAD.getCurrentThreadAllocatedBytes();
      operate(store, clock, keyBytes, OPERATIONS);
      long allocated = THREAD.getCurrentThreadAllocatedBytes() - before;
      assertTrue(store.metrics().moves.get() > 0, "nothing was displaced");
      assertTrue(store.metrics().evictions.get() > 0 && store.metrics().itemsExpired.get() > 0);
      assertEquals(0, allocated, "bytes allocated (sink " + sink + ")");
    }
  }

  private void operate(CuckooStore store, CoarseClock clock, MemorySegment keyBytes, int count) {
    long random = 88_172_645_463_325_252L;
    for (int i = 0; i < count; i++) {
      random ^= random << 13;
      random ^= random >>> 7;
      random ^= random << 17;
      Bits.putLong(keyBytes, 0, random >>> 8 & 0x3FFF);
      store.hash(key.set(keyBytes, 0, KEY_BYTES));
      sink += operation(store, (int) (random >>> 40) & 15, clock.nowSec());
      clock.advance(nowNs += MS_PER_NS);
      store.maintain(2);
      if (i % 100_000 == 0) {
        store.flush();
      }
    }
  }

  private long operation(CuckooStore store, int dice, int nowSec) {
    return switch (dice) {
      case 0 -> store.delete(key) ? 1 : 0;
      case 1 -> store.touch(key, nowSec + 20);
      case 2 -> {
        long item = store.reserve(key, 10, 0, Store.NEVER);
        store.abandon(item);
        yield item;
      }
      case 3, 4, 5 -> set(store, dice, nowSec + 1 + dice);
      case 6, 7 -> set(store, 0, Store.NEVER);
      case 8 -> {
        long item = store.find(key);
        if (item >= 0) {
          store.unpin(store.pin(item));
        }
        yield item;
      }
      default -> store.prefetchIndex(key) + store.prefetchItem(key) + store.find(key);
    };
  }

  private long set(CuckooStore store, int flags, int expiresAtSec) {
    long item = store.reserve(key, 48, flags, expiresAtSec);
    store.publish(item, key.hash);
    return item;
  }
}

package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.store.cuckoo.CuckooOptions;
import io.gannet.engine.store.cuckoo.CuckooStore;
import io.gannet.engine.store.direct.DirectOptions;
import io.gannet.engine.store.direct.DirectStore;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/**
 * An item that has expired is reclaimed when its place is taken back, one that was flushed when the
 * flush came: once, whether the background takes it back or what is written over it.
 */
class ReclaimedTest {
  private final CoarseClock clock = new CoarseClock(1_800_000_000L, 0);
  private final MemorySegment region = Arena.ofAuto().allocate(4 << 20, 64);
  private final MemorySegment bytes = Arena.ofAuto().allocate(8, 8);
  private long nowNs;

  private void put(Store store, int deadlineSec) {
    Key key = new Key();
    key.set(bytes, 0, 3);
    store.hash(key);
    store.put(key, 0, deadlineSec, bytes, 0, 5);
  }

  private void pass(int seconds) {
    nowNs += seconds * 1_000_000_000L;
    clock.advance(nowNs);
  }

  private void counts(Store store, ItemMetrics metrics) {
    put(store, Store.NEVER);
    put(store, Store.NEVER);
    assertEquals(0, metrics.reclaimed(), "what is alive is not reclaimed");
    put(store, clock.nowSec() + 5);
    pass(10);
    put(store, Store.NEVER);
    assertEquals(1, metrics.reclaimed(), "expired");
    pass(2);
    store.flush();
    assertEquals(2, metrics.reclaimed(), "flushed");
    pass(2);
    put(store, Store.NEVER);
    assertEquals(2, metrics.reclaimed(), "flushed, and written over");
    put(store, clock.nowSec() + 5);
    store.flush();
    pass(10);
    for (int i = 0; i < 100; i++) {
      store.maintain(64);
    }
    assertEquals(3, metrics.reclaimed(), "flushed, then expired, and taken back meanwhile");
    assertEquals(1, metrics.itemsExpired.get());
    store.flush();
    assertEquals(3, metrics.reclaimed(), "there was nothing to be flushed");
  }

  @Test
  void inSegments() {
    SegStore store = new SegStore(region, SegOptions.defaults(), clock, 7);
    counts(store, store.metrics());
  }

  @Test
  void inSlabs() {
    SlabStore store = new SlabStore(region, SlabOptions.defaults(), clock, 7);
    counts(store, store.metrics());
  }

  @Test
  void inATable() {
    CuckooStore store = new CuckooStore(region, CuckooOptions.defaults(), clock, 7);
    counts(store, store.metrics());
  }

  @Test
  void inOneSlotAHash() {
    DirectStore store = new DirectStore(region, new DirectOptions(1024), clock, 7);
    counts(store, store.metrics());
  }
}

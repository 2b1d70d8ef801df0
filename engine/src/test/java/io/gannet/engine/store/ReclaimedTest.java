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
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** An item whose dead self is written over was reclaimed; so was a flushed one, if it is known. */
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

  private void counts(Store store, LongSupplier reclaimed, int flushed) {
    put(store, Store.NEVER);
    put(store, Store.NEVER);
    assertEquals(0, reclaimed.getAsLong(), "what is alive is not reclaimed");
    put(store, clock.nowSec() + 5);
    pass(10);
    put(store, Store.NEVER);
    assertEquals(1, reclaimed.getAsLong(), "expired");
    pass(2);
    store.flush();
    pass(2);
    put(store, Store.NEVER);
    assertEquals(1 + flushed, reclaimed.getAsLong(), "flushed");
  }

  @Test
  void inSegments() {
    SegStore store = new SegStore(region, SegOptions.defaults(), clock, 7);
    counts(store, store.metrics().itemsExpired::get, 1);
  }

  @Test
  void inSlabs() {
    SlabStore store = new SlabStore(region, SlabOptions.defaults(), clock, 7);
    counts(store, store.metrics().itemsExpired::get, 1);
  }

  /** A flush there takes whole blocks back: nobody knows what was in them. */
  @Test
  void inATable() {
    CuckooStore store = new CuckooStore(region, CuckooOptions.defaults(), clock, 7);
    counts(store, store.metrics().itemsExpired::get, 0);
  }

  @Test
  void inOneSlotAHash() {
    DirectStore store = new DirectStore(region, new DirectOptions(1024), clock, 7);
    counts(store, store.metrics().itemsExpired::get, 1);
  }
}

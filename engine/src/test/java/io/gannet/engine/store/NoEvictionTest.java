package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where nothing may be forgotten, what was stored stays, and what finds no room is refused. */
class NoEvictionTest {
  private static final int REGION_BYTES = 2 << 20;
  private static final int KEYS_MAX = 400_000;
  private static final int KEY_BYTES = 8;
  private static final int MAINTAIN_ITEMS = 256;

  private final CoarseClock clock = new CoarseClock(1_800_000_000L, 0);
  private final MemorySegment keyBytes = Arena.ofAuto().allocate(KEY_BYTES, 8);
  private final MemorySegment value = Arena.ofAuto().allocate(10_000, 8);
  private final Key key = new Key();

  private static Stream<Arguments> stores() {
    Function<CoarseClock, Store> segments =
        clock -> new SegStore(region(), SegOptions.defaults().withoutEviction(), clock, 7);
    Function<CoarseClock, Store> slabs =
        clock -> new SlabStore(region(), SlabOptions.defaults().withoutEviction(), clock, 7);
    return Stream.of(1, 100, 8192)
        .flatMap(
            bytes ->
                Stream.of(
                    Arguments.of("segments", segments, bytes),
                    Arguments.of("slabs", slabs, bytes)));
  }

  private static MemorySegment region() {
    return Arena.ofAuto().allocate(REGION_BYTES, 64);
  }

  private boolean isStored(Store store, long number, int bytes, int deadlineSec) {
    name(store, number);
    value.set(ValueLayout.JAVA_BYTE, 0, (byte) number);
    return store.put(key, 0, deadlineSec, value, 0, bytes) >= 0;
  }

  private void name(Store store, long number) {
    keyBytes.set(ValueLayout.JAVA_LONG, 0, number);
    key.set(keyBytes, 0, KEY_BYTES);
    store.hash(key);
  }

  @ParameterizedTest(name = "{0}, values of {2}")
  @MethodSource("stores")
  void whatWasStoredStays(String name, Function<CoarseClock, Store> maker, int bytes) {
    Store store = maker.apply(clock);
    int stored = 0;
    while (stored < KEYS_MAX && isStored(store, stored, bytes, Store.NEVER)) {
      stored++;
      store.maintain(MAINTAIN_ITEMS);
    }
    assertTrue(stored > 50 && stored < KEYS_MAX, stored + " stored");
    for (int i = 0; i < 1000; i++) {
      isStored(store, KEYS_MAX + i, bytes, Store.NEVER);
      store.maintain(MAINTAIN_ITEMS);
    }
    for (int i = 0; i < stored; i++) {
      name(store, i);
      long item = store.find(key);
      assertTrue(item >= 0, name + " has forgotten " + i + " of " + stored);
      assertEquals(bytes, store.valueLength(item));
    }
  }

  @ParameterizedTest(name = "{0}, values of {2}")
  @MethodSource("stores")
  void whatHasExpiredMakesRoom(String name, Function<CoarseClock, Store> maker, int bytes) {
    Store store = maker.apply(clock);
    int stored = 0;
    while (stored < KEYS_MAX && isStored(store, stored, bytes, clock.nowSec() + 10)) {
      stored++;
    }
    clock.advance(60_000_000_000L);
    for (int i = 0; i < 100_000 && store.maintain(MAINTAIN_ITEMS); i++) {
      assertTrue(i < 99_999, "there is always more to do");
    }
    assertTrue(isStored(store, KEYS_MAX, bytes, Store.NEVER), name + " keeps what is dead");
  }
}

package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.store.seg.SegOptions;
import io.gannet.engine.store.seg.SegStore;
import io.gannet.engine.store.slab.SlabOptions;
import io.gannet.engine.store.slab.SlabStore;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who reads in another's memory knows why nothing is there as its owner does. */
class ForeignMissCauseTest {
  private static final int REGION_BYTES = 1 << 20;

  private final CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
  private final MemorySegment copied = MemorySegment.ofArray(new byte[64]);

  /** Lays one out by a clock. */
  private interface Maker {
    Store make(MemorySegment region, CoarseClock clock, Sequences sequences);
  }

  private static Stream<Maker> makers() {
    return Stream.of(
        (region, clock, sequences) ->
            new SegStore(
                region, new SegOptions(4096, 64, 1 << 20), clock, 7, sequences),
        (region, clock, sequences) ->
            new SlabStore(region, SlabOptions.defaults(), clock, 7, sequences));
  }

  private static Key key(Store store, String text) {
    MemorySegment bytes = MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1));
    Key key = new Key().set(bytes, 0, text.length());
    store.hash(key);
    return key;
  }

  private void check(Store store, ForeignReader reader, String text, MissCause cause) {
    Key key = key(store, text);
    assertEquals(ForeignReader.MISS, reader.read(key, clock.nowSec(), copied, 0, 64));
    assertEquals(cause, reader.missCause, text);
    assertEquals(Store.ABSENT, store.find(key), text);
    assertEquals(cause, store.missCause(key), text);
  }

  @ParameterizedTest
  @MethodSource("makers")
  void causesAreSeenFromAfar(Maker maker) {
    MemorySegment region = Arena.ofAuto().allocate(REGION_BYTES, 64);
    Store store = maker.make(region, clock, new Sequences(true));
    ForeignReader reader = store.foreignReader();
    for (String text : new String[] {"deleted", "large", "flushed", "expired"}) {
      int deadlineSec = text.equals("expired") ? clock.nowSec() + 1 : Store.NEVER;
      store.put(key(store, text), 0, deadlineSec, copied, 0, 8);
    }
    store.delete(key(store, "deleted"));
    store.lose(key(store, "large"), MissCause.TOO_LARGE);
    clock.advance(1_000_000_000L);
    check(store, reader, "never", MissCause.NEVER_SEEN);
    check(store, reader, "deleted", MissCause.DELETED);
    check(store, reader, "large", MissCause.TOO_LARGE);
    check(store, reader, "expired", MissCause.EXPIRED);
    store.flush();
    check(store, reader, "flushed", MissCause.FLUSHED);
    check(store, reader, "expired", MissCause.EXPIRED);
    for (int turns = 0; store.maintain(8) && turns < 10_000; turns++) {
      check(store, reader, "flushed", MissCause.FLUSHED);
    }
    check(store, reader, "flushed", MissCause.FLUSHED);
    check(store, reader, "expired", MissCause.EXPIRED);
  }

  /** Of a key that its owner follows each hit is to be noted, and a miss is the owner's. */
  @ParameterizedTest
  @MethodSource("makers")
  void theOwnerLearnsOfEachRequestForWhatItFollows(Maker maker) {
    MemorySegment region = Arena.ofAuto().allocate(REGION_BYTES, 64);
    Store store = maker.make(region, clock, new Sequences(true));
    ForeignReader reader = store.foreignReader();
    Key key = key(store, "key");
    store.put(key, 0, Store.NEVER, copied, 0, 8);
    store.find(key);
    assertEquals(ForeignReader.HIT, reader.read(key, clock.nowSec(), copied, 0, 64));
    assertEquals(false, reader.toNote);
    store.ghosts().sampling.begin();
    assertEquals(ForeignReader.HIT, reader.read(key, clock.nowSec(), copied, 0, 64));
    assertEquals(true, reader.toNote);
    Key other = key(store, "other");
    assertEquals(ForeignReader.FORWARD, reader.read(other, clock.nowSec(), copied, 0, 64));
  }
}

package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.store.ForeignReader;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a foreign reader answers where it is easy to say. */
class SegReaderTest {
  private static final int REGION_BYTES = 256 << 10;
  private static final int ROOM = 64;

  /** Of a read whose slot is in its first bucket: begun, one found, loaded. */
  private static final int STEPS_TO_SLOT = 3;
  private static final SegOptions OPTIONS = new SegOptions(4096, 64, 1 << 20);

  private final MemorySegment region = Arena.ofAuto().allocate(REGION_BYTES, 64);
  private final CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
  private final Sequences sequences = new Sequences(true);
  private final SegStore store = new SegStore(region, OPTIONS, clock, 7, sequences);
  private final MemorySegment copied = MemorySegment.ofArray(new byte[ROOM]);
  private Runnable work = () -> {};
  private int steps;
  private final SegReader reader = reader();

  private SegReader reader() {
    SegLayout layout = SegLayout.of(region.address(), REGION_BYTES, OPTIONS);
    long headers = layout.blocks().headersOffset();
    SegmentTable table = new SegmentTable(region, headers, layout.segments());
    return new SegReader(region, layout, table, sequences, store.ghosts()) {
      @Override
      protected void step() {
        work.run();
      }
    };
  }

  private static MemorySegment bytes(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Key key(String text) {
    Key key = new Key().set(bytes(text), 0, text.length());
    store.hash(key);
    return key;
  }

  private void put(String key, String value, int expiresAtSec) {
    assertTrue(store.put(key(key), 0, expiresAtSec, bytes(value), 0, value.length()) >= 0);
  }

  private int read(String key) {
    return reader.read(key(key), clock.nowSec(), copied, 0, ROOM);
  }

  @Test
  void whatIsTooLargeIsForwardedAndItsLengthTold() {
    put("key", "x".repeat(ROOM + 1), Store.NEVER);
    assertEquals(ForeignReader.FORWARD, read("key"));
    assertEquals(ROOM + 1, reader.length);
  }

  @Test
  void aTokenIsToldOnceTheOwnerHasToldIt() {
    put("key", "value", Store.NEVER);
    assertEquals(ForeignReader.HIT, read("key"));
    assertEquals(0, reader.cas);
    long token = store.cas(store.find(key("key")));
    assertEquals(ForeignReader.HIT, read("key"));
    assertEquals(token, reader.cas);
  }

  @Test
  void aStoreThatIsNotSharedHasNoReader() {
    MemorySegment own = Arena.ofAuto().allocate(REGION_BYTES, 64);
    assertEquals(
        ForeignReader.NONE, new SegStore(own, OPTIONS, clock, 7).foreignReader());
  }

  @Test
  void aFindIsToBeNotedOncePerHeatTime() {
    put("key", "value", Store.NEVER);
    assertEquals(ForeignReader.HIT, read("key"));
    assertTrue(!reader.toNote, "what was just written is as of this time");
    for (int i = 0; i < 1_500; i++) {
      put("other" + i, "x".repeat(30), Store.NEVER);
    }
    assertEquals(ForeignReader.HIT, read("key"));
    assertTrue(reader.toNote);
    store.wasFound(key("key").hash);
    assertEquals(ForeignReader.HIT, read("key"));
    assertTrue(!reader.toNote);
  }

  /** Its segment is free then, and has no generation to make a token of. */
  @Test
  void anItemThatHasMovedMeanwhileHasNoTokenOfItsOldPlace() {
    put("open", "value", clock.nowSec() + 1_000);
    put("key", "value", Store.NEVER);
    store.cas(store.find(key("key")));
    for (int i = 0; i < 120; i++) {
      put("other" + i, "x".repeat(30), Store.NEVER);
    }
    for (int i = 0; i < 120; i++) {
      store.delete(key("other" + i));
    }
    long reuse = sequences.reuse();
    long stripe = sequences.stripe(key("key").hash);
    work =
        () -> {
          if (++steps == STEPS_TO_SLOT) {
            store.touch(key("key"), clock.nowSec() + 1_000);
          }
        };
    assertEquals(ForeignReader.UNKNOWN, read("key"));
    assertEquals(reuse, sequences.reuse(), "no segment was opened");
    assertEquals(stripe, sequences.stripe(key("key").hash), "nothing was changed in place");
    assertTrue(steps > STEPS_TO_SLOT, "it had the slot");
    work = () -> {};
    assertEquals(ForeignReader.HIT, read("key"));
    assertTrue(reader.cas > 1L << Slot.OFFSET_WIDTH);
  }
}

package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.gannet.engine.hash.Sequences;
import io.gannet.engine.store.StoreShard;
import io.gannet.engine.store.Subject.Made;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What segments have that large items are to take part in. */
class LargeItemsTest {
  private static final int SEGMENT = Shard.SEGMENT_BYTES;
  private static final int SEGMENTS = 64;

  /** Else readers of other threads go on to look for what is dead. */
  @Test
  void noFlushIsLeftOnceTheOneThatWasComingIsThere() {
    Sequences sequences = new Sequences(true);
    SegOptions options = new SegOptions(SEGMENT, 64, 1 << 20);
    try (StoreShard<SegStore> of =
        new StoreShard<>(
            1 << 18,
            (region, clock, hashSeed) -> {
              SegStore store = new SegStore(region, options, clock, hashSeed, sequences);
              return new Made<>(
                  store, store.metrics(), () -> store.walk().faults(), 0, true);
            })) {
      long coming = of.reserve("k", 3 * SEGMENT);
      of.store.flush();
      assertNotEquals(0, sequences.deadBefore());
      of.publish(coming, "k", value(3 * SEGMENT, 'a'));
      assertEquals(0, sequences.deadBefore());
    }
  }

  @ParameterizedTest
  @EnumSource(value = EvictionPolicy.class, names = {"MERGE", "S3FIFO"})
  void oneThatIsAskedForIsKept(EvictionPolicy policy) {
    SegOptions options = new SegOptions(SEGMENT, 64, 1 << 20, policy);
    try (Shard of = new Shard(options, SEGMENTS * (SEGMENT + 1024L))) {
      of.set("asked", value(3 * SEGMENT, 'a'));
      long token = of.cas("asked");
      of.set("forgotten", value(3 * SEGMENT, 'a'));
      for (int i = 0; i < SEGMENTS * 200; i++) {
        of.set("filler" + i, value(100, 'f'));
        of.store.maintain(64);
        of.find("asked");
      }
      assertEquals(token, of.cas("asked"));
      assertNull(of.get("forgotten"));
    }
  }

  private static String value(int bytes, int letter) {
    return String.valueOf((char) letter).repeat(bytes);
  }
}

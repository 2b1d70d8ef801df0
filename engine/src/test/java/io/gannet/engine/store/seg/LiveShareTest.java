package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is alive and fits is kept: half of the keys are written anew, with values of other lengths,
 * over as much as memory holds several times, and nobody reads any. Neither half is forgotten.
 *
 * <p>{@code -Dgannet.live.mib=1024} for more memory; shares are of the heap of segments, items'
 * headers included.
 */
class LiveShareTest {
  private static final long REGION_BYTES = Long.getLong("gannet.live.mib", 64) << 20;
  private static final int TURNOVERS = 2;
  private static final int[] PERCENTS = {30, 60, 85};
  private static final int KEY_BYTES = 8;
  private static final int VALUE_BYTES = 1_000;
  private static final int VARIES_BY = 900;
  private static final int TURNS_MAX = 2_000;
  private static final int[] TTLS_SEC = {0, 40_000, 80_000, 160_000, 600_000};

  private final MemorySegment keyBytes = Arena.ofAuto().allocate(KEY_BYTES, 8);
  private final MemorySegment value = Arena.ofAuto().allocate(2 * VALUE_BYTES, 8);
  private final SplittableRandom random = new SplittableRandom(1);
  private final Key key = new Key();

  private static Stream<Arguments> policiesAndShares() {
    return Stream.of(EvictionPolicy.values())
        .flatMap(p -> IntStream.of(PERCENTS).mapToObj(percent -> Arguments.of(p, percent)));
  }

  @ParameterizedTest(name = "{0}, {1} % alive")
  @MethodSource("policiesAndShares")
  void whatIsAliveAndFitsIsKept(EvictionPolicy policy, int percent) {
    isKept(policy, percent, 1);
  }

  @ParameterizedTest
  @EnumSource(EvictionPolicy.class)
  void soItIsWithDeadlinesOfSeveralKinds(EvictionPolicy policy) {
    isKept(policy, 85, TTLS_SEC.length);
  }

  private void isKept(EvictionPolicy policy, int percent, int ttls) {
    SegOptions options = new SegOptions(0, VALUE_BYTES, 1 << 20, policy);
    try (Shard shard = new Shard(options, REGION_BYTES)) {
      SegStore store = shard.store;
      long heapBytes = (long) store.segments() * store.segmentBytes();
      int keys = (int) (heapBytes * percent / 100 / (VALUE_BYTES + KEY_BYTES + 9));
      for (int number = 0; number < keys; number++) {
        set(shard, number, ttls);
      }
      for (long i = 0; i < TURNOVERS * heapBytes / VALUE_BYTES; i++) {
        set(shard, 2 * random.nextInt(keys / 2), ttls);
      }
      assertEquals(0, store.metrics().evictions.get());
      assertEquals(keys, store.metrics().items.get());
      assertTrue(percent < 60 || store.metrics().itemsCompacted.get() > 0, "nothing was moved");
    }
  }

  private void set(Shard shard, int number, int ttls) {
    Bits.putLong(keyBytes, 0, number);
    shard.store.hash(key.set(keyBytes, 0, KEY_BYTES));
    int ttlSec = TTLS_SEC[random.nextInt(ttls)];
    int expiresAtSec = ttlSec == 0 ? Store.NEVER : shard.in(ttlSec);
    int bytes = VALUE_BYTES + random.nextInt(-VARIES_BY, VARIES_BY + 1);
    for (int turns = 0; shard.store.put(key, 0, expiresAtSec, value, 0, bytes) < 0; turns++) {
      assertTrue(turns < TURNS_MAX, "refused");
      shard.store.maintain(256);
    }
    if (random.nextInt(32) == 0) {
      shard.store.maintain(256);
    }
  }
}

package io.gannet.engine.store.seg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An item gets another deadline while memory is full: mostly it has to move for that. */
class TouchTest {
  private static final int SEGMENT_BYTES = 16 << 10;
  private static final int REGION_BYTES = 1 << 20;
  private static final String VALUE = "x".repeat(1_000);
  private static final int KEYS = 8_000;
  private static final int REQUESTS = 100_000;
  private static final int REQUESTS_PER_TURN = 32;
  private static final int REQUESTS_PER_SEC = 2_000;
  private static final int TOUCHES_MIN = 8_000;
  private static final int TURNS_MAX = 100;
  private static final int[] TTL_SEC = {0, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private final SplittableRandom random = new SplittableRandom(11);
  private int touches;

  @ParameterizedTest
  @EnumSource
  void whatWasThereWhenItWasTouchedIsThereAfterwards(EvictionPolicy policy) {
    for (int stepsPerTurn : new int[] {256, 0}) {
      touches = 0;
      SegOptions options =
          new SegOptions(SEGMENT_BYTES, 64, 1 << 20).withEviction(policy.text());
      try (Shard shard = new Shard(options, REGION_BYTES)) {
        ask(shard, stepsPerTurn);
        assertTrue(shard.metrics().evictions.get() > KEYS, "memory is never full");
      }
      assertTrue(touches > TOUCHES_MIN, touches + " touches test nothing");
    }
  }

  private void ask(Shard shard, int stepsPerTurn) {
    for (int i = 0; i < REQUESTS; i++) {
      String key = "k" + random.nextInt(KEYS);
      int ttlSec = TTL_SEC[random.nextInt(TTL_SEC.length)];
      int deadlineSec = ttlSec == 0 ? Store.NEVER : shard.in(ttlSec);
      if (shard.find(key) == Store.ABSENT) {
        shard.set(key, VALUE, 0, deadlineSec);
      } else {
        touch(shard, key, deadlineSec);
      }
      if (i % REQUESTS_PER_TURN == 0) {
        shard.store.maintain(stepsPerTurn);
      }
      if (i % REQUESTS_PER_SEC == 0) {
        shard.pass(1);
      }
    }
  }

  /** Who waits meanwhile may lose it to those who do not; nobody else does. */
  private void touch(Shard shard, String key, int deadlineSec) {
    touches++;
    long item = shard.touch(key, deadlineSec);
    assertTrue(item != Store.ABSENT, "forgotten because it was touched: " + key);
    for (int turns = 0; item == Store.NO_MEMORY; turns++) {
      assertTrue(turns < TURNS_MAX, "refused: " + key);
      assertTrue(shard.find(key) >= 0, "waiting changed it: " + key);
      shard.store.maintain(256);
      item = shard.touch(key, deadlineSec);
      assertTrue(item != Store.ABSENT || shard.find(key) == Store.ABSENT);
    }
    if (item >= 0) {
      assertEquals(deadlineSec, shard.store.expiresAtSec(item));
      assertEquals(VALUE, shard.value(item));
    }
  }
}

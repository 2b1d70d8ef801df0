package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of the engines that clean blocks: no call makes more steps than is written, all told: what it
 * looks at to choose, what it moves and what it forgets. Sizes change while memory is full, some
 * keys are written anew, some expire, and background work is done in slices of any size, or hardly
 * at all.
 */
class BoundedCallTest {
  private static final int REGION_BYTES = 8 << 20;
  private static final Scale SCALE = new Scale(REGION_BYTES, 128 << 10, 4096, 32);
  private static final int[] VALUE_BYTES = {8, 60_000, 24, 4_000, 100, 20_000, 8, 100_000, 500};
  private static final int[] MAINTAIN_ITEMS = {256, 1, 40, 256, 0, 13, 256};
  private static final int KEY_BYTES = 8;
  private static final int BESIDE_BYTES_MAX = 40;
  private static final int REQUESTS_PER_TURN = 32;
  private static final int TTL_SEC_MAX = 20;

  /** Each size stores so much of memory, one in so many. */
  private static final int PHASES_PER_MEMORY = 3;

  private static final int ROUNDS = 2;

  /** The most that a request may, by the engine's name. */
  private static final Map<String, Integer> STEPS_MAX = Map.of("seg", 640, "slab", 256);

  private static final int SEG_STEPS_FOR_ANY = 256;
  private static final int SEG_STEPS_PER_KIB = 8;

  private final MemorySegment keyBytes = Arena.ofAuto().allocate(KEY_BYTES, 8);
  private final MemorySegment value = Arena.ofAuto().allocate(100_000, 8);
  private final Key key = new Key();
  private final SplittableRandom random = new SplittableRandom(7);
  private long newest;
  private int turns;

  private static Stream<Subject> cleaning() {
    return Subject.all().filter(subject -> STEPS_MAX.containsKey(engine(subject)));
  }

  private static String engine(Subject subject) {
    return subject.name().split(" ")[0];
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cleaning")
  void noCallMakesMoreStepsThanIsWritten(Subject subject) {
    try (StoreShard<Store> shard = subject.shard(SCALE)) {
      for (int i = 0; i < ROUNDS * VALUE_BYTES.length; i++) {
        int largest = shard.made.keyAndValueBytesMax() - KEY_BYTES;
        store(subject, shard, Math.min(VALUE_BYTES[i % VALUE_BYTES.length], largest));
      }
      assertTrue(shard.stat("evictions") > 0, "memory is never full");
    }
  }

  private void store(Subject subject, StoreShard<Store> shard, int bytes) {
    int count = REGION_BYTES / PHASES_PER_MEMORY / (bytes + BESIDE_BYTES_MAX);
    int window = 2 * PHASES_PER_MEMORY * count;
    for (int i = 0; i < count; i++) {
      boolean known = random.nextInt(3) == 0;
      aim(shard.store, known ? newest - random.nextInt(window) : ++newest);
      request(subject, shard, bytes);
      aim(shard.store, newest - random.nextInt(window));
      lookOn(subject, shard);
      if (i % REQUESTS_PER_TURN == 0 || bytes > 1 << 14) {
        turn(shard);
      }
    }
  }

  private void aim(Store store, long number) {
    Bits.putLong(keyBytes, 0, number);
    store.hash(key.set(keyBytes, 0, KEY_BYTES));
  }

  private void request(Subject subject, StoreShard<Store> shard, int bytes) {
    long before = shard.store.steps();
    shard.store.put(key, 0, deadlineSec(shard), value, 0, bytes);
    check(subject, bytes, shard.store.steps() - before);
  }

  /** What may move an item, or take it away, or leave it alone. */
  private void lookOn(Subject subject, StoreShard<Store> shard) {
    long before = shard.store.steps();
    int bytes = 0;
    switch (random.nextInt(6)) {
      case 0 -> shard.store.delete(key);
      case 1 -> {
        long item = shard.store.find(key);
        bytes = item < 0 ? 0 : shard.store.valueLength(item);
        shard.store.touch(key, deadlineSec(shard));
      }
      default -> shard.store.find(key);
    }
    check(subject, bytes, shard.store.steps() - before);
  }

  private int deadlineSec(StoreShard<Store> shard) {
    return random.nextInt(4) == 0 ? shard.in(1 + random.nextInt(TTL_SEC_MAX)) : Store.NEVER;
  }

  private void turn(StoreShard<Store> shard) {
    int items = MAINTAIN_ITEMS[turns++ % MAINTAIN_ITEMS.length];
    long before = shard.store.steps();
    shard.store.maintain(items);
    long steps = shard.store.steps() - before;
    assertTrue(steps <= items, steps + " steps in maintain of " + items);
    if (turns % 100 == 0) {
      shard.pass(1);
    }
  }

  private static void check(Subject subject, int bytes, long steps) {
    assertTrue(steps <= stepsMax(subject, bytes), steps + " steps for one of " + bytes);
  }

  private static int stepsMax(Subject subject, int bytes) {
    int kib = bytes + BESIDE_BYTES_MAX >> 10;
    int forSize = SEG_STEPS_FOR_ANY + SEG_STEPS_PER_KIB * kib;
    return Math.min(STEPS_MAX.get(engine(subject)), forSize);
  }
}

package io.gannet.engine.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Values grow or shrink ten thousandfold while memory is full, or are now small, now large: in
 * every engine, by every policy, nobody is refused, though one may have to wait for some turns, and
 * what is asked for is found again once memory could have been filled once.
 */
class SizesContractTest {
  private static final int REGION_BYTES = 4 << 20;
  private static final Scale SCALE = new Scale(REGION_BYTES, 64 << 10, 4096, 32);
  private static final int KEY_BYTES = 8;
  private static final int LARGE_BYTES = 50_000;
  private static final int TIMES_LARGER = 10_000;

  /** Beside a small value: what it takes at least, to fill memory for sure. */
  private static final int BESIDE_BYTES_MIN = 20;

  private static final int TIMES = 2;
  private static final int TURNOVERS = 3;
  private static final int TURNS = 400;
  private static final int SMALL_PER_TURN = 16;
  private static final int STEPS_PER_TURN = 64;
  private static final int WAITED_TURNS_MAX = 2_000;

  /** The least share of hits, by the beginning of a subject's name: the first counts. */
  private static final Map<String, Double> FLOORS = new LinkedHashMap<>();

  static {
    FLOORS.put("seg random", 0.90); // what is new is as likely to go
    FLOORS.put("seg", 0.98);
    FLOORS.put("slab random", 0.90); // as above
    FLOORS.put("slab", 0.98);
    FLOORS.put("cuckoo", 0.90); // so it is where 16 places are full
    FLOORS.put("direct", 0.55); // two keys of one place miss each time
  }

  private final MemorySegment keyBytes = Arena.ofAuto().allocate(KEY_BYTES, 8);
  private final MemorySegment value = Arena.ofAuto().allocate(LARGE_BYTES, 8);
  private final Key key = new Key();
  private final SplittableRandom random = new SplittableRandom(1);
  private int requests;

  @EachSubject
  void hitsAreBackAfterOneTurnoverWhenValuesGrowOrShrink(Subject subject) {
    try (StoreShard<Store> shard = subject.shard(SCALE)) {
      int large = largeBytes(shard);
      int small = large / TIMES_LARGER;
      int largeKeys = held(subject, large);
      int smallKeys = held(subject, small);
      for (int i = 0; i < TIMES; i++) {
        checkHits(subject, shard, smallKeys / 2, small);
        checkHits(subject, shard, largeKeys / 2, large);
      }
    }
  }

  @EachSubject
  void sizesMayAlternateFromTurnToTurn(Subject subject) {
    try (StoreShard<Store> shard = subject.shard(SCALE)) {
      int large = largeBytes(shard);
      int small = large / TIMES_LARGER;
      int largeKeys = held(subject, large);
      int smallKeys = held(subject, small);
      for (int turn = 0; turn < TURNS; turn++) {
        request(shard, turn % largeKeys, large);
        for (int i = 0; i < SMALL_PER_TURN; i++) {
          request(shard, largeKeys + requests % smallKeys, small);
        }
      }
      checkHits(subject, shard, smallKeys / 2, small);
      checkHits(subject, shard, largeKeys / 2, large);
    }
  }

  /** A quarter of memory that nobody reads, beside a quarter in which values grow and shrink. */
  @EachSubject
  void whatFitsIsKeptWhileOthersGrowAndShrink(Subject subject) {
    try (StoreShard<Store> shard = subject.shard(SCALE)) {
      int large = largeBytes(shard);
      int small = large / TIMES_LARGER;
      int mean = (int) ((large - small) / Math.log(TIMES_LARGER));
      int changing = held(subject, mean) / 4;
      int unread = held(subject, small) / 4;
      for (int i = 0; i < unread; i++) {
        request(shard, changing + i, small);
      }
      for (int i = 0; i < TURNOVERS * 4 * changing; i++) {
        double times = Math.pow(TIMES_LARGER, random.nextDouble());
        request(shard, random.nextInt(changing), (int) (small * times));
      }
      int kept = 0;
      for (int i = 0; i < unread; i++) {
        kept += request(shard, changing + i, small) ? 1 : 0;
      }
      assertTrue(kept >= keptMin(subject) * unread, kept + " of " + unread + " were kept");
    }
  }

  private static double keptMin(Subject subject) {
    return subject.name().equals("direct") ? FLOORS.get("direct") : 1;
  }

  private static int largeBytes(StoreShard<Store> shard) {
    return Math.min(LARGE_BYTES, shard.made.keyAndValueBytesMax() - KEY_BYTES);
  }

  /** As many keys as half of memory holds are asked for twice, and then once more. */
  private void checkHits(Subject subject, StoreShard<Store> shard, int keys, int bytes) {
    askForAll(shard, keys, bytes);
    askForAll(shard, keys, bytes);
    double hits = (double) askForAll(shard, keys, bytes) / keys;
    assertTrue(hits >= floor(subject), "values of " + bytes + " bytes: " + hits + " hits");
  }

  /** How many of them are found. */
  private int askForAll(StoreShard<Store> shard, int keys, int bytes) {
    int hits = 0;
    for (int number = 0; number < keys; number++) {
      hits += request(shard, number, bytes) ? 1 : 0;
    }
    return hits;
  }

  /** A get, and a set if there is nothing, or the value has changed. */
  private boolean request(StoreShard<Store> shard, int number, int bytes) {
    if (requests++ % SMALL_PER_TURN == 0) {
      shard.store.maintain(STEPS_PER_TURN);
    }
    Bits.putLong(keyBytes, 0, number * 0x9E37_79B9_7F4A_7C15L);
    shard.store.hash(key.set(keyBytes, 0, KEY_BYTES));
    long item = shard.store.find(key);
    boolean hit = item >= 0 && shard.store.valueLength(item) == bytes;
    if (!hit) {
      set(shard.store, bytes);
    }
    return hit;
  }

  private void set(Store store, int bytes) {
    long item = store.put(key, 0, Store.NEVER, value, 0, bytes);
    for (int turns = 0; item == Store.NO_MEMORY; turns++) {
      assertTrue(turns < WAITED_TURNS_MAX, "a value of " + bytes + " bytes is refused");
      store.maintain(STEPS_PER_TURN);
      item = store.put(key, 0, Store.NEVER, value, 0, bytes);
    }
    assertEquals(bytes, store.valueLength(store.find(key)), "what was stored is there");
  }

  /** How many items of this size a store holds once more were set than it can hold. */
  private int held(Subject subject, int bytes) {
    try (StoreShard<Store> shard = subject.shard(SCALE)) {
      int more = REGION_BYTES / (bytes + BESIDE_BYTES_MIN) + 1;
      for (int number = 0; number < more; number++) {
        request(shard, number, bytes);
      }
      return (int) shard.stat("curr_items");
    }
  }

  private static double floor(Subject subject) {
    return FLOORS.entrySet().stream()
        .filter(floor -> subject.name().startsWith(floor.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}

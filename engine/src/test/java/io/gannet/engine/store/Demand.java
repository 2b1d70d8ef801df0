package io.gannet.engine.store;

import io.gannet.engine.bytes.Bits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What a cache is asked for, from a seed: gets of which some keys have more than others, each miss
 * followed by a set, and sets of keys that may be there. Time passes meanwhile.
 *
 * @param lives how long what is set lives
 * @param rewrites the share of requests that set a key unasked
 * @param sizes of the values
 */
public record Demand(Lives lives, double rewrites, Sizes sizes) {
  private static final int SEED = 20_210_412;
  private static final int KEY_BYTES = 8;
  private static final double SKEW = 0.9;

  /** A run covers two hours. */
  private static final int RUN_SEC = 2 * 3600;

  private static final int REQUESTS_PER_TURN = 16;
  private static final int STEPS_PER_TURN = 64;
  private static final int TURNS_MAX = 2_000;

  /** Bytes of the values: of each key its own, of each write its own, or now small, now large. */
  public enum Sizes {
    ALIKE, BY_KEY, BY_WRITE, IN_TURNS;

    int bytes(int key, double done, SplittableRandom random) {
      return switch (this) {
        case ALIKE -> 200;
        case BY_KEY -> 20 + (key * 0x9E37_79B9 >>> 1) % 361;
        case BY_WRITE -> random.nextInt(20, 381);
        case IN_TURNS -> (int) (done * 8) % 2 == 0 ? 40 : 400;
      };
    }
  }

  /**
   * What came of it.
   *
   * @param hits of the gets, in the second half of the run
   * @param best the same of an exact LRU that has so many bytes for keys and values
   * @param refused sets that got no place however long they waited
   * @param waited turns that sets waited
   */
  public record Outcome(double hits, double best, long refused, long waited) {}

  /** Asks a store. */
  public Outcome ask(StoreShard<Store> shard, int keys, int requests, long lruBytes) {
    return new Run(shard, keys, lruBytes).run(requests);
  }

  private final class Run {
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final StoreShard<Store> shard;
    private final Store store;
    private final double[] popularity;
    private final Lru lru;
    private final MemorySegment keyBytes = Arena.ofAuto().allocate(KEY_BYTES, 8);
    private final MemorySegment value = Arena.ofAuto().allocate(1024, 8);
    private final Key key = new Key();
    private int hits;
    private int best;
    private int gets;
    private long refused;
    private long waited;

    Run(StoreShard<Store> shard, int keys, long lruBytes) {
      this.shard = shard;
      this.store = shard.store;
      this.popularity = new double[keys];
      this.lru = new Lru(lruBytes);
      double sum = 0;
      for (int i = 0; i < keys; i++) {
        popularity[i] = sum += Math.pow(i + 1, -SKEW);
      }
    }

    Outcome run(int requests) {
      for (int i = 0; i < requests; i++) {
        request((double) i / requests);
        if (i % REQUESTS_PER_TURN == 0) {
          store.maintain(STEPS_PER_TURN);
        }
        if (i % (requests / RUN_SEC) == 0) {
          shard.pass(1);
        }
        if (i == requests / 2) {
          hits = best = gets = 0;
        }
      }
      return new Outcome((double) hits / gets, (double) best / gets, refused, waited);
    }

    private void request(double done) {
      int number = any();
      boolean found = false;
      boolean known = false;
      int nowSec = shard.clock.nowSec();
      Bits.putLong(keyBytes, 0, number * 0x9E37_79B9_7F4A_7C15L);
      store.hash(key.set(keyBytes, 0, KEY_BYTES));
      if (random.nextDouble() >= rewrites) {
        found = store.find(key) >= 0;
        known = lru.find(number, nowSec);
        gets++;
        hits += found ? 1 : 0;
        best += known ? 1 : 0;
      }
      int bytes = sizes.bytes(number, done, random);
      int ttlSec = lives.ttlSec(random);
      if (!found) {
        set(bytes, ttlSec);
      }
      if (!known) {
        lru.set(number, KEY_BYTES + bytes, ttlSec == 0 ? Integer.MAX_VALUE : nowSec + ttlSec);
      }
    }

    private int any() {
      double wanted = random.nextDouble() * popularity[popularity.length - 1];
      int at = Arrays.binarySearch(popularity, wanted);
      return Math.min(at < 0 ? -at - 1 : at, popularity.length - 1);
    }

    private void set(int bytes, int ttlSec) {
      for (int turns = 0; turns < TURNS_MAX; turns++) {
        int expiresAtSec = ttlSec == 0 ? Store.NEVER : shard.in(ttlSec);
        if (store.put(key, 0, expiresAtSec, value, 0, bytes) != Store.NO_MEMORY) {
          return;
        }
        waited++;
        store.maintain(STEPS_PER_TURN);
      }
      refused++;
    }
  }
}

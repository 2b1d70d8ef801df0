package io.gannet.engine.process.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every key has one owner, and each shard its part of them. */
class OwnershipTest {
  private static final int HASHES = 200_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64})
  void keysAreSpreadOverAllAndEachIsOnesOwn(int shards) {
    SplittableRandom random = new SplittableRandom(1);
    int[] counts = new int[shards];
    for (int i = 0; i < HASHES; i++) {
      long hash = random.nextLong();
      int owner = new Ownership(0, shards).owner(hash);
      counts[owner]++;
    }
    for (int count : counts) {
      double part = (double) count * shards / HASHES;
      assertTrue(part > 0.9 && part < 1.1, "a part of " + part);
    }
  }

  /** A shard's keys are to be spread over its buckets, which low and high bits choose. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void anOwnersKeysHaveAllLowAndHighBits(int shards) {
    SplittableRandom random = new SplittableRandom(2);
    int[] low = new int[16];
    int[] high = new int[16];
    int own = 0;
    for (int i = 0; i < HASHES; i++) {
      long hash = random.nextLong();
      if (new Ownership(1, shards).owner(hash) == 1) {
        low[(int) hash & 15]++;
        high[(int) (hash >>> 60)]++;
        own++;
      }
    }
    for (int i = 0; i < 16; i++) {
      assertTrue(low[i] * 16 > own * 0.85 && low[i] * 16 < own * 1.15, "low bits " + i);
      assertTrue(high[i] * 16 > own * 0.85 && high[i] * 16 < own * 1.15, "high bits " + i);
    }
  }
}

package io.gannet.engine.store.slab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.store.Store;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is alive and fits is kept: as long as the places of all that is alive are four fifths of the
 * heap at most, however many dead ones lie between them, nothing is evicted. Half of the keys are
 * rewritten, for three turnovers of memory, none is read.
 */
class LiveShareTest {
  private static final int REGION_BYTES = 16 << 20;
  private static final int MAINTAIN_ITEMS = 64;
  private static final int TRIES_MAX = 1_000;

  /**
   * Lengths of values.
   *
   * @param phases how often in a run all sizes in use change; at each time they are as many parts
   */
  private record Sizes(int least, int most, int phases) {
    int draw(SplittableRandom random) {
      return random.nextInt(least, most + 1);
    }

    /** In a phase, values are of one part of the sizes, in powers. */
    int draw(SplittableRandom random, double progress) {
      double power = Math.pow((double) most / least, 1.0 / phases);
      int part = (int) (progress * phases) * 3 % phases;
      double from = least * Math.pow(power, part);
      return (int) random.nextDouble(from, from * power + 1);
    }
  }

  private static final Sizes[] SIZES = {
    new Sizes(50, 500, 1), new Sizes(10, 100_000, 1), new Sizes(40, 800, 4),
    new Sizes(100, 10_000, 5), new Sizes(400, 200_000, 5)
  };

  private static Stream<Arguments> cases() {
    return Stream.of(EvictionPolicy.values()).flatMap(
        policy -> Stream.of(SIZES).flatMap(
            sizes -> Stream.of(0.3, 0.6, 0.8)
                .map(share -> Arguments.of(policy, sizes, share))));
  }

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @MethodSource("cases")
  void whatIsAliveAndFitsIsKept(EvictionPolicy policy, Sizes sizes, double share) {
    SlabOptions options =
        SlabOptions.defaults().withEviction(policy.text()).withMeanItemBytes(20);
    try (Shard shard = new Shard(options, REGION_BYTES)) {
      Keys keys = new Keys(shard, sizes, share);
      keys.fill();
      keys.rewrite(3L * REGION_BYTES);
      assertEquals(keys.count, keys.kept(), shard.stat("evictions") + " evictions");
    }
  }

  /** As many keys as have places of so large a share of the heap. */
  private static final class Keys {
    private final Shard shard;
    private final Sizes sizes;
    private final SizeClasses classes;
    private final long liveMax;
    private final SplittableRandom random = new SplittableRandom(1);
    private int[] lengths = new int[1 << 20];
    private int count;
    private int rewrites;
    private long live;

    Keys(Shard shard, Sizes sizes, double share) {
      this.shard = shard;
      this.sizes = sizes;
      this.classes = SizeClasses.growing(1.25, shard.store.slabBytes());
      this.liveMax = (long) (share * shard.store.slabs() * shard.store.slabBytes());
    }

    void fill() {
      while (count < lengths.length && store(count, sizes.draw(random))) {
        count++;
      }
    }

    void rewrite(long bytes) {
      for (long written = 0; written < bytes; rewrites++) {
        int key = 2 * random.nextInt(count / 2);
        int length = sizes.draw(random, (double) written / bytes);
        written += store(key, length) ? length : sizes.least;
      }
    }

    /** False if no more may be alive. */
    private boolean store(int key, int length) {
      long after = live + placeBytes(length) - (lengths[key] == 0 ? 0 : placeBytes(lengths[key]));
      if (after > liveMax) {
        return false;
      }
      for (int tries = 0; shard.set(name(key), "x".repeat(length)) < 0; tries++) {
        assertTrue(tries < TRIES_MAX, "it waits for ever");
        shard.store.maintain(MAINTAIN_ITEMS);
      }
      live = after;
      lengths[key] = length;
      return true;
    }

    private int placeBytes(int valueLength) {
      return classes.itemBytes(classes.of(Item.HEADER_BYTES + name(0).length() + valueLength));
    }

    int kept() {
      int kept = 0;
      for (int key = 0; key < count; key++) {
        kept += shard.find(name(key)) != Store.ABSENT ? 1 : 0;
      }
      return kept;
    }

    private static String name(int key) {
      return "%08d".formatted(key);
    }
  }
}

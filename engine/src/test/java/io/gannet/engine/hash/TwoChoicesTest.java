package io.gannet.engine.hash;

import static io.gannet.engine.hash.TwoChoices.ABSENT;
import static io.gannet.engine.hash.TwoChoices.BUCKET_BYTES;
import static io.gannet.engine.hash.TwoChoices.CHOICES;
import static io.gannet.engine.hash.TwoChoices.EMPTY;
import static io.gannet.engine.hash.TwoChoices.SLOTS_PER_BUCKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TwoChoicesTest {
  private static final int BUCKETS = 6;
  /** Of 6 buckets the first two are split already, and those between chosen twice as often. */
  private static final int SPLIT = 2;
  private static final int OFFSET = 24;
  private static final int TAG_WIDTH = 12;
  private static final int TAG_SHIFT = Long.SIZE - TAG_WIDTH;
  private static final int HASHES = 10_000;

  private final TwoChoices slots =
      new TwoChoices(
          MemorySegment.ofArray(new long[OFFSET / 8 + BUCKETS * SLOTS_PER_BUCKET]),
          OFFSET + BUCKETS * BUCKET_BYTES, BUCKETS, TAG_WIDTH);
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void everyBucketIsChosenAndThoseToBeSplitTwiceAsOften() {
    int[] chosen = new int[BUCKETS];
    for (int i = 0; i < HASHES; i++) {
      long hash = random.nextLong();
      chosen[bucket(slots.first(hash))]++;
      chosen[bucket(slots.second(hash))]++;
      assertNotEquals(0, slots.tag(hash), "seed " + seed);
      assertTrue(slots.tag(hash) < 1 << TAG_WIDTH, "seed " + seed);
    }
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int twice = SPLIT <= bucket && bucket < BUCKETS - SPLIT ? 2 : 1;
      double expected = 2.0 * HASHES * twice / (2 * (BUCKETS - SPLIT));
      assertEquals(expected, chosen[bucket], HASHES / 10.0, "seed " + seed);
    }
  }

  private static int bucket(long position) {
    assertEquals(0, (position - OFFSET) % BUCKET_BYTES);
    return (int) (position - OFFSET) / BUCKET_BYTES;
  }

  /** Also where both choices are the same bucket: no candidate comes twice. */
  @Test
  void theCandidatesAreTheSlotsWithTheTagEachOnce() {
    for (int i = 0; i < HASHES; i++) {
      long hash = random.nextLong();
      long tag = slots.tag(hash);
      List<Long> expected = new ArrayList<>();
      int choices = slots.first(hash) == slots.second(hash) ? SLOTS_PER_BUCKET : CHOICES;
      for (int choice = 0; choice < choices; choice++) {
        boolean tagged = random.nextInt(4) == 0;
        slots.slot(slots.choice(hash, choice), (tagged ? tag : tag ^ 1) << TAG_SHIFT | 7);
        if (tagged) {
          expected.add(slots.choice(hash, choice));
        }
      }
      List<Long> found = new ArrayList<>();
      long position = slots.candidate(hash);
      while (position != ABSENT && found.size() <= CHOICES) {
        found.add(position);
        position = slots.candidate(hash, position);
      }
      assertEquals(expected, found, "seed " + seed);
    }
  }

  @Test
  void aKeyGoesWhereThereIsMoreRoomAndNothingIsRemembered() {
    long hash = 1;
    long first = slots.first(hash);
    long second = slots.second(hash);
    assertEquals(first, slots.vacancy(hash), "both are empty");
    slots.slot(first, 1L << TAG_SHIFT);
    assertEquals(second, slots.vacancy(hash));
    slots.slot(second, 5);
    assertTrue(slots.isFree(5));
    assertEquals(second + Long.BYTES, slots.vacancy(hash), "what is remembered stays");
    assertEquals(1, taken());
    for (int i = 0; i < CHOICES; i++) {
      slots.slot(slots.choice(hash, i), 1L << TAG_SHIFT);
    }
    assertEquals(ABSENT, slots.vacancy(hash));
    slots.slot(first + Long.BYTES, 5);
    assertEquals(first + Long.BYTES, slots.vacancy(hash), "unless there is no other");
    slots.slot(first + Long.BYTES, EMPTY);
    assertEquals(CHOICES - 1, taken());
  }

  private int taken() {
    int taken = 0;
    for (long i = 0; i < slots.buckets(); i++) {
      for (int at = 0; at < BUCKET_BYTES; at += Long.BYTES) {
        taken += slots.isFree(slots.slot(slots.bucket(i) + at)) ? 0 : 1;
      }
    }
    return taken;
  }
}

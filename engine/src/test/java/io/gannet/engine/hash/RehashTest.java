package io.gannet.engine.hash;

import static io.gannet.engine.hash.TwoChoices.ABSENT;
import static io.gannet.engine.hash.TwoChoices.BUCKET_BYTES;
import static io.gannet.engine.hash.TwoChoices.EMPTY;
import static io.gannet.engine.hash.TwoChoices.SLOTS_PER_BUCKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A table that grows and shrinks under its keys: each is where it is looked for, and just once. */
class RehashTest {
  private static final int BUCKETS_MAX = 300;
  /** So many that chance evens out. */
  private static final int BUCKETS_MANY = 100;

  /** Of some two thousand: mostly it is none. */
  private static final int REFUSED_MAX = 4;

  private static final int TAG_WIDTH = 12;
  private static final int TAG_SHIFT = Long.SIZE - TAG_WIDTH;
  private static final int STEPS = 200_000;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final TwoChoices slots =
      new TwoChoices(
          MemorySegment.ofArray(new long[BUCKETS_MAX * SLOTS_PER_BUCKET]),
          BUCKETS_MAX * BUCKET_BYTES, 1, TAG_WIDTH);
  /** What a slot names, but for its tag, is a number here; the hash is that with this number. */
  private final List<Long> hashes = new ArrayList<>();
  private final List<Integer> held = new ArrayList<>();
  private final Rehash rehash =
      new Rehash(slots, slot -> hashes.get(number(slot)), new Sequences(true));

  private static int number(long slot) {
    return (int) slot;
  }

  private long find(int number) {
    long hash = hashes.get(number);
    long position = slots.candidate(hash);
    while (position != ABSENT && number(slots.slot(position)) != number) {
      position = slots.candidate(hash, position);
    }
    return position;
  }

  private boolean insert() {
    long hash = random.nextLong();
    long position = slots.vacancy(hash);
    if (position == ABSENT) {
      long looks = rehash.looks();
      position = rehash.displace(hash);
      assertTrue(rehash.looks() - looks <= Rehash.LOOKS_MAX, "bounded");
    }
    if (position == ABSENT) {
      return false;
    }
    assertTrue(slots.isFree(slots.slot(position)), "seed " + seed);
    held.add(hashes.size());
    slots.slot(position, slots.tag(hash) << TAG_SHIFT | hashes.size());
    hashes.add(hash);
    return true;
  }

  private void remove() {
    Collections.swap(held, random.nextInt(held.size()), held.size() - 1);
    slots.slot(find(held.removeLast()), EMPTY);
  }

  private void check() {
    for (int number : held) {
      assertNotEquals(ABSENT, find(number), "lost, seed " + seed);
    }
    int taken = 0;
    for (long bucket = 0; bucket < slots.buckets(); bucket++) {
      taken += SLOTS_PER_BUCKET - slots.room(slots.bucket(bucket));
    }
    assertEquals(held.size(), taken, "seed " + seed);
  }

  @Test
  void nothingIsLostHoweverTheTableGrowsAndShrinks() {
    int refused = 0;
    for (int step = 0; step < STEPS; step++) {
      boolean growing = step / 10_000 % 2 == 0;
      if (random.nextInt(8) == 0 && growing && slots.buckets() < BUCKETS_MAX) {
        rehash.grow();
      } else if (random.nextInt(8) == 0 && !growing && slots.buckets() > 1) {
        refused += rehash.shrink() ? 0 : 1;
      } else if (held.isEmpty() || held.size() < slots.buckets() * 6 && random.nextInt(3) > 0) {
        insert();
      } else {
        remove();
      }
      if (step % 1_000 == 0) {
        check();
      }
    }
    assertTrue(refused < STEPS / 100, refused + " times nothing could be joined");
  }

  @Test
  void whatDoesNotFitInOneBucketIsNotJoined() {
    rehash.grow();
    while (held.size() < SLOTS_PER_BUCKET + 1) {
      insert();
    }
    assertTrue(!rehash.shrink());
    assertEquals(2, slots.buckets());
    check();
    remove();
    assertTrue(rehash.shrink());
    assertEquals(1, slots.buckets());
    check();
    assertTrue(!rehash.shrink(), "one bucket is left");
  }

  /** Without moving any slot 2 in 100 keys that come to a table as full as this find no place. */
  @Test
  void aTableOfAnySizeTakesKeysUntilItIsNearlyFull() {
    int refused = 0;
    while (slots.buckets() < BUCKETS_MAX) {
      rehash.grow();
      double items = slots.buckets() * SLOTS_PER_BUCKET * TwoChoices.LOAD;
      while (slots.buckets() >= BUCKETS_MANY && held.size() < items) {
        refused += insert() ? 0 : 1;
        assertTrue(refused <= REFUSED_MAX, slots.buckets() + " buckets, seed " + seed);
      }
    }
    check();
  }

  @Test
  void placesOfATableThatWasLargerAreNone() {
    rehash.grow();
    long last = slots.bucket(1);
    assertTrue(slots.has(last) && !slots.has(ABSENT));
    assertTrue(rehash.shrink());
    assertTrue(!slots.has(last) && slots.has(slots.bucket(0)));
  }
}

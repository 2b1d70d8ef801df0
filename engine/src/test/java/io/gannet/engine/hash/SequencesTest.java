package io.gannet.engine.hash;

import static io.gannet.engine.hash.TwoChoices.ABSENT;
import static io.gannet.engine.hash.TwoChoices.BUCKET_BYTES;
import static io.gannet.engine.hash.TwoChoices.EMPTY;
import static io.gannet.engine.hash.TwoChoices.SLOTS_PER_BUCKET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Who looks into a key's first bucket, and into its second only after the table has changed, finds
 * the key or is told that it may have moved.
 */
class SequencesTest {
  private static final int BUCKETS_MAX = 64;
  private static final int KEYS = BUCKETS_MAX * SLOTS_PER_BUCKET;
  private static final int TAG_SHIFT = Long.SIZE - 12;
  private static final int STEPS = 60_000;

  private final Random random = new Random(7);
  private final MemorySegment memory = MemorySegment.ofArray(new long[KEYS]);
  private final long[] hashes = random.longs(KEYS).toArray();
  private final boolean[] held = new boolean[KEYS];
  private final boolean[] seen = new boolean[KEYS];
  private final long[] stripes = new long[KEYS];
  /** The step in which a key came last. */
  private final int[] cameAt = new int[KEYS];
  private int count;
  /** How often somebody was told, and how often nobody was though a key was not to be found. */
  private int told;
  private int lost;

  private TwoChoices table() {
    return new TwoChoices(memory, BUCKETS_MAX * BUCKET_BYTES, 1, 12);
  }

  private static boolean isIn(TwoChoices slots, long bucket, int number) {
    boolean found = false;
    for (int at = 0; at < BUCKET_BYTES; at += Long.BYTES) {
      found |= !slots.isFree(slots.slot(bucket + at)) && (int) slots.slot(bucket + at) == number;
    }
    return found;
  }

  private void change(TwoChoices slots, Rehash rehash, int step) {
    boolean growing = step / 2_000 % 2 == 0 ^ random.nextInt(4) == 0;
    int number = random.nextInt(KEYS);
    if (random.nextInt(16) == 0 && growing && slots.buckets() < BUCKETS_MAX) {
      rehash.grow();
    } else if (random.nextInt(16) == 0 && !growing) {
      rehash.shrink();
    } else if (held[number]) {
      long hash = hashes[number];
      long bucket = isIn(slots, slots.first(hash), number) ? slots.first(hash) : slots.second(hash);
      for (int at = 0; at < BUCKET_BYTES; at += Long.BYTES) {
        if ((int) slots.slot(bucket + at) == number && !slots.isFree(slots.slot(bucket + at))) {
          slots.slot(bucket + at, EMPTY);
        }
      }
      held[number] = false;
      count--;
    } else {
      insert(slots, rehash, number);
      cameAt[number] = step;
    }
  }

  /** How many slots there are of a key, wherever they lie. */
  private int slotsOf(TwoChoices slots, long hash) {
    int found = 0;
    for (long bucket = 0; bucket < slots.buckets(); bucket++) {
      for (int at = 0; at < BUCKET_BYTES; at += Long.BYTES) {
        long slot = slots.slot(slots.bucket(bucket) + at);
        found += !slots.isFree(slot) && hashes[(int) slot & KEYS - 1] == hash ? 1 : 0;
      }
    }
    return found;
  }

  private void insert(TwoChoices slots, Rehash rehash, int number) {
    long hash = hashes[number];
    long vacant = slots.vacancy(hash);
    long position = vacant == ABSENT ? rehash.displace(hash) : vacant;
    if (position != ABSENT) {
      slots.slot(position, slots.tag(hash) << TAG_SHIFT | number);
      held[number] = true;
      count++;
    }
  }

  private void run(Sequences sequences) {
    TwoChoices slots = table();
    TwoChoices view = table();
    Rehash rehash = new Rehash(slots, slot -> hashes[(int) slot & KEYS - 1], sequences);
    for (int step = 1; step < STEPS; step++) {
      view.follow(sequences.buckets());
      long reuse = sequences.reuse();
      for (int number = 0; number < KEYS; number++) {
        stripes[number] = sequences.stripe(hashes[number]);
        seen[number] = !held[number] || isIn(view, view.first(hashes[number]), number);
      }
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        change(slots, rehash, step);
      }
      for (int number = 0; number < KEYS; number++) {
        boolean stayed = held[number] && cameAt[number] != step;
        if (stayed && !seen[number] && !isIn(view, view.second(hashes[number]), number)) {
          boolean tells =
              sequences.reuse() != reuse || sequences.stripe(hashes[number]) != stripes[number];
          told += tells ? 1 : 0;
          lost += tells ? 0 : 1;
        }
      }
    }
    assertTrue(count > KEYS / 4, "the table was never full");
  }

  @Test
  void aKeyIsFoundOrHasMoved() {
    run(new Sequences(true));
    assertEquals(0, lost);
    assertTrue(told > 50, "seldom: " + told);
  }

  /** Else the test above would say nothing of it. */
  @Test
  void unlessNobodyTells() {
    run(
        new Sequences(true) {
          @Override
          public void moved(long hash) {}
        });
    assertTrue(lost > 50, "seldom: " + lost);
  }

  /** A bucket that has gone and come again is empty, and is what the reader takes it for. */
  @Test
  void orNobodyTellsThatABucketIsGone() {
    run(
        new Sequences(true) {
          @Override
          public void reused() {}
        });
    assertTrue(lost > 0, "never");
  }

  @Test
  void aSlotThatMovesIsInBothPlacesWhenThatIsTold() {
    TwoChoices view = table();
    run(
        new Sequences(true) {
          private int moves;

          @Override
          public void moved(long hash) {
            view.follow(buckets());
            assertEquals(2, slotsOf(view, hash), "after so many moves: " + moves++);
            super.moved(hash);
          }
        });
  }

  @Test
  void aStripeIsOddWhileAnItemChanges() {
    Sequences sequences = new Sequences(true);
    long before = sequences.stripe(4711);
    sequences.changing(4711);
    assertTrue(Sequences.isOdd(sequences.stripe(4711)));
    sequences.changed(4711);
    assertTrue(!Sequences.isOdd(sequences.stripe(4711)));
    assertNotEquals(before, sequences.stripe(4711));
  }

  @Test
  void withNobodyElseNothingIsWritten() {
    Sequences sequences = new Sequences(false);
    sequences.changing(1);
    sequences.moved(1);
    sequences.reused();
    sequences.buckets(1);
    assertTrue(!sequences.shared());
  }
}

package io.gannet.engine.hash;

import static io.gannet.engine.hash.TwoChoices.ABSENT;
import static io.gannet.engine.hash.TwoChoices.BUCKET_BYTES;
import static io.gannet.engine.hash.TwoChoices.CHOICES;
import static io.gannet.engine.hash.TwoChoices.EMPTY;
import static io.gannet.engine.hash.TwoChoices.SLOTS_PER_BUCKET;

import java.util.function.LongUnaryOperator;

/**
 * Moves slots of {@link TwoChoices} to where their keys may be as well: when a bucket comes or
 * goes, and when a key finds both its buckets full. A slot tells little of its key's hash, so that
 * is asked for, which costs a miss; each such look is counted.
 *
 * <pre>
 *   grow     ▓▓▓▓▓▓▓▓  +          ►   ▓░▓░░▓▓░  +  ░▓░▓▓░░▓      some go to the bucket split off
 *   shrink   ▓▓▓░░░░░  +  ▓▓░░▓   ►   ▓▓▓▓▓▓░░                   all go back
 *   displace ▓▓▓▓▓▓▓▓     ▓▓▓▓▓▓▓▓    one of the 16 goes to its other bucket; if that is
 *                                       full, one of that before: cuckoo hashing, two deep
 * </pre>
 *
 * What slots remember that name nothing is lost, or stays where nobody looks for it. One thread;
 * nothing is allocated. A slot is in its new place, and readers on other threads are told, before
 * it leaves its old one.
 */
public final class Rehash {
  /** Full buckets in which a place is made for a slot that is to come there. */
  private static final int FARTHER = 4;

  /** Looks that making a place takes at most; growing or shrinking by a bucket takes fewer. */
  public static final int LOOKS_MAX = CHOICES + FARTHER * SLOTS_PER_BUCKET;

  private final TwoChoices slots;
  private final LongUnaryOperator hashes;
  private final Sequences sequences;
  /** The other buckets of the slots looked at last, and the hashes of their keys. */
  private final long[] others = new long[CHOICES];
  private final long[] keys = new long[CHOICES];
  private long looks;

  /**
   * Moves slots of a table.
   *
   * @param hashes tells the hash of the key whose slot this is
   * @param sequences where it is told to other readers
   */
  public Rehash(TwoChoices slots, LongUnaryOperator hashes, Sequences sequences) {
    this.slots = slots;
    this.hashes = hashes;
    this.sequences = sequences;
    sequences.buckets(slots.buckets());
  }

  /** How often a key was looked at so far. */
  public long looks() {
    return looks;
  }

  /** Adds a bucket, for which there must be memory. */
  public void grow() {
    slots.add();
    long origin = slots.origin();
    for (int i = 0; i < SLOTS_PER_BUCKET; i++) {
      long slot = slots.slot(origin + i * Long.BYTES);
      if (!slots.isFree(slot)) {
        keys[i] = hash(slot);
        if (slots.first(keys[i]) != origin && slots.second(keys[i]) != origin) {
          slots.slot(slots.last() + i * Long.BYTES, slot);
        }
      }
    }
    sequences.buckets(slots.buckets());
    leave(origin);
  }

  /** Empties the slots of a bucket that are in the last one as well. */
  private void leave(long origin) {
    for (int i = 0; i < SLOTS_PER_BUCKET; i++) {
      if (slots.slot(slots.last() + i * Long.BYTES) != EMPTY) {
        sequences.moved(keys[i]);
        slots.slot(origin + i * Long.BYTES, EMPTY);
      }
    }
  }

  private long hash(long slot) {
    looks++;
    return hashes.applyAsLong(slot);
  }

  /** Takes the last bucket away; false if there is nowhere to go for all that is in it. */
  public boolean shrink() {
    if (slots.buckets() == 1 || !makeRoom()) {
      return false;
    }
    long last = slots.last();
    long origin = slots.origin();
    for (int at = 0; at < BUCKET_BYTES; at += Long.BYTES) {
      if (!slots.isFree(slots.slot(last + at))) {
        slots.slot(slots.free(origin), slots.slot(last + at));
      }
    }
    slots.drop();
    sequences.buckets(slots.buckets());
    sequences.reused();
    return true;
  }

  /** True if what the last bucket and its origin hold fits in one, perhaps after some has left. */
  private boolean makeRoom() {
    long last = slots.last();
    long origin = slots.origin();
    int room = slots.room(last) + slots.room(origin);
    for (int at = 0; at < BUCKET_BYTES && room < SLOTS_PER_BUCKET; at += Long.BYTES) {
      room += leaves(last + at, last, origin) ? 1 : 0;
      room += leaves(origin + at, last, origin) ? 1 : 0;
    }
    return room >= SLOTS_PER_BUCKET;
  }

  /** Moves a slot to a bucket that is neither of the two; false if it cannot be. */
  private boolean leaves(long position, long one, long other) {
    if (slots.isFree(slots.slot(position))) {
      return false;
    }
    long hash = hash(slots.slot(position));
    long to = otherThan(one, other, hash);
    return to != ABSENT && moves(position, to, hash);
  }

  /** Where a key's slot may be but in those two buckets, or ABSENT. */
  private long otherThan(long one, long other, long hash) {
    long first = slots.first(hash);
    long second = slots.second(hash);
    if (first != one && first != other) {
      return first;
    }
    return second != one && second != other ? second : ABSENT;
  }

  private boolean moves(long position, long to, long hash) {
    long free = slots.free(to);
    if (free == ABSENT) {
      return false;
    }
    slots.slot(free, slots.slot(position));
    sequences.moved(hash);
    slots.slot(position, EMPTY);
    return true;
  }

  /**
   * Makes a place for a key both whose buckets are full, by moving a slot to its other bucket.
   *
   * @return the position of the place, or ABSENT if the buckets around are full, too
   */
  public long displace(long hash) {
    for (int i = 0; i < CHOICES; i++) {
      long position = slots.choice(hash, i);
      long bucket = slots.bucketOf(position);
      keys[i] = hash(slots.slot(position));
      others[i] = otherThan(bucket, bucket, keys[i]);
      if (others[i] != ABSENT && moves(position, others[i], keys[i])) {
        return position;
      }
    }
    for (int i = 0; i < CHOICES; i += CHOICES / FARTHER) {
      long position = slots.choice(hash, i);
      if (others[i] != ABSENT && makePlace(others[i])) {
        moves(position, others[i], keys[i]);
        return position;
      }
    }
    return ABSENT;
  }

  private boolean makePlace(long bucket) {
    for (int at = 0; at < BUCKET_BYTES; at += Long.BYTES) {
      if (leaves(bucket + at, bucket, bucket)) {
        return true;
      }
    }
    return false;
  }
}

package io.gannet.engine.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What readers on other threads go by, while the one thread that a store has goes on: they read
 * what it says here, then whatever they need, and then here again. If that is as it was, so was
 * what they read. Written by the owner alone, with plain stores in order; nobody waits.
 *
 * <pre>
 *    0        8       9        10            11         12         32                     1056
 *   +--------+-------+---------+-------------+----------+- - - - -+----------+-- … --+----------+
 *   |  room  | reuse | buckets | dead before | heat time|   room  | stripe 0 |       | stripe n |
 *   +--------+-------+---------+-------------+----------+- - - - -+----------+-- … --+----------+
 * </pre>
 *
 * <ul>
 *   <li>A stripe is the sequence of the keys that share some bits of their hash: odd while an item
 *       of one of them is changed where it lies, and another one when its slot has moved.
 *   <li>Reuse is another one before memory that slots have named is used for something else.
 *   <li>The others are single words, each true by itself.
 * </ul>
 *
 * <p>Whoever plays owner and readers on one thread has others go on at each of its calls, by a
 * subclass: where there is none, that costs nothing.
 *
 * <p>What follows from which rule, and that nothing else is needed:
 * <a href="../../../../../../../docs/093-reads-where-they-are.md">docs/093</a>.
 */
public class Sequences {
  private static final int STRIPE_WIDTH = 10;
  private static final int STRIPES = 1 << STRIPE_WIDTH;

  /** Other bits than those of the tag, which may choose the shard as well. */
  private static final int STRIPE_SHIFT = 20;

  private static final int REUSE = 8;
  private static final int BUCKETS = 9;
  private static final int DEAD_BEFORE = 10;
  private static final int HEAT_TIME = 11;
  private static final int FIRST_STRIPE = 32;
  private static final int WORDS_ALL = FIRST_STRIPE + STRIPES;

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final boolean shared;
  private final long[] words;

  /**
   * All are zero at first.
   *
   * @param shared false if nobody else reads: then nothing is written either
   */
  public Sequences(boolean shared) {
    this.shared = shared;
    this.words = new long[shared ? WORDS_ALL : 0];
  }

  /** True if there may be other readers. */
  public final boolean shared() {
    return shared;
  }

  /** What was written before comes before what is written from now on. */
  public void publish() {
    if (shared) {
      VarHandle.releaseFence();
    }
  }

  /** The key's item is changed where it lies from now on, until {@link #changed}. */
  public void changing(long hash) {
    if (shared) {
      long stripe = words[at(hash)] + 1;
      assert isOdd(stripe) : "one change at a time";
      WORD.setOpaque(words, at(hash), stripe);
      VarHandle.storeStoreFence();
    }
  }

  /** The change has come to its end. */
  public void changed(long hash) {
    if (shared) {
      long stripe = words[at(hash)] + 1;
      assert !isOdd(stripe) : "no change was begun";
      WORD.setRelease(words, at(hash), stripe);
    }
  }

  /** The key's slot is in its new place now, and is still in its old one. */
  public void moved(long hash) {
    if (shared) {
      assert !isOdd(words[at(hash)]) : "a slot moves while its item changes";
      advance(at(hash));
    }
  }

  /** What was named by slots that are gone will be written to. */
  public void reused() {
    if (shared) {
      advance(REUSE);
    }
  }

  private void advance(int at) {
    VarHandle.releaseFence();
    WORD.setOpaque(words, at, words[at] + 2);
    VarHandle.storeStoreFence();
  }

  /** The table has so many buckets from now on, and all slots are where they are to be found. */
  public void buckets(long number) {
    tell(BUCKETS, number);
  }

  /** Of items in use those are dead that are older than that, in what the engine counts age by. */
  public void deadBefore(long age) {
    tell(DEAD_BEFORE, age);
  }

  /** What time heat is counted in. */
  public void heatTime(int time) {
    tell(HEAT_TIME, time);
  }

  private void tell(int at, long word) {
    if (shared) {
      WORD.setRelease(words, at, word);
    }
  }

  /** Of any thread: to be read before anything else, and again at the end. */
  public long reuse() {
    return (long) WORD.getAcquire(words, REUSE);
  }

  /** Of any thread: a key's stripe, to be read next, and again at the end. */
  public long stripe(long hash) {
    return (long) WORD.getAcquire(words, at(hash));
  }

  /** True if an item of the stripe is being changed. */
  public static boolean isOdd(long stripe) {
    return (stripe & 1) != 0;
  }

  /** Of any thread: how many buckets there are. */
  public long buckets() {
    return (long) WORD.getAcquire(words, BUCKETS);
  }

  /** Of any thread: older items are dead; 0 if there are none. */
  public long deadBefore() {
    return (long) WORD.getAcquire(words, DEAD_BEFORE);
  }

  /** Of any thread: what time heat is counted in. */
  public int heatTime() {
    return (int) (long) WORD.getOpaque(words, HEAT_TIME);
  }

  private static int at(long hash) {
    return FIRST_STRIPE + ((int) (hash >>> STRIPE_SHIFT) & STRIPES - 1);
  }
}

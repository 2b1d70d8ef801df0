package io.gannet.engine.store;

import java.lang.foreign.MemorySegment;

/**
 * A storage engine, as a processor sees it: items with a key, a value, client flags, a CAS token
 * and a deadline, laid out in memory that the engine was given.
 *
 * <p><b>Handles.</b> An item is named by a {@code long} handle ≥ 0, valid until the next call that
 * may write ({@code reserve}, {@code publish}, {@code put}, {@code delete}, {@code maintain}, …),
 * or, while it is pinned, until it is unpinned.
 *
 * <p><b>Writing has two phases.</b> {@link #reserve} sets an item's place apart, with its key and
 * header written; the caller fills the value in place, at once or over many turns, then makes it
 * visible with {@link #publish} (which replaces any older item of the key) or gives it back with
 * {@link #abandon}. Each reservation ends in exactly one of the two; until then nothing moves or
 * evicts it. A value that is there already may be stored by {@link #put} alone.
 *
 * <p><b>Honesty.</b> A store may forget, it must never lie: a hit is the last published write of
 * the key, before its deadline, not flushed, not deleted.
 *
 * <p>Time comes from the {@link io.gannet.engine.time.CoarseClock} that the store is built with.
 * One thread. No call but {@link #walk}, {@link #beginWalk} and {@link #foreignReader} allocates.
 */
public interface Store {
  /** The longest key, in bytes, as memcached's {@code KEY_MAX_LENGTH}. */
  int KEY_LENGTH_MAX = 250;

  /** Answer of {@link #find}: no such item. */
  long ABSENT = -1;

  /** Answer of {@link #reserve} and {@link #put}: an item of that size can never be held. */
  long TOO_LARGE = -2;

  /**
   * Answer of {@link #reserve}, {@link #put}, {@link #touch} and {@link #pin}: none is to be had
   * now, and may be had later. What becomes free first is kept for who asked first and asks again
   * for the same key; meanwhile {@link #maintain} works for it too.
   */
  long NO_MEMORY = -3;

  /** Bytes of an annex. */
  int ANNEX_BYTES = 16;

  /** A deadline that never comes. */
  int NEVER = 0;

  /**
   * Fills in {@link Key#hash}. To be called before the key is given to any other method; by any
   * thread, as {@link #foreignReader}.
   */
  void hash(Key key);

  /**
   * First hint of a batch: loads the index lines of a hashed key, so that the cache misses of many
   * keys overlap. Free of side effects.
   *
   * @return something that depends on the loads, to be folded into a sink
   */
  long prefetchIndex(Key key);

  /** Second hint of a batch: loads the head of the item that the key seems to have. */
  long prefetchItem(Key key);

  /**
   * All hints of a batch of hashed keys: what the calls that carry it out will touch is loaded,
   * step by step for all of them. May note in {@link Key#hint} what it saw; else as the two above.
   *
   * @param count how many of the keys, from the first on
   */
  default long prefetch(Key[] keys, int count) {
    long loaded = 0;
    for (int i = 0; i < count; i++) {
      loaded += prefetchIndex(keys[i]);
    }
    for (int i = 0; i < count; i++) {
      loaded += prefetchItem(keys[i]);
    }
    return loaded;
  }

  /** The key's live item, or {@link #ABSENT}; one that is dead is noted as gone. */
  long find(Key key);

  /** The same, of which nothing is made: who asks has no use for the value. */
  default long seek(Key key) {
    return find(key);
  }

  /**
   * A reader for another thread, that reads while the store's own goes on. {@link
   * ForeignReader#NONE} of an engine, or a store, that has none.
   */
  default ForeignReader foreignReader() {
    return ForeignReader.NONE;
  }

  /** A foreign reader has found the key of this hash, some time ago: a hint, which may be lost. */
  default void wasFound(long hash) {}

  /** The memory that items lie in; the offsets below are its own. */
  MemorySegment memory();

  /** Offset of the item's key in {@link #memory}; also of a reservation's. */
  long keyOffset(long item);

  /** Bytes of the item's key; also of a reservation's. */
  int keyLength(long item);

  /** Offset of the item's value in {@link #memory}; also of a reservation's. */
  long valueOffset(long item);

  /** Bytes of the item's value; also of a reservation's. */
  int valueLength(long item);

  /**
   * True if the item has an annex: {@link #ANNEX_BYTES} bytes behind its value, of which the store
   * knows no more than that they are there. They go where the item goes, and its owner may write
   * them in place at any time, also while the value is being sent.
   */
  boolean hasAnnex(long item);

  /**
   * The last {@link #ANNEX_BYTES} of the value of a reservation are an annex from now on, and no
   * part of its value any more: the place of a value with an annex is reserved for both together.
   */
  void annex(long reservation);

  /** The opaque 32 bits that the client stored with the item; also of a reservation's. */
  int clientFlags(long item);

  /** When the item expires, in seconds of the store's clock, or {@link #NEVER}. */
  int expiresAtSec(long item);

  /** The item's TTL bucket or size class, as {@link Listed#kind}. */
  default int kind(long item) {
    return 0;
  }

  /**
   * The item's CAS token, > 0: it changes on every change of the item's value and never repeats for
   * a key as long as the store lives.
   */
  long cas(long item);

  /**
   * True if an item of that size can never be held, which depends on nothing else: then {@link
   * #reserve} and {@link #put} answer {@link #TOO_LARGE}.
   */
  boolean isTooLarge(int keyLength, int valueLength, int clientFlags);

  /**
   * Sets the place of a new item apart, for as long as its value takes to come. There is a share of
   * memory for such places: beyond it, none is to be had until another is given back.
   *
   * @param key hashed
   * @param valueLength bytes, ≥ 0
   * @param expiresAtSec seconds of the store's clock, later than now, or {@link #NEVER}
   * @return a reservation ≥ 0, {@link #TOO_LARGE} or {@link #NO_MEMORY}
   */
  long reserve(Key key, int valueLength, int clientFlags, int expiresAtSec);

  /** As {@link #reserve}, for a place that is published or abandoned before any other call. */
  default long reserveBriefly(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    return reserve(key, valueLength, clientFlags, expiresAtSec);
  }

  /**
   * Makes a filled reservation the key's item.
   *
   * @param hash the hash of its key, as {@link Key#hash} was when it was reserved
   */
  void publish(long reservation, long hash);

  /**
   * Stores a value that is there already: as {@link #reserve}, a copy and {@link #publish}, and a
   * store may do it in fewer steps, or in the very place of the key's item.
   *
   * @param from where the value lies, from {@code offset} on; not in the store
   * @return ≥ 0, which need not be a handle; {@link #TOO_LARGE} or {@link #NO_MEMORY}: what the
   *     key had is still its own
   */
  default long put(
      Key key, int clientFlags, int expiresAtSec, MemorySegment from, long offset, int length) {
    long item = reserveBriefly(key, length, clientFlags, expiresAtSec);
    if (item >= 0) {
      MemorySegment.copy(from, offset, memory(), valueOffset(item), length);
      publish(item, key.hash);
    }
    return item;
  }

  /**
   * Gives the key's item, which has no annex, another value of the same length: as {@link #put},
   * with its flags and deadline, but counted as no item stored.
   *
   * @param item the key's, as {@link #find} has just answered
   * @param from where the value lies, from {@code offset} on; not in the store
   * @return ≥ 0 or {@link #NO_MEMORY}, as {@link #put}
   */
  default long rewrite(Key key, long item, MemorySegment from, long offset) {
    return put(key, clientFlags(item), expiresAtSec(item), from, offset, valueLength(item));
  }

  /** Gives a reservation back; what the key had before stays. */
  void abandon(long reservation);

  /** Removes the key's item; false if there was none. */
  boolean delete(Key key);

  /** Removes the key's item, if it has one: it is lost for this cause. */
  default void lose(Key key, MissCause cause) {
    delete(key);
    ghosts().note(key.hash, cause);
  }

  /** What is remembered of items that are gone. */
  Ghosts ghosts();

  /**
   * Why a key, which was just not found, has no item, as far as that is known: whoever looks for it
   * notes what it meets.
   */
  default MissCause missCause(Key key) {
    return ghosts().cause(key.hash);
  }

  /**
   * Gives the key's item another deadline, its value, flags and CAS token unchanged.
   *
   * @param expiresAtSec seconds of the store's clock, later than now, or {@link #NEVER}
   * @return the item (it may have moved), {@link #ABSENT}, or {@link #NO_MEMORY} (then it is
   *     unchanged)
   */
  long touch(Key key, int expiresAtSec);

  /** Forgets at once every item published so far. Reservations are not touched. */
  void flush();

  /**
   * Keeps an item's bytes where they are, for a send that reads them, until {@link #unpin}; pins
   * nest. Whatever happens to the item meanwhile, its bytes do not change. There is a share of
   * memory that may be kept so: where readers keep the item's surroundings already, always.
   *
   * @return a pin ≥ 0, to be given back, or {@link #NO_MEMORY}
   */
  long pin(long item);

  /** Ends a pin. */
  void unpin(long pin);

  /**
   * Background work, ahead of need: expires, evicts, cleans up after a flush, and goes on to make
   * room for whoever was answered {@link #NO_MEMORY}.
   *
   * @param items how many items at most may be looked at
   * @return true if there is more to do now; false while only an unpin, a publish, an abandon, a
   *     delete or the clock could bring memory
   */
  boolean maintain(int items);

  /** Which items are forgotten to make room is told to this one from now on. */
  default void tellEvictions(Evictions.Listener listener) {}

  /** Items, headers and slots looked at so far: what calls cost beyond their own item. */
  long steps();

  /**
   * Goes on from a listing's place to the next item that a find would find, and changes nothing: so
   * what is stored may be listed a little at a time, while the store is used as ever. What stays in
   * its place meanwhile is come to once; what is moved, once, twice, or not at all.
   *
   * @param steps how many places may be looked at, > 0: then the listing has come to no item
   * @return how many were
   */
  int list(Listed listed, int steps);

  /**
   * Begins to compare what the store believes with what lies in it, a slice at a time: {@link
   * Walk#advance}. A walk that was begun before and is not over finds nothing more.
   */
  Walk beginWalk();

  /** The same in one go: slow. A walk that was begun goes on as if there had been none. */
  Walk walk();
}

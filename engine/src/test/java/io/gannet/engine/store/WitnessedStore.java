package io.gannet.engine.store;

import static io.gannet.engine.store.Oracle.check;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A store that is watched: whoever uses it, and whatever its keys are, each answer is held against
 * what was asked before. It may forget, it must never lie; what is pinned does not change. Where
 * {@link Oracle} is asked by models that draw their requests, this one stands between a processor
 * and an engine, and so takes requests that nobody has foreseen.
 *
 * <p>It tells tokens of its own, one more with each change, so that conversations over different
 * engines are answered alike for as long as none of them forgets: {@link #unlikeOthers}.
 */
public final class WitnessedStore implements Store {
  /** What a key was given. */
  private static final class Held {
    final byte[] value;
    final int flags;
    int expiresAtSec;
    final boolean annexed;
    final long token;

    /** The store's own token, 0 while nobody has asked for it. */
    long storesToken;

    Held(byte[] value, int flags, int expiresAtSec, boolean annexed, long token) {
      this.value = value;
      this.flags = flags;
      this.expiresAtSec = expiresAtSec;
      this.annexed = annexed;
      this.token = token;
    }
  }

  /** A place that was set apart. */
  private static final class Reserved {
    final String key;
    final long hash;
    final int flags;
    final int expiresAtSec;
    int length;
    boolean annexed;

    Reserved(String key, long hash, int flags, int expiresAtSec, int length) {
      this.key = key;
      this.hash = hash;
      this.flags = flags;
      this.expiresAtSec = expiresAtSec;
      this.length = length;
    }
  }

  /** Bytes that may not change, and where they lie. */
  private record Pinned(long offset, byte[] bytes) {}

  private final Store store;
  private final CoarseClock clock;
  private final boolean tokensStay;
  private final Map<String, Held> truth = new HashMap<>();
  private final Map<Long, Reserved> reserved = new HashMap<>();
  private final Map<Long, ArrayDeque<Pinned>> pinned = new HashMap<>();
  private final Set<String> tokens = new HashSet<>();
  private long lastToken;

  /** Items that were found. */
  public long hits;

  /** How often the store had forgotten, or had no memory, or no place of that size. */
  public long unlikeOthers;

  /**
   * @param tokensStay false if an unchanged item may get another token
   */
  public WitnessedStore(Store store, CoarseClock clock, boolean tokensStay) {
    this.store = store;
    this.clock = clock;
    this.tokensStay = tokensStay;
  }

  /** Fails unless nothing is held by anybody. */
  public void checkAtRest() {
    check(reserved.isEmpty(), "reservations at rest");
    check(pinned.isEmpty(), "pins at rest");
  }

  private static byte[] bytes(MemorySegment memory, long offset, long length) {
    return memory.asSlice(offset, length).toArray(Ascii.BYTE);
  }

  private static String text(Key key) {
    return new String(bytes(key.memory, key.offset, key.length), ISO_8859_1);
  }

  private String keyOf(long item) {
    return new String(
        bytes(store.memory(), store.keyOffset(item), store.keyLength(item)), ISO_8859_1);
  }

  private Held live(String key) {
    Held held = truth.get(key);
    boolean isLive =
        held != null && (held.expiresAtSec == NEVER || held.expiresAtSec > clock.nowSec());
    return isLive ? held : null;
  }

  private void holds(String key, byte[] value, int flags, int expiresAtSec, boolean annexed) {
    check(expiresAtSec == NEVER || expiresAtSec > clock.nowSec(), "stored past its deadline");
    truth.put(key, new Held(value, flags, expiresAtSec, annexed, ++lastToken));
  }

  private void missed(String key) {
    unlikeOthers += live(key) == null ? 0 : 1;
    truth.remove(key);
  }

  private long answered(Key key, long item) {
    String asked = text(key);
    if (item < 0) {
      check(item == ABSENT, "an answer that is none: " + item);
      missed(asked);
      return item;
    }
    Held held = live(asked);
    check(held != null, "found what nobody stored, or what was deleted, flushed or expired");
    check(keyOf(item).equals(asked), "another key");
    checkItem(item, held);
    hits++;
    return item;
  }

  private void checkItem(long item, Held held) {
    check(store.hasAnnex(item) == held.annexed, "an annex that came or went");
    check(store.valueLength(item) == held.value.length, "another length than stored");
    check(store.clientFlags(item) == held.flags, "other flags than stored");
    check(store.expiresAtSec(item) == held.expiresAtSec, "another deadline than stored");
    check(isThere(store.valueOffset(item), held.value), "another value than stored");
  }

  private boolean isThere(long offset, byte[] value) {
    MemorySegment expected = MemorySegment.ofArray(value);
    return store.memory().asSlice(offset, value.length).mismatch(expected) < 0;
  }

  /** A refusal leaves all as it was. */
  private long refused(long answer) {
    check(answer == TOO_LARGE || answer == NO_MEMORY, "an answer that is none: " + answer);
    unlikeOthers++;
    return answer;
  }

  @Override
  public void hash(Key key) {
    store.hash(key);
  }

  @Override
  public long prefetchIndex(Key key) {
    return store.prefetchIndex(key);
  }

  @Override
  public long prefetchItem(Key key) {
    return store.prefetchItem(key);
  }

  @Override
  public long prefetch(Key[] keys, int count) {
    return store.prefetch(keys, count);
  }

  @Override
  public long find(Key key) {
    return answered(key, store.find(key));
  }

  @Override
  public long seek(Key key) {
    return answered(key, store.seek(key));
  }

  @Override
  public void wasFound(long hash) {
    store.wasFound(hash);
  }

  @Override
  public MemorySegment memory() {
    return store.memory();
  }

  @Override
  public long keyOffset(long item) {
    return store.keyOffset(item);
  }

  @Override
  public int keyLength(long item) {
    return store.keyLength(item);
  }

  @Override
  public long valueOffset(long item) {
    return store.valueOffset(item);
  }

  @Override
  public int valueLength(long item) {
    return store.valueLength(item);
  }

  @Override
  public boolean hasAnnex(long item) {
    return store.hasAnnex(item);
  }

  @Override
  public void annex(long reservation) {
    store.annex(reservation);
    Reserved place = reserved.get(reservation);
    place.annexed = true;
    place.length -= ANNEX_BYTES;
  }

  @Override
  public int clientFlags(long item) {
    return store.clientFlags(item);
  }

  @Override
  public int expiresAtSec(long item) {
    return store.expiresAtSec(item);
  }

  @Override
  public int kind(long item) {
    return store.kind(item);
  }

  @Override
  public long cas(long item) {
    String key = keyOf(item);
    Held held = live(key);
    check(held != null, "a token is asked of an item that is none");
    checkItem(item, held);
    long token = store.cas(item);
    check(token > 0, "a CAS token out of range: " + token);
    if (held.storesToken != token) {
      check(held.storesToken == 0 || !tokensStay, "another token though nothing has changed");
      check(tokens.add(token + " " + key), "a CAS token came twice: " + token);
      held.storesToken = token;
    }
    return held.token;
  }

  @Override
  public boolean isTooLarge(int keyLength, int valueLength, int clientFlags) {
    boolean tooLarge = store.isTooLarge(keyLength, valueLength, clientFlags);
    unlikeOthers += tooLarge ? 1 : 0;
    return tooLarge;
  }

  @Override
  public long reserve(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    long place = store.reserve(key, valueLength, clientFlags, expiresAtSec);
    return reserved(place, key, valueLength, clientFlags, expiresAtSec);
  }

  @Override
  public long reserveBriefly(Key key, int valueLength, int clientFlags, int expiresAtSec) {
    long place = store.reserveBriefly(key, valueLength, clientFlags, expiresAtSec);
    return reserved(place, key, valueLength, clientFlags, expiresAtSec);
  }

  private long reserved(long place, Key key, int length, int flags, int expiresAtSec) {
    if (place < 0) {
      return refused(place);
    }
    Reserved made = new Reserved(text(key), key.hash, flags, expiresAtSec, length);
    check(reserved.put(place, made) == null, "a place was given twice");
    checkReserved(place, made);
    return place;
  }

  private void checkReserved(long place, Reserved made) {
    check(keyOf(place).equals(made.key), "another key than reserved");
    check(store.valueLength(place) == made.length, "another length than reserved");
    check(store.clientFlags(place) == made.flags, "other flags than reserved");
  }

  @Override
  public void publish(long reservation, long hash) {
    Reserved made = reserved.remove(reservation);
    check(made != null && made.hash == hash, "published what was not reserved");
    checkReserved(reservation, made);
    byte[] value = bytes(store.memory(), store.valueOffset(reservation), made.length);
    store.publish(reservation, hash);
    if (made.expiresAtSec == NEVER || made.expiresAtSec > clock.nowSec()) {
      holds(made.key, value, made.flags, made.expiresAtSec, made.annexed);
    } else {
      truth.remove(made.key);
    }
  }

  @Override
  public long put(
      Key key, int clientFlags, int expiresAtSec, MemorySegment from, long offset, int length) {
    byte[] value = bytes(from, offset, length);
    long answer = store.put(key, clientFlags, expiresAtSec, from, offset, length);
    if (answer < 0) {
      return refused(answer);
    }
    holds(text(key), value, clientFlags, expiresAtSec, false);
    return answer;
  }

  @Override
  public long rewrite(Key key, long item, MemorySegment from, long offset) {
    Held before = live(text(key));
    check(before != null && !before.annexed, "rewritten what is not there");
    checkItem(item, before);
    byte[] value = bytes(from, offset, before.value.length);
    long answer = store.rewrite(key, item, from, offset);
    if (answer < 0) {
      return refused(answer);
    }
    holds(text(key), value, before.flags, before.expiresAtSec, false);
    return answer;
  }

  @Override
  public void abandon(long reservation) {
    Reserved made = reserved.remove(reservation);
    check(made != null, "abandoned what was not reserved");
    checkReserved(reservation, made);
    store.abandon(reservation);
  }

  @Override
  public boolean delete(Key key) {
    boolean deleted = store.delete(key);
    if (deleted) {
      check(live(text(key)) != null, "deleted what was not there");
      truth.remove(text(key));
    } else {
      missed(text(key));
    }
    return deleted;
  }

  @Override
  public Ghosts ghosts() {
    return store.ghosts();
  }

  @Override
  public MissCause missCause(Key key) {
    return store.missCause(key);
  }

  @Override
  public long touch(Key key, int expiresAtSec) {
    long item = store.touch(key, expiresAtSec);
    if (item == NO_MEMORY) {
      return refused(item);
    }
    Held held = live(text(key));
    if (item >= 0 && held != null) {
      held.expiresAtSec = expiresAtSec;
    }
    return answered(key, item);
  }

  @Override
  public void flush() {
    store.flush();
    truth.clear();
  }

  @Override
  public long pin(long item) {
    long pin = store.pin(item);
    if (pin < 0) {
      check(pin == NO_MEMORY, "an answer that is none: " + pin);
      return pin;
    }
    long offset = store.valueOffset(item);
    Pinned bytes = new Pinned(offset, bytes(store.memory(), offset, store.valueLength(item)));
    pinned.computeIfAbsent(pin, given -> new ArrayDeque<>()).add(bytes);
    return pin;
  }

  @Override
  public void unpin(long pin) {
    ArrayDeque<Pinned> kept = pinned.get(pin);
    check(kept != null, "unpinned what was not pinned");
    for (Pinned bytes : kept) {
      check(isThere(bytes.offset, bytes.bytes), "bytes changed while they were pinned");
    }
    kept.remove();
    if (kept.isEmpty()) {
      pinned.remove(pin);
    }
    store.unpin(pin);
  }

  @Override
  public boolean maintain(int items) {
    return store.maintain(items);
  }

  @Override
  public void tellEvictions(Evictions.Listener listener) {
    store.tellEvictions(listener);
  }

  @Override
  public long steps() {
    return store.steps();
  }

  @Override
  public int list(Listed listed, int steps) {
    int looked = store.list(listed, steps);
    if (listed.item >= 0) {
      Held held = live(keyOf(listed.item));
      check(held != null, "listed what a find would not find");
      checkItem(listed.item, held);
    }
    return looked;
  }

  @Override
  public Walk beginWalk() {
    return store.beginWalk();
  }

  @Override
  public Walk walk() {
    return store.walk();
  }
}

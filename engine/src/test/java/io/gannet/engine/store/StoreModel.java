package io.gannet.engine.store;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.Set;

/**
 * Drives a store with random operations beside a plain map that knows the truth: the store may
 * forget, it must never lie. A miss is believed, and from then on the key may not come back by
 * itself.
 *
 * <p>A run is a number: the same seed does the same to the same store.
 */
public final class StoreModel {
  /** What one run is to be like; {@link #random} draws one. */
  public record Profile(
      int keys, int valueBytesMax, int ttlSecMax, int clockJumpSecMax, boolean mayForget) {

    public static Profile random(SplittableRandom random, int valueBytesMax) {
      int[] ttls = {1, 10, 300, 5_000, 100_000, 3_000_000, 400_000_000};
      int ttlSecMax = ttls[random.nextInt(ttls.length)];
      return new Profile(
          1 << random.nextInt(2, 13),
          Math.max(1, valueBytesMax >>> random.nextInt(12)),
          ttlSecMax,
          Math.max(2, ttlSecMax >>> random.nextInt(3, 8)),
          true);
    }
  }

  private record Held(long version, int valueLength, int flags, int expiresAtSec, long cas) {}

  private record Reservation(long item, int key, long hash, Held held) {}

  private record Pin(long pin, long valueOffset, int key, Held held) {}

  private static final int OPEN_MAX = 12;
  private static final int KEY_SPACE_BYTES = 512;
  private static final long NS_PER_SEC = 1_000_000_000L;

  private final Store store;
  private final CoarseClock clock;
  private final Profile profile;
  private final SplittableRandom random;
  private final MemorySegment keySpace;
  private final Key key = new Key();
  private final Map<Integer, Held> truth = new HashMap<>();
  private final Map<Integer, Set<Long>> tokens = new HashMap<>();
  private final List<Reservation> reservations = new ArrayList<>();
  private final List<Pin> pins = new ArrayList<>();
  private long versions;
  private long nowNs;

  /** Whether an item may get a new token though its value stayed: a spurious EXISTS. */
  public boolean tokensMayChange;

  /** Whether the store is too small for some of the items: those are refused, and not stored. */
  public boolean mayBeTooLarge;

  /** Finds that missed an item that was stored, and stores that were refused. */
  public long forgotten;

  /** Finds that hit. */
  public long hits;

  public StoreModel(
      Store store, CoarseClock clock, Profile profile, long seed, Arena arena) {
    this.store = store;
    this.clock = clock;
    this.profile = profile;
    this.random = new SplittableRandom(seed);
    this.keySpace = arena.allocate(KEY_SPACE_BYTES, 8);
    this.nowNs = clock.nowNs();
  }

  /** One random operation. */
  public void step() {
    int dice = random.nextInt(1000);
    if (dice < 400) {
      find(anyKey());
    } else if (dice < 700) {
      set(anyKey());
    } else if (dice < 760) {
      delete(anyKey());
    } else if (dice < 840) {
      touch(anyKey());
    } else if (dice < 870) {
      reserveForLong(anyKey());
    } else if (dice < 900) {
      endReservation(random.nextInt(3) != 0);
    } else if (dice < 930) {
      pin(anyKey());
    } else if (dice < 960) {
      unpin();
    } else if (dice < 985) {
      maintain(random.nextInt(1, 100));
    } else if (dice < 998) {
      advance();
    } else if (random.nextInt(40) == 0) {
      flush();
    }
  }

  /** Gives back all that is held. */
  public void end() {
    while (!reservations.isEmpty()) {
      endReservation(random.nextBoolean());
    }
    while (!pins.isEmpty()) {
      unpin();
    }
  }

  /** Works until there is nothing to do; fails if that never comes. */
  public void settle() {
    for (int i = 0; store.maintain(1000); i++) {
      check(i < 1_000_000, "maintain never comes to an end");
    }
  }

  /** Looks every key up. */
  public void findAll() {
    for (int i = 0; i < profile.keys; i++) {
      find(i);
    }
  }

  private void find(int number) {
    aim(number);
    if (random.nextInt(4) == 0) {
      store.prefetchIndex(key);
      store.prefetchItem(key);
    }
    long item = store.find(key);
    if (item == Store.ABSENT) {
      forget(number);
      return;
    }
    hits++;
    checkItem(item, number, truth.get(number));
  }

  private void set(int number) {
    Reservation reservation = reserve(number);
    if (reservation != null) {
      publish(reservation);
    }
  }

  private Reservation reserve(int number) {
    int length = random.nextInt(profile.valueBytesMax + 1);
    int flags = random.nextInt(3) == 0 ? random.nextInt() : 0;
    int expiresAtSec = anyDeadline();
    aim(number);
    long item = store.reserve(key, length, flags, expiresAtSec);
    if (item == Store.TOO_LARGE && mayBeTooLarge) {
      return null;
    }
    if (item < 0) {
      check(item == Store.NO_MEMORY, "unexpected answer of reserve: " + item);
      check(profile.mayForget, "out of memory with plenty of it");
      return null;
    }
    Held held = new Held(++versions, length, flags, expiresAtSec, 0);
    return new Reservation(item, number, key.hash, held);
  }

  private void publish(Reservation reservation) {
    fill(store.valueOffset(reservation.item), reservation.key, reservation.held);
    store.publish(reservation.item, reservation.hash);
    Held held = reservation.held;
    truth.put(reservation.key, held);
    aim(reservation.key);
    long item = store.find(key);
    if (item == Store.ABSENT) {
      forget(reservation.key);
      return;
    }
    long cas = store.cas(item);
    Set<Long> seen = tokens.computeIfAbsent(reservation.key, k -> new HashSet<>());
    check(cas > 0 && cas < 1L << 62, "a CAS token out of range: " + cas);
    check(seen.add(cas), "a CAS token came twice: " + cas);
    Held known =
        new Held(held.version, held.valueLength, held.flags, held.expiresAtSec, cas);
    truth.put(reservation.key, known);
    checkItem(item, reservation.key, known);
  }

  private void reserveForLong(int number) {
    if (reservations.size() < OPEN_MAX) {
      Reservation reservation = reserve(number);
      if (reservation != null) {
        reservations.add(reservation);
      }
    }
  }

  private void endReservation(boolean publish) {
    if (reservations.isEmpty()) {
      return;
    }
    Reservation reservation = reservations.remove(random.nextInt(reservations.size()));
    checkKey(reservation.item, reservation.key);
    Held held = reservation.held;
    check(store.valueLength(reservation.item) == held.valueLength, "a reservation's length");
    check(store.clientFlags(reservation.item) == held.flags, "a reservation's flags");
    if (publish) {
      publish(reservation);
    } else {
      store.abandon(reservation.item);
    }
  }

  private void delete(int number) {
    aim(number);
    Held held = truth.get(number);
    if (store.delete(key)) {
      check(isLive(held), "deleted what was not there");
      truth.remove(number);
    } else {
      forget(number);
    }
    check(store.find(key) == Store.ABSENT, "found what was deleted");
  }

  private void touch(int number) {
    aim(number);
    int expiresAtSec = anyDeadline();
    long item = store.touch(key, expiresAtSec);
    Held held = truth.get(number);
    if (item == Store.NO_MEMORY) {
      check(profile.mayForget, "out of memory with plenty of it");
      return;
    }
    if (item == Store.ABSENT) {
      forget(number);
      return;
    }
    check(isLive(held), "touched what was not there");
    Held touched =
        new Held(held.version, held.valueLength, held.flags, expiresAtSec, held.cas);
    truth.put(number, touched);
    checkItem(item, number, touched);
    check(store.find(key) == item, "touch gave another item than find");
  }

  private void pin(int number) {
    aim(number);
    long item = store.find(key);
    if (item == Store.ABSENT) {
      forget(number);
    } else if (pins.size() < OPEN_MAX) {
      Held held = truth.get(number);
      checkItem(item, number, held);
      long offset = store.valueOffset(item);
      long pin = store.pin(item);
      check(pin >= 0, "a negative pin");
      pins.add(new Pin(pin, offset, number, held));
    }
  }

  private void unpin() {
    if (!pins.isEmpty()) {
      Pin pin = pins.remove(random.nextInt(pins.size()));
      checkValue(pin.valueOffset, pin.key, pin.held);
      store.unpin(pin.pin);
    }
  }

  private void maintain(int items) {
    store.maintain(items);
  }

  private void advance() {
    int sec = random.nextInt(4) == 0 ? random.nextInt(profile.clockJumpSecMax) : 1;
    if (clock.nowSec() < Integer.MAX_VALUE / 2) {
      nowNs += sec * NS_PER_SEC;
      clock.advance(nowNs);
    }
  }

  private void flush() {
    if (profile.mayForget) {
      store.flush();
      truth.clear();
    }
  }

  private int anyKey() {
    int number = random.nextInt(profile.keys);
    return random.nextBoolean() ? number : number >>> 2;
  }

  private int anyDeadline() {
    if (random.nextInt(4) == 0) {
      return Store.NEVER;
    }
    int ttlSec = 1 + random.nextInt(random.nextInt(3) == 0 ? profile.ttlSecMax : 3);
    return clock.nowSec() + ttlSec;
  }

  /** Writes a key's bytes at a random place and hashes it. Its length follows from its number. */
  private void aim(int number) {
    int length = keyLength(number);
    int offset = random.nextInt(KEY_SPACE_BYTES - length);
    for (int i = 0; i < length; i++) {
      keySpace.set(ValueLayout.JAVA_BYTE, offset + i, keyByte(number, i));
    }
    store.hash(key.set(keySpace, offset, length));
  }

  private static int keyLength(int number) {
    int length = 1 + (number * 31 & 0x1F);
    return number % 7 == 0 ? Math.min(Store.KEY_LENGTH_MAX, length * 9) : Math.max(2, length);
  }

  private static byte keyByte(int number, int i) {
    return (byte) (i == 0 ? number : i == 1 ? number >>> 8 : number + i);
  }

  private void forget(int number) {
    Held held = truth.remove(number);
    if (isLive(held)) {
      forgotten++;
      check(profile.mayForget, "forgotten with plenty of memory");
    }
  }

  private boolean isLive(Held held) {
    return held != null
        && (held.expiresAtSec == Store.NEVER || held.expiresAtSec > clock.nowSec());
  }

  private void checkItem(long item, int number, Held held) {
    check(held != null, "found what nobody stored, or what was deleted or flushed");
    check(isLive(held), "a hit past its deadline");
    checkKey(item, number);
    check(store.valueLength(item) == held.valueLength, "another length than stored");
    check(store.clientFlags(item) == held.flags, "other client flags than stored");
    check(store.expiresAtSec(item) == held.expiresAtSec, "another deadline than stored");
    boolean sameToken = held.cas == 0 || tokensMayChange || store.cas(item) == held.cas;
    check(sameToken, "another CAS token than before");
    checkValue(store.valueOffset(item), number, held);
  }

  private void checkKey(long item, int number) {
    check(store.keyLength(item) == keyLength(number), "another key's length");
    long offset = store.keyOffset(item);
    for (int i = 0; i < keyLength(number); i++) {
      check(store.memory().get(ValueLayout.JAVA_BYTE, offset + i) == keyByte(number, i),
          "another key");
    }
  }

  private void fill(long offset, int number, Held held) {
    long word = word(number, held);
    int i = 0;
    for (; i + Long.BYTES <= held.valueLength; i += Long.BYTES) {
      Bits.putLong(store.memory(), offset + i, word + i);
    }
    for (; i < held.valueLength; i++) {
      Bits.putByte(store.memory(), offset + i, (int) word + i);
    }
  }

  private void checkValue(long offset, int number, Held held) {
    long word = word(number, held);
    boolean same = true;
    int i = 0;
    for (; i + Long.BYTES <= held.valueLength; i += Long.BYTES) {
      same &= Bits.getLong(store.memory(), offset + i) == word + i;
    }
    for (; i < held.valueLength; i++) {
      same &= Bits.getByte(store.memory(), offset + i) == ((int) word + i & 0xFF);
    }
    check(same, "another value than stored");
  }

  private static long word(int number, Held held) {
    return (held.version << 20 ^ number) * 0x9E37_79B9_7F4A_7C15L;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}

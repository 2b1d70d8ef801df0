package io.gannet.engine.store;

import static io.gannet.engine.store.Oracle.check;

import io.gannet.engine.store.Oracle.Held;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Calls a {@link Store} as a processor might, reservations and pins kept open for long. */
public final class SeamModel {
  private record Reservation(long item, int key, long hash, Held held) {}

  private record Pin(long pin, long valueOffset, Held held) {}

  private static final int OPEN_MAX = 12;
  private static final int BATCH = 6;
  private static final int NONE = -1;

  /** Longer values a foreign reader has no room for. */
  private static final int FOREIGN_BYTES_MAX = 4096;

  private final Store store;
  private final CoarseClock clock;
  private final GuardedRegion region;
  private final Oracle oracle;
  private final Draw draw;
  private final SplittableRandom random;
  private final ForeignReader foreign;
  private final MemorySegment copied =
      MemorySegment.ofArray(new byte[FOREIGN_BYTES_MAX + 1]);
  private final Key own = new Key();
  private final Key[] batch = new Key[BATCH];
  private final int[] numbers = new int[BATCH];

  /** The key that calls are made with: the own one, or one of the batch. */
  private Key key = own;

  /** The key's number if it has a hint that is still to be used. */
  private int hinted = NONE;

  private final List<Reservation> reservations = new ArrayList<>();
  private final List<Pin> pins = new ArrayList<>();

  public SeamModel(
      Store store, CoarseClock clock, GuardedRegion region, Oracle oracle, Draw draw) {
    this.store = store;
    this.clock = clock;
    this.region = region;
    this.oracle = oracle;
    this.draw = draw;
    this.random = draw.random();
    this.foreign = store.foreignReader();
    Arrays.setAll(batch, i -> new Key());
  }

  /** One random operation. */
  public void step() {
    int dice = random.nextInt(1000);
    if (dice < 20) {
      goThroughBatch();
    } else if (dice < 420) {
      find(draw.key());
    } else if (dice < 730) {
      set(draw.key());
    } else if (dice < 790) {
      delete(draw.key());
    } else if (dice < 870) {
      touch(draw.key());
    } else if (dice < 903) {
      reserveForLong(draw.key());
    } else if (dice < 936) {
      endReservation(random.nextInt(3) != 0);
    } else if (dice < 968) {
      pin(draw.key());
    } else if (dice < 999) {
      unpin();
    } else if (random.nextInt(20) == 0) {
      store.flush();
      oracle.removeAll();
    }
  }

  /** Hints for all, then the calls in order, whatever those before have changed meanwhile. */
  private void goThroughBatch() {
    for (int i = 0; i < BATCH; i++) {
      numbers[i] = draw.key();
      aim(batch[i], numbers[i]);
    }
    store.prefetch(batch, BATCH);
    for (int i = 0; i < BATCH; i++) {
      key = batch[i];
      hinted = numbers[i];
      switch (random.nextInt(4)) {
        case 0 -> set(numbers[i]);
        case 1 -> delete(numbers[i]);
        case 2 -> touch(numbers[i]);
        default -> find(numbers[i]);
      }
    }
    key = own;
    hinted = NONE;
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

  /** Looks every key up. */
  public void findAll() {
    for (int number = 0; number < oracle.keys(); number++) {
      find(number);
    }
  }

  /** Fails unless all items lie within the memory that was given, and no two share a byte. */
  public void checkPlaces() {
    long[] places = new long[oracle.keys()];
    int count = 0;
    for (int number = 0; number < oracle.keys(); number++) {
      aim(number);
      long item = store.find(key);
      if (item != Store.ABSENT) {
        long from = store.keyOffset(item);
        region.check(from, store.keyLength(item));
        check(
            store.valueOffset(item) == from + store.keyLength(item),
            "something lies between key and value");
        region.check(from, (long) store.keyLength(item) + store.valueLength(item));
        int bytes = store.keyLength(item) + store.valueLength(item);
        places[count++] = from << Integer.SIZE | bytes;
      }
    }
    Arrays.sort(places, 0, count);
    for (int i = 1; i < count; i++) {
      long end = (places[i - 1] >>> Integer.SIZE) + (int) places[i - 1];
      check(end <= places[i] >>> Integer.SIZE, "two items share a byte");
    }
  }

  private void find(int number) {
    aim(number);
    if (random.nextInt(4) == 0) {
      store.prefetchIndex(key);
      store.prefetchItem(key);
    }
    long item = store.find(key);
    checkForeign(item);
    if (item == Store.ABSENT) {
      oracle.missed(number);
    } else {
      checkItem(item, number, oracle.hit(number));
      if (random.nextInt(8) == 0) {
        oracle.checkToken(number, store.cas(item));
      }
    }
  }

  private void set(int number) {
    if (random.nextBoolean()) {
      put(number);
      return;
    }
    Reservation reservation = reserve(number);
    if (reservation != null) {
      publish(reservation);
    }
  }

  /** Often in the shape that the key's item has, for a store may keep that where it is. */
  private void put(int number) {
    Held older = oracle.live(number);
    boolean alike = older != null && random.nextInt(3) > 0;
    int length = alike ? older.length() : draw.valueLength();
    int flags = alike ? older.flags() : draw.flags();
    int expiresAtSec =
        alike && random.nextBoolean() ? older.expiresAtSec() : draw.deadlineSec(clock);
    long at = Alphabet.anyValue(random, length);
    aim(number);
    if (random.nextBoolean()) {
      store.prefetch(new Key[] {key}, 1);
    }
    long item = store.put(key, flags, expiresAtSec, Alphabet.POOL, at, length);
    if (item != Store.NO_MEMORY) {
      oracle.checkSize(number, length, flags, item == Store.TOO_LARGE);
    }
    if (item < 0) {
      check(item == Store.TOO_LARGE || item == Store.NO_MEMORY, "put answered " + item);
      return;
    }
    oracle.put(number, new Held(Alphabet.POOL, at, length, flags, expiresAtSec, 0));
    findStored(number);
  }

  private Reservation reserve(int number) {
    int length = draw.valueLength();
    int flags = draw.flags();
    int expiresAtSec = draw.deadlineSec(clock);
    aim(number);
    long item = store.reserve(key, length, flags, expiresAtSec);
    if (item != Store.NO_MEMORY) {
      oracle.checkSize(number, length, flags, item == Store.TOO_LARGE);
    }
    if (item < 0) {
      check(item == Store.TOO_LARGE || item == Store.NO_MEMORY, "reserve answered " + item);
      return null;
    }
    region.check(store.keyOffset(item), Alphabet.length(number));
    region.check(store.valueOffset(item), length);
    long at = Alphabet.anyValue(random, length);
    Held held = new Held(Alphabet.POOL, at, length, flags, expiresAtSec, 0);
    return new Reservation(item, number, key.hash, held);
  }

  private void publish(Reservation reservation) {
    Held held = reservation.held;
    int number = reservation.key;
    long to = store.valueOffset(reservation.item);
    MemorySegment.copy(held.value(), held.at(), store.memory(), to, held.length());
    store.publish(reservation.item, reservation.hash);
    oracle.put(number, held);
    findStored(number);
  }

  private void findStored(int number) {
    aim(number);
    long item = store.find(key);
    if (item == Store.ABSENT) {
      oracle.missed(number);
      return;
    }
    checkItem(item, number, oracle.hit(number));
    if (random.nextInt(2) == 0) {
      oracle.checkToken(number, store.cas(item));
    }
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
    Held held = reservation.held;
    long item = reservation.item;
    checkKey(item, reservation.key);
    check(store.valueLength(item) == held.length(), "another length than was reserved");
    check(store.clientFlags(item) == held.flags(), "other flags than were reserved");
    if (publish) {
      publish(reservation);
    } else {
      store.abandon(item);
    }
  }

  private void delete(int number) {
    aim(number);
    if (store.delete(key)) {
      check(oracle.live(number) != null, "deleted what was not there");
      oracle.remove(number);
    } else {
      oracle.missed(number);
    }
    check(store.find(key) == Store.ABSENT, "found what was deleted");
  }

  private void touch(int number) {
    aim(number);
    int expiresAtSec = draw.deadlineSec(clock);
    long item = store.touch(key, expiresAtSec);
    if (item == Store.NO_MEMORY) {
      return;
    }
    if (item == Store.ABSENT) {
      oracle.missed(number);
      return;
    }
    oracle.put(number, oracle.hit(number).until(expiresAtSec));
    checkItem(item, number, oracle.live(number));
    check(store.find(key) == item, "touch gave another item than find");
  }

  private void pin(int number) {
    aim(number);
    long item = store.find(key);
    if (item == Store.ABSENT) {
      oracle.missed(number);
    } else if (pins.size() < OPEN_MAX) {
      Held held = oracle.hit(number);
      checkItem(item, number, held);
      long pin = store.pin(item);
      if (pin == Store.NO_MEMORY) {
        return;
      }
      check(pin >= 0, "a negative pin");
      pins.add(new Pin(pin, store.valueOffset(item), held));
    }
  }

  private void unpin() {
    if (!pins.isEmpty()) {
      Pin pin = pins.remove(random.nextInt(pins.size()));
      Oracle.checkValue(pin.held, store.memory(), pin.valueOffset);
      store.unpin(pin.pin);
    }
  }

  private void aim(int number) {
    if (hinted != number) {
      aim(key, number);
    }
    hinted = NONE;
  }

  private void aim(Key at, int number) {
    store.hash(at.set(Alphabet.memory(), Alphabet.offset(number), Alphabet.length(number)));
  }

  private void checkItem(long item, int number, Held held) {
    checkKey(item, number);
    check(store.valueLength(item) == held.length(), "another length than stored");
    check(store.clientFlags(item) == held.flags(), "other client flags than stored");
    check(store.expiresAtSec(item) == held.expiresAtSec(), "another deadline than stored");
    Oracle.checkValue(held, store.memory(), store.valueOffset(item));
  }

  /** A reader of another thread would have answered the same, now that nothing moves. */
  private void checkForeign(long item) {
    if (random.nextInt(4) == 0) {
      foreign.prefetch(new Key[] {key}, 1);
    }
    int answer = foreign.read(key, clock.nowSec(), copied, 1, FOREIGN_BYTES_MAX);
    if (foreign == ForeignReader.NONE || item == Store.ABSENT) {
      boolean asks = foreign == ForeignReader.NONE || store.ghosts().sampling.has(key.hash);
      check(
          answer == (asks ? ForeignReader.FORWARD : ForeignReader.MISS),
          "a foreign reader answers otherwise: " + answer);
      return;
    }
    int length = store.valueLength(item);
    boolean fits = length <= FOREIGN_BYTES_MAX;
    check(
        answer == (fits ? ForeignReader.HIT : ForeignReader.FORWARD) && foreign.length == length,
        "a foreign reader has it otherwise: " + answer);
    if (fits) {
      long from = store.valueOffset(item);
      check(
          foreign.clientFlags == store.clientFlags(item)
              && MemorySegment.mismatch(store.memory(), from, from + length, copied, 1, 1 + length)
                  < 0,
          "a foreign reader reads another value, or other flags");
      check(
          foreign.cas == 0 || foreign.cas == store.cas(item),
          "a foreign reader tells another token");
    }
  }

  private void checkKey(long item, int number) {
    boolean same =
        Alphabet.isKey(number, store.memory(), store.keyOffset(item), store.keyLength(item));
    check(same, "another key");
  }
}

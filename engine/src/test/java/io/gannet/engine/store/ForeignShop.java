package io.gannet.engine.store;

import static io.gannet.engine.store.Oracle.check;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.hash.Sequences;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * The owner of a store that others read: everything happens to it, at random and at once. Memory is
 * so small that it is taken back and compacted all the time, sizes change so that an index which
 * can grows and shrinks, and a few keys are written over where they lie. A value says whose it is
 * and which version, in each of its words.
 */
final class ForeignShop {
  static final int KEYS = Alphabet.KEYS;
  static final int VALUE_BYTES_MIN = 16;
  static final int VALUE_BYTES_MAX = 700;

  private static final int REGION_BYTES = 192 << 10;
  private static final int OPERATIONS_PER_SIZE = 4096;
  static final int KEYS_HOT = 16;

  /** It has flags and no deadline. */
  private static final int KEY_HOTTEST = 4;

  /** Tokens are told of one key in so many: others may be written over where they lie. */
  private static final int KEYS_PER_TOKEN = 5;
  private static final long NS_PER_SEC = 1_000_000_000L;
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  /** Is told what happens to a key or to all of them, before and after. */
  interface Watch {
    /** The key, or all if it is -1, is about to get a version: a value, or nothing. */
    void begins(int number, long version, boolean value);

    /** That is done; {@code stored} unless it was refused. */
    void ends(int number, long version, boolean stored);

    /** It is this second. */
    void second(int nowSec);
  }

  final Store store;
  final CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
  private final ForeignSubject.Shared shared;
  private final SplittableRandom random;
  private final Watch watch;
  private final Key key = new Key();
  private final MemorySegment value = MemorySegment.ofArray(new byte[VALUE_BYTES_MAX + 8]);
  private final int[] lengths = new int[KEYS];
  private long version;
  private long operations;
  private long nowNs;
  private long reservation = Store.NO_MEMORY;
  private int reserved;
  private long reservedHash;
  private long pin = Store.NO_MEMORY;

  ForeignShop(Arena arena, long seed, ForeignSubject subject, Sequences sequences, Watch watch) {
    this.random = new SplittableRandom(seed);
    this.watch = watch;
    MemorySegment region = arena.allocate(REGION_BYTES, 64);
    this.shared = subject.maker().make(region, clock, seed, sequences);
    this.store = shared.store();
  }

  /**
   * A reader that lets somebody work between its steps.
   *
   * @param careful false if it believes what it has read without another look at it
   */
  ForeignReader reader(Runnable work, boolean careful) {
    return shared.readers().reader(work, careful);
  }

  /** Aims a key. */
  static Key aim(Store store, Key key, int number) {
    store.hash(
        key.set(Alphabet.memory(), Alphabet.offset(number), Alphabet.length(number)));
    return key;
  }

  /** What follows the first two words. */
  private static long word(int number, long version, long at) {
    return (number + 1) * GOLDEN ^ version * ~GOLDEN + at;
  }

  private static void write(MemorySegment to, long at, int number, long version, int length) {
    Bits.putLong(to, at, number);
    Bits.putLong(to, at + 8, version);
    for (int i = 16; i < length; i += 8) {
      long word = word(number, version, i);
      if (length - i >= 8) {
        Bits.putLong(to, at + i, word);
      } else {
        for (int j = i; j < length; j++, word >>>= 8) {
          Bits.putByte(to, at + j, (int) word);
        }
      }
    }
  }

  /** The version that a value is, all of which must be of it. */
  static long version(MemorySegment memory, long at, int length, int number) {
    check(length >= VALUE_BYTES_MIN && length <= VALUE_BYTES_MAX, "a length that none has");
    long version = Bits.getLong(memory, at + 8);
    boolean whole = Bits.getLong(memory, at) == number;
    for (int i = 16; i < length; i += 8) {
      long word = word(number, version, i);
      if (length - i >= 8) {
        whole &= Bits.getLong(memory, at + i) == word;
      } else {
        for (int j = i; j < length; j++, word >>>= 8) {
          whole &= Bits.getByte(memory, at + j) == (word & 0xFF);
        }
      }
    }
    check(whole, "a value that is another's, or torn");
    return version;
  }

  /** The version of the key that the owner finds, or -1. */
  long find(Key key, int number) {
    long item = store.find(aim(store, key, number));
    return item == Store.ABSENT
        ? -1
        : version(store.memory(), store.valueOffset(item), store.valueLength(item), number);
  }

  /** One random operation. */
  void step() {
    operations++;
    int dice = random.nextInt(1000);
    if (dice < 650) {
      put(anyKey());
    } else if (dice < 680) {
      rewrite(anyKey());
    } else if (dice < 740) {
      delete(anyKey());
    } else if (dice < 800) {
      touch(anyKey());
    } else if (dice < 880) {
      reserve(anyKey());
    } else if (dice < 900) {
      pin(anyKey());
    } else if (dice < 990) {
      store.maintain(random.nextInt(64));
    } else if (dice < 998) {
      second();
    } else if (random.nextInt(16) == 0) {
      flush();
    }
  }

  private int anyKey() {
    return anyKey(random);
  }

  /** Some more often, and one at every turn, so that it is read while it is written. */
  static int anyKey(SplittableRandom random) {
    int dice = random.nextInt(4);
    return dice == 0 ? KEY_HOTTEST : random.nextInt(dice == 1 ? KEYS_HOT : KEYS);
  }

  /** Mostly as it was; small ones for a while, then larger ones. */
  private int length(int number) {
    int max = operations / OPERATIONS_PER_SIZE % 2 == 0 ? 40 : VALUE_BYTES_MAX;
    if (lengths[number] == 0 || random.nextInt(8) == 0) {
      lengths[number] = random.nextInt(VALUE_BYTES_MIN, max + 1);
    }
    return lengths[number];
  }

  private int deadlineSec(int number) {
    return number % 3 == 0 ? clock.nowSec() + 1 + random.nextInt(20) : Store.NEVER;
  }

  /** Flags tell the version, too. */
  private static int flags(int number, long version) {
    return number % 4 == 0 ? (int) version | 1 : 0;
  }

  /** Fails unless what a reader tells may belong to that version. */
  void checkTold(int number, long version, ForeignReader reader) {
    check(reader.clientFlags == flags(number, version), "another version's flags");
    shared.tokens().check(reader.cas, number % KEYS_PER_TOKEN == 0);
  }

  private void put(int number) {
    long next = ++version;
    int length = length(number);
    write(value, 3, number, next, length);
    watch.begins(number, next, true);
    aim(store, key, number);
    long put =
        store.put(key, flags(number, next), deadlineSec(number), value, 3, length);
    watch.ends(number, next, put >= 0);
  }

  private void reserve(int number) {
    if (reservation >= 0) {
      publish();
      return;
    }
    int flagless = number | 1;
    long place =
        store.reserve(aim(store, key, flagless), length(flagless), 0, deadlineSec(flagless));
    if (place >= 0 && random.nextInt(4) == 0) {
      store.abandon(place);
    } else if (place >= 0) {
      reservation = place;
      reserved = flagless;
      reservedHash = key.hash;
    }
  }

  private void publish() {
    long next = ++version;
    long at = store.valueOffset(reservation);
    write(store.memory(), at, reserved, next, store.valueLength(reservation));
    watch.begins(reserved, next, true);
    store.publish(reservation, reservedHash);
    watch.ends(reserved, next, true);
    reservation = Store.NO_MEMORY;
  }

  /** Its flags stay, so it is one without. */
  private void rewrite(int number) {
    int flagless = number % 4 == 0 ? number + 1 : number;
    long item = store.find(aim(store, key, flagless));
    if (item >= 0) {
      long next = ++version;
      int length = store.valueLength(item);
      write(value, 3, flagless, next, length);
      watch.begins(flagless, next, true);
      item = store.seek(aim(store, key, flagless));
      watch.ends(flagless, next, item >= 0 && store.rewrite(key, item, value, 3) >= 0);
    }
  }

  private void delete(int number) {
    long next = ++version;
    watch.begins(number, next, false);
    store.delete(aim(store, key, number));
    watch.ends(number, next, true);
  }

  private void touch(int number) {
    store.touch(aim(store, key, number), deadlineSec(number));
    long item = store.find(key);
    if (item >= 0 && number % KEYS_PER_TOKEN == 0) {
      store.cas(item);
    }
  }

  private void pin(int number) {
    if (pin >= 0) {
      store.unpin(pin);
      pin = Store.NO_MEMORY;
      return;
    }
    long item = store.find(aim(store, key, number));
    pin = item >= 0 ? store.pin(item) : Store.NO_MEMORY;
  }

  private void second() {
    nowNs += NS_PER_SEC;
    clock.advance(nowNs);
    watch.second(clock.nowSec());
  }

  private void flush() {
    long next = ++version;
    watch.begins(-1, next, false);
    store.flush();
    watch.ends(-1, next, true);
  }
}

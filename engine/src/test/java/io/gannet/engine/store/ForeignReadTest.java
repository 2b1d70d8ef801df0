package io.gannet.engine.store;

import static io.gannet.engine.store.Oracle.check;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.hash.Sequences;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Readers on threads of their own while the owner goes on as fast as it can: what they read is
 * whole, the key's own, not older than what was acknowledged before the read began, and does not
 * come back once it was missed.
 *
 * <p>{@code -Dgannet.foreign.seconds=S} for longer runs of each policy.
 */
class ForeignReadTest {
  private static final long SECONDS = Long.getLong("gannet.foreign.seconds", 4);
  private static final long OPERATIONS_MAX = SECONDS * 50_000_000;
  private static final int OPERATIONS_PER_LOOK = 256;
  private static final int READERS = 2;
  private static final int BATCH = 8;

  private final AtomicLongArray begun = new AtomicLongArray(ForeignShop.KEYS);
  private final AtomicLongArray acknowledged = new AtomicLongArray(ForeignShop.KEYS);
  /** Up to what version a key has nothing any more, for somebody has missed it. */
  private final AtomicLongArray missed = new AtomicLongArray(ForeignShop.KEYS);
  private final AtomicLong flushed = new AtomicLong();
  private final AtomicLong nowSec = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean over;

  private final class Acknowledging implements ForeignShop.Watch {
    @Override
    public void begins(int number, long version, boolean value) {
      if (number >= 0) {
        begun.setRelease(number, version);
      }
    }

    @Override
    public void ends(int number, long version, boolean stored) {
      if (number < 0) {
        flushed.setRelease(version);
      } else if (stored) {
        acknowledged.setRelease(number, version);
      }
    }

    @Override
    public void second(int now) {
      nowSec.setRelease(now);
    }
  }

  private final class Reader extends Thread {
    private final ForeignReader reader;
    private final SplittableRandom random;
    private final Key[] keys = new Key[BATCH];
    private final int[] numbers = new int[BATCH];
    private final MemorySegment copied =
        MemorySegment.ofArray(new byte[ForeignShop.VALUE_BYTES_MAX]);
    private final ForeignShop shop;
    private final long[] tokens = new long[ForeignShop.KEYS];
    private final long[] versions = new long[ForeignShop.KEYS];
    private long hits;
    private long misses;
    private long unknown;

    Reader(ForeignShop shop, long seed) {
      this.shop = shop;
      this.reader = shop.store.foreignReader();
      this.random = new SplittableRandom(seed);
      Arrays.setAll(keys, i -> new Key());
    }

    @Override
    public void run() {
      try {
        while (!over) {
          readBatch();
        }
      } catch (Throwable wrong) {
        failure.compareAndSet(null, wrong);
        over = true;
      }
    }

    private void readBatch() {
      for (int i = 0; i < BATCH; i++) {
        numbers[i] = ForeignShop.anyKey(random);
        ForeignShop.aim(shop.store, keys[i], numbers[i]);
      }
      if (random.nextBoolean()) {
        reader.prefetch(keys, BATCH);
      }
      for (int i = 0; i < BATCH; i++) {
        read(keys[i], numbers[i]);
      }
    }

    private void read(Key key, int number) {
      long floor = Math.max(acknowledged.getAcquire(number), flushed.getAcquire());
      long gone = missed.getAcquire(number);
      int now = (int) nowSec.getAcquire();
      switch (reader.read(key, now, copied, 0, ForeignShop.VALUE_BYTES_MAX)) {
        case ForeignReader.HIT -> {
          long version = ForeignShop.version(copied, 0, reader.length, number);
          shop.checkTold(number, version, reader);
          check(version >= floor, "older than what was acknowledged: " + version + "/" + floor);
          check(version > gone, "a miss that came back: " + version + "/" + gone);
          check(version <= begun.getAcquire(number), "a version that nobody has written yet");
          checkToken(number, version);
          hits++;
        }
        case ForeignReader.MISS -> {
          missed.accumulateAndGet(number, floor, Math::max);
          misses++;
        }
        case ForeignReader.UNKNOWN -> unknown++;
        default -> throw new AssertionError("no other answer is one");
      }
    }

    private void checkToken(int number, long version) {
      if (reader.cas != 0) {
        check(
            tokens[number] != reader.cas || versions[number] == version,
            "the same token for another value");
        tokens[number] = reader.cas;
        versions[number] = version;
      }
    }
  }

  static Stream<ForeignSubject> subjects() {
    List<String> names = List.of("seg merge", "seg s3fifo", "seg random", "slab lra", "slab lrc");
    return ForeignSubject.all().filter(subject -> names.contains(subject.name()));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void readersSeeWhatWasAcknowledgedAndNothingElse(ForeignSubject subject)
      throws InterruptedException {
    long seed = System.nanoTime();
    try (Arena arena = Arena.ofShared()) {
      ForeignShop shop =
          new ForeignShop(arena, seed, subject, new Sequences(true), new Acknowledging());
      nowSec.set(shop.clock.nowSec());
      Reader[] readers = new Reader[READERS];
      for (int i = 0; i < READERS; i++) {
        readers[i] = new Reader(shop, seed + 1 + i);
        readers[i].start();
      }
      try {
        own(shop, seed);
      } finally {
        over = true;
        for (Reader reader : readers) {
          reader.join();
        }
      }
      assertNull(failure.get(), () -> String.valueOf(failure.get()));
      for (Reader reader : readers) {
        assertTrue(reader.hits > 0 && reader.misses > 0, "nothing was read");
      }
      assertTrue(shop.store.walk().faults().isEmpty());
    }
  }

  private void own(ForeignShop shop, long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    Key key = new Key();
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    for (long i = 0; i < OPERATIONS_MAX && !over; i++) {
      shop.step();
      if (random.nextInt(4) == 0) {
        int number = random.nextInt(ForeignShop.KEYS_HOT);
        long gone = missed.getAcquire(number);
        long version = shop.find(key, number);
        check(version == -1 || version > gone, "a miss that came back to the owner");
      }
      if (i % OPERATIONS_PER_LOOK == 0 && System.nanoTime() - end > 0) {
        return;
      }
    }
  }
}

package io.gannet.engine.store;

import static io.gannet.engine.store.Oracle.check;

import io.gannet.engine.hash.Sequences;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A foreign reader and the owner on one thread, step by step, so that a seed says all: the owner
 * works between any two steps of a read, and reads are made in the middle of what the owner does,
 * wherever it tells its readers something.
 */
final class ForeignSteps implements AutoCloseable {
  /** What may be left out of what the owner tells, or a reader looks at. */
  enum Guard { NONE, CHANGES, REUSED, BUCKETS, DEAD_BEFORE, SECOND_LOOK }

  private static final long ABSENT = -1;
  private static final int BURST_MAX = 400;

  private final Guard without;
  private final SplittableRandom random;
  private final Arena arena = Arena.ofConfined();
  private final ForeignShop shop;
  private final Key key = new Key();
  private final Key other = new Key();
  private final MemorySegment copied = room();
  private final MemorySegment copiedAmid = room();
  private final ForeignReader stepping;
  private final ForeignReader amid;

  /** Of each key, what was told with the value that was read last. */
  private final long[] tokens = new long[ForeignShop.KEYS];

  private final long[] versions = new long[ForeignShop.KEYS];

  /** Of the key that is read, what it has had since the read began. */
  private final Set<Long> had = new HashSet<>();
  private int read;
  private boolean reads;

  /** Of the key that is watched while the owner works, what was read so far. */
  private final List<Long> seen = new ArrayList<>();
  private int watched;
  private long before;
  private boolean works;

  long hits;
  long misses;
  long unknown;
  long amidAnswers;

  ForeignSteps(long seed, ForeignSubject subject, Guard without) {
    this.without = without;
    this.random = new SplittableRandom(seed);
    this.shop = new ForeignShop(arena, seed, subject, new Telling(), new Watched());
    this.amid = shop.reader(() -> {}, without != Guard.SECOND_LOOK);
    this.stepping = shop.reader(this::ownerWorks, without != Guard.SECOND_LOOK);
  }

  private static MemorySegment room() {
    return MemorySegment.ofArray(new byte[ForeignShop.VALUE_BYTES_MAX]);
  }

  /** Told as ever, but for what is left out; before and after it somebody reads. */
  private final class Telling extends Sequences {
    Telling() {
      super(true);
    }

    private void tell(Guard guard, Runnable telling) {
      readAmid();
      if (guard != without) {
        telling.run();
      }
      readAmid();
    }

    @Override
    public void publish() {
      readAmid();
      super.publish();
    }

    @Override
    public void changing(long hash) {
      tell(Guard.CHANGES, () -> super.changing(hash));
    }

    @Override
    public void changed(long hash) {
      tell(Guard.CHANGES, () -> super.changed(hash));
    }

    @Override
    public void moved(long hash) {
      readAmid();
      super.moved(hash);
      readAmid();
    }

    @Override
    public void reused() {
      tell(Guard.REUSED, super::reused);
    }

    @Override
    public void buckets(long number) {
      if (buckets() == 0) {
        super.buckets(number); // of the table when it is made
      } else {
        tell(Guard.BUCKETS, () -> super.buckets(number));
      }
    }

    @Override
    public void deadBefore(long age) {
      tell(Guard.DEAD_BEFORE, () -> super.deadBefore(age));
    }
  }

  private final class Watched implements ForeignShop.Watch {
    @Override
    public void begins(int number, long version, boolean value) {
      if (number >= 0 && random.nextBoolean()) {
        watch(number);
      }
      if (number == read && value) {
        had.add(ABSENT); // making room may forget what is then written
      }
    }

    @Override
    public void ends(int number, long version, boolean stored) {}

    @Override
    public void second(int nowSec) {}
  }

  private void watch(int number) {
    works = false;
    watched = number;
    before = shop.find(other, number);
    seen.clear();
    works = true;
  }

  /** One read, during which the owner works, or does not. */
  void read() {
    read = ForeignShop.anyKey(random);
    ForeignShop.aim(shop.store, key, read);
    if (random.nextBoolean()) {
      stepping.prefetch(new Key[] {key}, 1);
      ownerWorks();
    }
    had.clear();
    had.add(shop.find(other, read));
    int nowSec = shop.clock.nowSec();
    reads = true;
    int answer = stepping.read(key, nowSec, copied, 0, ForeignShop.VALUE_BYTES_MAX);
    reads = false;
    switch (answer) {
      case ForeignReader.HIT -> {
        long version = version(stepping, copied, read);
        check(had.contains(version), "a hit that it did not have while it was read");
        hits++;
      }
      case ForeignReader.MISS -> {
        check(had.contains(ABSENT), "a miss of what was there all the time");
        misses++;
      }
      case ForeignReader.UNKNOWN -> unknown++;
      default -> throw new AssertionError("answered " + answer);
    }
    ownerWorks();
  }

  private long version(ForeignReader reader, MemorySegment copied, int number) {
    long version = ForeignShop.version(copied, 0, reader.length, number);
    shop.checkTold(number, version, reader);
    checkToken(number, version, reader.cas);
    return version;
  }

  private void checkToken(int number, long version, long cas) {
    check(cas == 0 || tokens[number] != cas || versions[number] == version,
        "the same token for another value");
    tokens[number] = cas;
    versions[number] = version;
  }

  /** Mostly nothing, or little; at times enough for a segment to be used anew. */
  private void ownerWorks() {
    int dice = random.nextInt(16);
    int steps = dice < 8 ? 0 : dice < 14 ? 1 : random.nextInt(BURST_MAX);
    for (int i = 0; i < steps; i++) {
      watch(ForeignShop.anyKey(random));
      shop.step();
      works = false;
      checkSeen();
      if (reads) {
        had.add(shop.find(other, read));
      }
    }
  }

  /** In the middle of what the owner does. */
  private void readAmid() {
    if (!works || random.nextInt(4) != 0) {
      return;
    }
    ForeignShop.aim(shop.store, other, watched);
    int answer =
        amid.read(other, shop.clock.nowSec(), copiedAmid, 0, ForeignShop.VALUE_BYTES_MAX);
    if (answer == ForeignReader.HIT) {
      seen.add(version(amid, copiedAmid, watched));
    } else if (answer == ForeignReader.MISS) {
      seen.add(ABSENT);
    }
  }

  /** What was read meanwhile is what was, then perhaps nothing, then what is. */
  private void checkSeen() {
    amidAnswers += seen.size();
    long after = shop.find(other, watched);
    int stage = 0;
    for (long version : seen) {
      if (stage == 0 && version != before) {
        stage = 1;
      }
      boolean mayBeAbsent = before == ABSENT || after != before;
      if (stage == 1 && !(version == ABSENT && mayBeAbsent)) {
        stage = 2;
      }
      check(stage < 2 || version == after, "read in the middle: neither what was nor what is");
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}

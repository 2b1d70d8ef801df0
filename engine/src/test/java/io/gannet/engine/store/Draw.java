package io.gannet.engine.store;

import io.gannet.engine.time.CoarseClock;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * What the operations of one run are like.
 *
 * @param random where all of it comes from
 * @param keys how many keys are in use
 * @param sizes the values' lengths
 * @param ttlsSec the lives of items, 0 for one that does not end
 * @param clockJumpSecMax how far time may jump
 */
public record Draw(
    SplittableRandom random,
    int keys,
    Sizes sizes,
    ToIntFunction<SplittableRandom> ttlsSec,
    int clockJumpSecMax) {
  private static final int[] TTLS_SEC = {1, 10, 300, 5_000, 100_000, 2_592_000, 400_000_000};
  private static final int SMALL_BYTES_MAX = 8;

  /** What the mean item has beside its value: key, header, slot in an index. */
  private static final int BESIDE_BYTES = 60;

  private static final double LIVE_SHARE_MIN = 0.3;
  private static final double LIVE_SHARE_MAX = 0.8;

  /**
   * Any: few keys or many, all small or some as large as can be, short lives or long ones. In half
   * of them overwrites leave 0.3 to 0.8 of the memory alive; in half of them TTLs are what clients
   * give: one, ten, hundreds, or none for some; in a third of them sizes change in the course.
   */
  public static Draw any(SplittableRandom random, long regionBytes, int keyAndValueBytesMax) {
    int keys = 1 << random.nextInt(2, 13);
    int fitting = Math.min(keyAndValueBytesMax + 2, Alphabet.VALUE_BYTES_MAX);
    int bytes =
        random.nextBoolean()
            ? fitting >>> random.nextInt(10)
            : (int) Math.min(valueBytesAlive(random, regionBytes / keys), fitting);
    int valueBytesMax = Math.max(SMALL_BYTES_MAX, bytes);
    Sizes sizes =
        random.nextInt(3) == 0
            ? Sizes.drifting(SMALL_BYTES_MAX, valueBytesMax)
            : Sizes.upTo(valueBytesMax);
    return random.nextBoolean()
        ? mostlyBrief(random, keys, sizes)
        : ofClients(random, keys, sizes);
  }

  /** The longest value of which so many bytes a key are alive as are to be. */
  private static long valueBytesAlive(SplittableRandom random, long bytesPerKey) {
    double share = random.nextDouble(LIVE_SHARE_MIN, LIVE_SHARE_MAX);
    return (long) (2 * (share * bytesPerKey - BESIDE_BYTES));
  }

  private static Draw mostlyBrief(SplittableRandom random, int keys, Sizes sizes) {
    int ttlSecMax = TTLS_SEC[random.nextInt(TTLS_SEC.length)];
    int jumpSecMax = Math.max(2, ttlSecMax >>> random.nextInt(3, 8));
    return new Draw(random, keys, sizes, brief(ttlSecMax), jumpSecMax);
  }

  /** Time goes by so that in a run some expire, or most. */
  private static Draw ofClients(SplittableRandom random, int keys, Sizes sizes) {
    Lives lives = Lives.values()[random.nextInt(Lives.values().length)];
    int jumpSecMax = 1 << random.nextInt(1, 13);
    return new Draw(random, keys, sizes, lives::ttlSec, jumpSecMax);
  }

  /** Mostly a few seconds, some longer, some for ever. */
  public static ToIntFunction<SplittableRandom> brief(int ttlSecMax) {
    return random ->
        random.nextInt(4) == 0
            ? 0
            : 1 + random.nextInt(random.nextInt(3) == 0 ? ttlSecMax : 3);
  }

  /** One of the keys, of some more often. */
  public int key() {
    int number = random.nextInt(keys);
    return random.nextBoolean() ? number : number >>> 2;
  }

  /** Bytes of a value. */
  public int valueLength() {
    return sizes.next(random);
  }

  /** Client flags, mostly none. */
  public int flags() {
    return random.nextInt(3) == 0 ? random.nextInt() : 0;
  }

  /** A TTL, or 0 for none. */
  public int ttlSec() {
    return ttlsSec.applyAsInt(random);
  }

  /** A deadline later than now, or never. */
  public int deadlineSec(CoarseClock clock) {
    int ttlSec = ttlSec();
    return ttlSec == 0 ? Store.NEVER : clock.nowSec() + ttlSec;
  }

  /** By how much time goes on: mostly a second. */
  public int jumpSec() {
    return random.nextInt(4) == 0 ? random.nextInt(clockJumpSecMax) : 1;
  }
}

package io.gannet.engine.store;

import io.gannet.engine.time.CoarseClock;
import java.util.SplittableRandom;

/**
 * What the operations of one run are like.
 *
 * @param random where all of it comes from
 * @param keys how many keys are in use
 * @param valueBytesMax of the longest value
 * @param ttlSecMax of the longest life that ends
 * @param clockJumpSecMax how far time may jump
 */
public record Draw(
    SplittableRandom random, int keys, int valueBytesMax, int ttlSecMax, int clockJumpSecMax) {
  private static final int[] TTLS_SEC = {1, 10, 300, 5_000, 100_000, 2_592_000, 400_000_000};
  private static final int SMALL_BYTES_MAX = 8;

  /** Any: few keys or many, all small or some as large as can be, short lives or long ones. */
  public static Draw any(SplittableRandom random, int keyAndValueBytesMax) {
    int ttlSecMax = TTLS_SEC[random.nextInt(TTLS_SEC.length)];
    int valueBytesMax = Math.min(keyAndValueBytesMax + 2, Alphabet.VALUE_BYTES_MAX);
    return new Draw(
        random,
        1 << random.nextInt(2, 13),
        Math.max(SMALL_BYTES_MAX, valueBytesMax >>> random.nextInt(10)),
        ttlSecMax,
        Math.max(2, ttlSecMax >>> random.nextInt(3, 8)));
  }

  /** One of the keys, of some more often. */
  public int key() {
    int number = random.nextInt(keys);
    return random.nextBoolean() ? number : number >>> 2;
  }

  /** Bytes of a value. */
  public int valueLength() {
    return random.nextInt(valueBytesMax + 1);
  }

  /** Client flags, mostly none. */
  public int flags() {
    return random.nextInt(3) == 0 ? random.nextInt() : 0;
  }

  /** A TTL, or 0 for none. */
  public int ttlSec() {
    if (random.nextInt(4) == 0) {
      return 0;
    }
    return 1 + random.nextInt(random.nextInt(3) == 0 ? ttlSecMax : 3);
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

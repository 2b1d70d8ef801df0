package io.gannet.bench.pause;

import io.gannet.engine.store.Store;
import java.util.SplittableRandom;

/**
 * What is asked of an engine, one operation after the other; the same again with the same seed.
 *
 * <p>Half are gets, two fifths are sets (as many of new keys as of known ones), the rest deletes
 * and touches. One deadline in four is within {@value #TTL_SEC_MAX} seconds. Known keys are rather
 * young ones.
 *
 * <p>Sizes come in phases, each so long as to store a sixteenth of the memory. In every other one
 * each size has about the same share of the bytes; in those between all values have one size, a
 * different one each time, so that memory has to go from one to the other.
 */
final class Mix {
  static final int KEY_BYTES = 16;

  private static final int PHASES_PER_MEMORY = 16;
  private static final int TTL_SEC_MAX = 100;
  private static final int TTL_ONE_IN = 4;

  /** What an item has beyond its value, about. */
  private static final int ITEM_BYTES = KEY_BYTES + 16;

  private final SplittableRandom random;
  private final int[] valueBytesOf;
  private final double[] cumulated;
  private final long phaseBytes;
  private long phaseBytesLeft;
  private int phase;
  private long newest;
  private long window = 1;

  Call call = Call.NOTHING;
  long key;
  int valueBytes;
  /** From now, or {@link Store#NEVER}. */
  int ttlSec;

  Mix(int[] valueBytesOf, long memoryBytes, long seed) {
    this.random = new SplittableRandom(seed);
    this.valueBytesOf = valueBytesOf;
    this.phaseBytes = memoryBytes / PHASES_PER_MEMORY;
    this.phaseBytesLeft = phaseBytes;
    this.cumulated = cumulatedWeights(valueBytesOf);
  }

  private static double[] cumulatedWeights(int[] valueBytesOf) {
    double[] cumulated = new double[valueBytesOf.length];
    double sum = 0;
    for (int i = 0; i < valueBytesOf.length; i++) {
      sum += 1.0 / (valueBytesOf[i] + ITEM_BYTES);
      cumulated[i] = sum;
    }
    for (int i = 0; i < valueBytesOf.length; i++) {
      cumulated[i] /= sum;
    }
    return cumulated;
  }

  /** Key and value together, of the phases in which sizes are mixed. */
  static int meanItemBytes(int[] valueBytesOf) {
    double[] cumulated = cumulatedWeights(valueBytesOf);
    double mean = 0;
    for (int i = 0; i < valueBytesOf.length; i++) {
      mean += (cumulated[i] - (i == 0 ? 0 : cumulated[i - 1])) * valueBytesOf[i];
    }
    return KEY_BYTES + (int) mean;
  }

  /** A set of a new key. */
  void nextNew() {
    call = Call.SET;
    key = newest++;
    drawSize();
    drawTtl();
  }

  /** From now on, what is asked for is among the youngest {@code keys}. */
  void knows(long keys) {
    window = Math.clamp(keys, 1, newest);
  }

  /** Any operation. */
  void next() {
    int percent = random.nextInt(100);
    if (percent < 20) {
      nextNew();
      return;
    }
    double youth = random.nextDouble();
    key = newest - 1 - (long) (youth * youth * window);
    if (percent < 40) {
      call = Call.SET;
      drawSize();
      drawTtl();
    } else if (percent < 45) {
      call = Call.DELETE;
    } else if (percent < 50) {
      call = Call.TOUCH;
      drawTtl();
    } else {
      call = Call.GET;
    }
  }

  private void drawTtl() {
    ttlSec = random.nextInt(TTL_ONE_IN) == 0 ? 1 + random.nextInt(TTL_SEC_MAX) : Store.NEVER;
  }

  private void drawSize() {
    valueBytes = phase % 2 == 0 ? anySize() : valueBytesOf[phase / 2 % valueBytesOf.length];
    phaseBytesLeft -= valueBytes + ITEM_BYTES;
    if (phaseBytesLeft <= 0) {
      phase++;
      phaseBytesLeft = phaseBytes;
    }
  }

  private int anySize() {
    double drawn = random.nextDouble();
    int size = 0;
    while (cumulated[size] < drawn) {
      size++;
    }
    return valueBytesOf[size];
  }
}

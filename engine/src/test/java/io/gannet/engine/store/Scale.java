package io.gannet.engine.store;

import java.util.SplittableRandom;

/**
 * How large a store is to be, in terms that every engine has some of: each takes what it knows.
 *
 * @param regionBytes all its memory
 * @param unitBytes what memory is taken back by: a segment, a slab
 * @param slotBytes what an item may have where all have the same
 * @param meanItemBytes for which key and value an index is made
 */
public record Scale(long regionBytes, int unitBytes, int slotBytes, int meanItemBytes) {
  private static final int UNIT_BYTES_MIN = 1 << 10;
  private static final int UNITS_MIN = 14;
  private static final int SLOTS_MIN = 64;
  private static final int[] SLOT_BYTES = {32, 64, 72, 128, 344, 512, 1000, 4096};

  /** Small, and with room for the longest key in any slot. */
  public static Scale of(long regionBytes) {
    return new Scale(regionBytes, 4096, 512, 64);
  }

  /** So tiny that most limits are met within some thousand operations; any shape of it. */
  public static Scale tiny(SplittableRandom random) {
    int regionBytes = (1 << random.nextInt(15, 22)) + random.nextInt(1 << 15);
    int unitBytesMax = Math.min(Integer.highestOneBit(regionBytes / UNITS_MIN), 1 << 16);
    int unitBytes = Math.max(UNIT_BYTES_MIN, unitBytesMax >> random.nextInt(4));
    int slots = random.nextInt(SLOT_BYTES.length);
    while (SLOT_BYTES[slots] > regionBytes / SLOTS_MIN) {
      slots--;
    }
    return new Scale(regionBytes, unitBytes, SLOT_BYTES[slots], 1 << random.nextInt(3, 9));
  }
}

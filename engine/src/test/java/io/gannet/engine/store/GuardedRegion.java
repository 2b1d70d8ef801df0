package io.gannet.engine.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory for a store, between two zones that nobody may write to. */
public final class GuardedRegion {
  private static final int ZONE_BYTES = 4096;
  private static final byte FILL = 0x5a;

  private final MemorySegment before;
  private final MemorySegment region;
  private final MemorySegment behind;
  private final MemorySegment untouched = MemorySegment.ofArray(new byte[ZONE_BYTES]).fill(FILL);

  /** Memory as a server gives it: on a cache line, and without a trace of what was there. */
  public GuardedRegion(Arena arena, long bytes) {
    this(arena, bytes, 0, 0);
  }

  /**
   * Any memory.
   *
   * @param skew bytes by which it begins behind a cache line
   * @param rubbish what it is full of
   */
  public GuardedRegion(Arena arena, long bytes, int skew, int rubbish) {
    MemorySegment all = arena.allocate(2 * ZONE_BYTES + skew + bytes, 64);
    before = all.asSlice(skew, ZONE_BYTES).fill(FILL);
    region = all.asSlice(skew + ZONE_BYTES, bytes).fill((byte) rubbish);
    behind = all.asSlice(skew + ZONE_BYTES + bytes, ZONE_BYTES).fill(FILL);
  }

  /** What the store is given. */
  public MemorySegment memory() {
    return region;
  }

  /** Fails if a byte beside the region has changed. */
  public void check() {
    if (before.mismatch(untouched) >= 0 || behind.mismatch(untouched) >= 0) {
      throw new AssertionError("written outside of the memory that was given");
    }
  }

  /** Fails unless a stretch lies within the region. */
  public void check(long offset, long bytes) {
    if (offset < 0 || bytes < 0 || offset + bytes > region.byteSize()) {
      throw new AssertionError(bytes + " bytes at " + offset + " are not within the memory given");
    }
  }
}

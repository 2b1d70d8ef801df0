package io.gannet.server.worker.turn;

import io.gannet.ffi.linux.Mman;
import io.gannet.ffi.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * Memory that one connection has for itself when the shared pools have none for it: a place to
 * receive into, and a place to compose a reply in. So whoever holds nothing is always served,
 * whatever the others hold.
 *
 * <pre>
 *   all places, one a connection:   ┌─ 4 KiB ─┬─ 4 KiB ─┐
 *                                   │   in    │   out   │  …
 *                                   └─────────┴─────────┘
 * </pre>
 *
 * <p>They are mapped at the start and cost nothing until they are written to; what was touched goes
 * back to the kernel when the connection ends. One thread.
 */
final class Place {
  static final int IN_BYTES = 4096;
  static final int OUT_BYTES = 4096;
  static final int BYTES = IN_BYTES + OUT_BYTES;

  private final MemorySegment memory;
  private final long offset;
  private boolean touched;

  /**
   * @param region of all places
   * @param slot whose place it is
   */
  Place(Region region, int slot) {
    this.memory = region.memory();
    this.offset = (long) slot * BYTES;
  }

  MemorySegment memory() {
    return memory;
  }

  long inOffset() {
    return offset;
  }

  long outOffset() {
    return offset + IN_BYTES;
  }

  /** Something is written, or will be received, here. */
  void touched() {
    touched = true;
  }

  /** Gives the pages back: nothing is in flight any more. */
  void giveBack() {
    if (touched) {
      touched = false;
      Mman.madvise(memory.address() + offset, BYTES, Mman.MADV_DONTNEED);
    }
  }
}

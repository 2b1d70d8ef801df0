package io.gannet.engine.bytes;

import java.lang.foreign.MemorySegment;

/** The unit in which memory comes to a core: what lies in one line costs one miss. Any thread. */
public final class CacheLine {
  /** Bytes of a line, on x86-64 and on most others. */
  public static final int BYTES = 64;

  private CacheLine() {}

  /** Bytes from {@code address} to the next line's begin, 0 if a line begins there. */
  public static int bytesToNext(long address) {
    return (int) (-address & BYTES - 1);
  }

  /**
   * Loads a few lines from {@code offset} on, as far as the memory goes: a copy that waits for its
   * second line costs as much as a lookup that waits for the first.
   *
   * @return something that depends on the loads, to be folded into a sink
   */
  public static long load(MemorySegment memory, long offset, int lines) {
    long last = memory.byteSize() - Integer.BYTES;
    long loaded = 0;
    for (int line = 0; line < lines; line++) {
      loaded += Bits.getInt(memory, Math.min(offset + line * BYTES, last));
    }
    return loaded;
  }
}

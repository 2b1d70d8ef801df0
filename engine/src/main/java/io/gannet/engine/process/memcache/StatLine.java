package io.gannet.engine.process.memcache;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import java.lang.foreign.MemorySegment;

/**
 * How a {@link StatSource} writes a line, {@code STAT 12:addr tcp:127.0.0.1:4711}: its beginning,
 * texts and numbers, its end. Each method returns the offset behind what it wrote. Any thread.
 */
public final class StatLine {
  private static final byte[] STAT = StatRows.head("");

  private StatLine() {}

  /**
   * Begins the line of a figure of a thing.
   *
   * @param name in ASCII, with what it is set off by: {@code ":addr "}
   */
  public static long begin(MemorySegment memory, long offset, int thing, byte[] name) {
    long at = text(memory, offset, STAT);
    return text(memory, number(memory, at, thing), name);
  }

  /** Goes on with ASCII. */
  public static long text(MemorySegment memory, long offset, byte[] text) {
    return MemcacheComposer.putText(memory, offset, text);
  }

  /** Goes on with an unsigned number. */
  public static long number(MemorySegment memory, long offset, long number) {
    return Ascii.putDecimal(memory, offset, number);
  }

  /** Ends it. */
  public static long end(MemorySegment memory, long offset) {
    return MemcacheComposer.putLineEnd(memory, offset);
  }
}

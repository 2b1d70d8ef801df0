package io.gannet.engine.metrics;

import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How {@link Things} write a line, {@code 12:addr tcp:127.0.0.1:4711}, behind what the teller has
 * it begin with: its beginning, texts and numbers, its end. Each method returns the offset behind
 * what it wrote. Any thread.
 */
public final class ThingLine {
  private ThingLine() {}

  /**
   * Begins the line of a figure of a thing.
   *
   * @param head as {@link Things#put} is given it
   * @param name in ASCII, with what it is set off by: {@code ":addr "}
   */
  public static long begin(
      MemorySegment memory, long offset, byte[] head, int thing, byte[] name) {
    long at = text(memory, offset, head);
    return text(memory, number(memory, at, thing), name);
  }

  /** Goes on with ASCII. */
  public static long text(MemorySegment memory, long offset, byte[] text) {
    MemorySegment.copy(text, 0, memory, ValueLayout.JAVA_BYTE, offset, text.length);
    return offset + text.length;
  }

  /** Goes on with an unsigned number. */
  public static long number(MemorySegment memory, long offset, long number) {
    return Ascii.putDecimal(memory, offset, number);
  }

  /** A whole line, of ASCII. */
  public static long put(
      MemorySegment memory, long offset, byte[] head, int thing, byte[] name, byte[] text) {
    return end(memory, text(memory, begin(memory, offset, head, thing, name), text));
  }

  /** A whole line, of an unsigned number. */
  public static long put(
      MemorySegment memory, long offset, byte[] head, int thing, byte[] name, long number) {
    return end(memory, number(memory, begin(memory, offset, head, thing, name), number));
  }

  /** Ends it. */
  public static long end(MemorySegment memory, long offset) {
    memory.set(SHORT, offset, CR_LF);
    return offset + 2;
  }
}

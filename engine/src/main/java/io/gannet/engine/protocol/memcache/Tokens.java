package io.gannet.engine.protocol.memcache;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/** The words of one line, split at spaces: offsets only. Reused. */
final class Tokens {
  /** More words than any line but a list of keys may have. */
  static final int MAX = 8;

  private static final long NOREPLY = Ascii.pack("noreply");

  MemorySegment memory;

  /** How many words there are, at most {@link #MAX}: a line with more is none we know. */
  int count;

  private final long[] starts = new long[MAX];
  private final long[] ends = new long[MAX];

  void split(MemorySegment memory, long from, long to) {
    this.memory = memory;
    count = 0;
    long at = Ascii.skipSpaces(memory, from, to);
    while (at < to && count < MAX) {
      long end = Ascii.indexOf(memory, at, to, (byte) ' ');
      starts[count] = at;
      ends[count++] = end;
      at = Ascii.skipSpaces(memory, end, to);
    }
  }

  long start(int index) {
    return starts[index];
  }

  long end(int index) {
    return ends[index];
  }

  long length(int index) {
    return ends[index] - starts[index];
  }

  /** True if the last word says that no reply is wanted. */
  boolean noreply() {
    int index = count - 1;
    return length(index) == 7 && Ascii.word(memory, starts[index], ends[index]) == NOREPLY;
  }

  boolean isZero(int index) {
    return length(index) == 1 && memory.get(Ascii.BYTE, starts[index]) == '0';
  }
}

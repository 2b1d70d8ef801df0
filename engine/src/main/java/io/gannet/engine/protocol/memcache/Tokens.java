package io.gannet.engine.protocol.memcache;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/** The words of one line, split at spaces: offsets only. Reused. */
final class Tokens {
  /** More words than any line but a list of keys has a use for. */
  static final int MAX = 8;

  private static final long NOREPLY = Ascii.pack("noreply");
  private static final long HTTP = Ascii.pack("HTTP/");
  private static final int HTTP_BYTES = 5;

  MemorySegment memory;

  /** How many words are known, at most {@link #MAX}; the line may have more. */
  int count;

  private final long[] starts = new long[MAX];
  private final long[] ends = new long[MAX];
  private long lineEnd;

  void split(MemorySegment memory, long from, long to) {
    this.memory = memory;
    lineEnd = to;
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

  /** The end of the line, of which more words may lie before it than are known. */
  long end() {
    return lineEnd;
  }

  /** Where the word begins that is next at or behind {@code from}. */
  long next(long from) {
    return Ascii.skipSpaces(memory, from, lineEnd);
  }

  /** True if the last word says that no reply is wanted. */
  boolean noreply() {
    long end = lastEnd();
    long start = lastStart(end);
    return end - start == 7 && Ascii.word(memory, start, end) == NOREPLY;
  }

  /** True if the last of several words is a version of HTTP: then it is no line of ours. */
  boolean isHttp() {
    long start = count > 1 ? lastStart(lastEnd()) : lineEnd;
    return lineEnd - start >= HTTP_BYTES
        && Ascii.word(memory, start, start + HTTP_BYTES) == HTTP;
  }

  /** True of an asterisk and digits alone: how a command in Redis's protocol begins. */
  boolean isArray() {
    boolean array = count == 1 && length(0) > 1 && memory.get(Ascii.BYTE, starts[0]) == '*';
    for (long at = starts[0] + 1; array && at < ends[0]; at++) {
      byte digit = memory.get(Ascii.BYTE, at);
      array = digit >= '0' && digit <= '9';
    }
    return array;
  }

  private long lastEnd() {
    long end = count < MAX ? ends[count - 1] : lineEnd;
    while (memory.get(Ascii.BYTE, end - 1) == ' ') {
      end--;
    }
    return end;
  }

  private long lastStart(long end) {
    long start = count < MAX ? starts[count - 1] : end;
    while (count == MAX && memory.get(Ascii.BYTE, start - 1) != ' ') {
      start--;
    }
    return start;
  }

  boolean isZero(int index) {
    return length(index) == 1 && memory.get(Ascii.BYTE, starts[index]) == '0';
  }
}

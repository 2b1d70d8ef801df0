package io.gannet.bench.codec;

import io.gannet.bench.workload.Ask;
import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the protocols share whose replies are a line, and perhaps a value and a trailer behind it.
 *
 * <pre>
 *   LINE ──▶ VALUE ──▶ TRAILER      a line without a value is the reply
 * </pre>
 *
 * <p>A line that lies whole in a window is read where it lies; one that was cut is put together in
 * a carry first. Values are never carried: they are counted, or compared as they come.
 */
abstract class LineReader implements ReplyReader {
  /** No line is longer; a longest key with its numbers and flags is not half of it. */
  static final int LINE_BYTES_MAX = 1024;

  /** Of an error's line, so much is kept. */
  static final int ERROR_BYTES_MAX = 100;

  private static final int LINE = 0;
  private static final int VALUE = 1;
  private static final int TRAILER = 2;

  private final boolean verify;
  private final long trailer;
  private final int trailerBytes;

  /** A cut line's bytes, and after an error the bytes of its line. */
  private final MemorySegment carry = Arena.ofAuto().allocate(LINE_BYTES_MAX, Long.BYTES);

  private int state = LINE;
  private int carried;
  private int valueBytes;
  private int valueSeen;
  private int trailerSeen;
  private String wrong = "";
  private int errorBytes;

  /** {@code trailer}: what follows a value, up to eight characters. */
  LineReader(boolean verify, String trailer) {
    this.verify = verify;
    this.trailer = Ascii.pack(trailer);
    this.trailerBytes = trailer.length();
  }

  /**
   * Says what a line means: the outcome, or {@link #value} when bytes follow.
   *
   * @param from offset of the first byte
   * @param to offset of the line's {@code \r\n}, which may be read too
   */
  abstract Outcome line(MemorySegment in, long from, long to, Ask ask);

  @Override
  public final Outcome read(Window in, Ask ask) {
    if (state == LINE) {
      Outcome outcome = readLine(in, ask);
      if (state == LINE) {
        return outcome;
      }
    }
    return readValue(in, ask);
  }

  @Override
  public final void reset() {
    state = LINE;
    carried = 0;
  }

  private Outcome readLine(Window in, Ask ask) {
    long newline = Ascii.indexOf(in.memory, in.position, in.limit, (byte) '\n');
    if (carried == 0 && newline < in.limit) {
      long from = in.position;
      in.position = newline + 1;
      return lineTo(in.memory, from, newline, ask);
    }
    boolean whole = newline < in.limit;
    long bytes = (whole ? newline + 1 : in.limit) - in.position;
    if (carried + bytes > LINE_BYTES_MAX) {
      in.position = in.limit;
      return wrong("a line of more than " + LINE_BYTES_MAX + " bytes");
    }
    MemorySegment.copy(in.memory, in.position, carry, carried, bytes);
    carried += (int) bytes;
    in.position += bytes;
    if (!whole) {
      return Outcome.PENDING;
    }
    int length = carried;
    carried = 0;
    return lineTo(carry, 0, length - 1, ask);
  }

  private Outcome lineTo(MemorySegment in, long from, long newline, Ask ask) {
    if (newline == from || in.get(Ascii.BYTE, newline - 1) != '\r') {
      return nonsense(in, from, newline);
    }
    return line(in, from, newline - 1, ask);
  }

  private Outcome readValue(Window in, Ask ask) {
    if (state == VALUE) {
      int bytes = (int) Math.min(valueBytes - valueSeen, in.remaining());
      if (verify && !Values.matches(in.memory, in.position, bytes, ask.key, valueSeen)) {
        return wrong("a value of other bytes than this workload stores");
      }
      valueSeen += bytes;
      in.position += bytes;
      if (valueSeen < valueBytes) {
        return Outcome.PENDING;
      }
      state = TRAILER;
    }
    return readTrailer(in);
  }

  private Outcome readTrailer(Window in) {
    long end = in.position + trailerBytes;
    if (trailerSeen == 0 && end <= in.limit && end >= Long.BYTES) {
      long last = in.memory.get(Ascii.LONG, end - Long.BYTES);
      in.position = end;
      return trailerIs(last >>> Long.SIZE - Byte.SIZE * trailerBytes == trailer);
    }
    while (trailerSeen < trailerBytes && in.position < in.limit) {
      byte expected = (byte) (trailer >>> Byte.SIZE * trailerSeen);
      if (in.memory.get(Ascii.BYTE, in.position) != expected) {
        return trailerIs(false);
      }
      in.position++;
      trailerSeen++;
    }
    return trailerSeen < trailerBytes ? Outcome.PENDING : trailerIs(true);
  }

  private Outcome trailerIs(boolean right) {
    state = LINE;
    return right ? Outcome.HIT : wrong("a value that does not end where its length says");
  }

  /** A value of {@code bytes} follows the line; -1 is one that could not be read. */
  final Outcome value(long bytes, MemorySegment in, long from, long to, Ask ask) {
    if (bytes < 0) {
      return nonsense(in, from, to);
    }
    if (ask.valueBytes >= 0 && bytes != ask.valueBytes) {
      return wrong("a value of another length than this workload stores");
    }
    valueBytes = (int) bytes;
    valueSeen = 0;
    trailerSeen = 0;
    state = VALUE;
    return Outcome.PENDING;
  }

  /** The server says no, and the conversation goes on. */
  final Outcome refused(MemorySegment in, long from, long to) {
    wrong = "";
    keep(in, from, to);
    return Outcome.REFUSED;
  }

  /** A line that is no reply to what was asked, or one after which nobody knows what comes. */
  final Outcome nonsense(MemorySegment in, long from, long to) {
    keep(in, from, to);
    return ended("not a reply to this request: ");
  }

  /** {@code why} is constant, so that errors of a kind count as one. */
  final Outcome wrong(String why) {
    errorBytes = 0;
    return ended(why);
  }

  private Outcome ended(String why) {
    wrong = why;
    reset();
    return Outcome.WRONG;
  }

  private void keep(MemorySegment in, long from, long to) {
    errorBytes = (int) Math.min(to - from, ERROR_BYTES_MAX);
    MemorySegment.copy(in, from, carry, 0, errorBytes);
  }

  @Override
  public final String lastError() {
    StringBuilder text = new StringBuilder(wrong);
    for (int i = 0; i < errorBytes; i++) {
      int letter = carry.get(Ascii.BYTE, i);
      text.append(letter < ' ' || letter > '~' ? '.' : (char) letter);
    }
    return text.toString();
  }

  /** The decimal in {@code [from, to)}, or -1 where it is none or not below 10^9. */
  static long decimal(MemorySegment in, long from, long to) {
    if (to <= from || to - from > 9) {
      return -1;
    }
    long number = 0;
    for (long at = from; at < to; at++) {
      int digit = in.get(Ascii.BYTE, at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}

package io.gannet.bench.codec;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.INT;
import static io.gannet.engine.bytes.Ascii.LONG;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.bench.workload.Ask;
import io.gannet.bench.workload.Keys;
import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;

/** Replies in memcached's classic text. */
final class MemcachedReader extends LineReader {
  private static final int END = (int) Ascii.pack("END\r");
  private static final long STORED = Ascii.pack("STORED\r\n");
  private static final long DELETED = Ascii.pack("DELETED\r");
  private static final long NOT_FOUND = Ascii.pack("NOT_FOUN");

  private static final int VALU = (int) Ascii.pack("VALU");
  private static final short E_SPACE = (short) Ascii.pack("E ");
  private static final int VALUE_BYTES = 6;

  /** {@code VALUE }, a shortest key, {@code  0 0}. */
  private static final int VALUE_LINE_BYTES_MIN = VALUE_BYTES + Keys.BYTES_MIN + 4;

  MemcachedReader(boolean verify) {
    super(verify, "\r\nEND\r\n");
  }

  @Override
  Outcome line(MemorySegment in, long from, long to, Ask ask) {
    return switch (ask.op) {
      case GET -> get(in, from, to, ask);
      case SET ->
          to - from == 6 && in.get(LONG, from) == STORED
              ? Outcome.DONE
              : Errors.ofText(this, in, from, to, ask);
      case DELETE -> delete(in, from, to, ask);
    };
  }

  private Outcome get(MemorySegment in, long from, long to, Ask ask) {
    long length = to - from;
    if (length >= VALUE_LINE_BYTES_MIN
        && in.get(INT, from) == VALU
        && in.get(SHORT, from + Integer.BYTES) == E_SPACE) {
      return hit(in, from, to, ask);
    }
    return length == 3 && in.get(INT, from) == END
        ? Outcome.MISS
        : Errors.ofText(this, in, from, to, ask);
  }

  /** {@code VALUE key flags bytes}. */
  private Outcome hit(MemorySegment in, long from, long to, Ask ask) {
    long key = from + VALUE_BYTES;
    long flags = key + ask.keyBytes + 1;
    if (flags >= to
        || in.get(BYTE, flags - 1) != ' '
        || !Keys.matches(in, key, ask.key, ask.keyBytes)) {
      return wrong("a value of another key");
    }
    long space = Ascii.indexOf(in, flags, to, (byte) ' ');
    return value(decimal(in, space + 1, to), in, from, to, ask);
  }

  private Outcome delete(MemorySegment in, long from, long to, Ask ask) {
    long length = to - from;
    if (length == 7 && in.get(LONG, from) == DELETED) {
      return Outcome.DONE;
    }
    return length == 9 && in.get(LONG, from) == NOT_FOUND
        ? Outcome.MISS
        : Errors.ofText(this, in, from, to, ask);
  }
}

package io.gannet.engine.protocol.memcache;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Numeral;

/**
 * Lines that tune what memcached has and our stores have not, slabs that are moved between classes,
 * queues of least recently used items, memory that grows: answered as by a memcached that was
 * started without these. A line that would have no effect there either is answered with its OK.
 */
final class TuningLine {
  private static final long REASSIGN_WORD = Ascii.pack("reassign");
  private static final long AUTOMOVE_WORD = Ascii.pack("automove");
  private static final long RATIO_WORD = Ascii.pack("ratio");
  private static final long FREERATI_WORD = Ascii.pack("freerati");
  private static final long WINDOW_WORD = Ascii.pack("window");
  private static final long TUNE_WORD = Ascii.pack("tune");
  private static final int TUNE_WORDS = 6;
  private static final int AUTOMOVE_MAX = 2;
  private static final int WINDOW_MIN = 3;
  private static final int WINDOW_MAX = 1800;
  private static final int PERCENT_MAX = 80;
  private static final int LIMIT_MIB_MIN = 8;
  private static final int LIMIT_MIB_MAX = 1_000_000_000;
  private static final long NUMBER_MAX = 0xffff_ffffL;

  private final Numeral numeral = new Numeral();

  /** What a line of such a verb is answered. */
  Reply answer(Tokens line, Verb verb) {
    return switch (verb) {
      case SLABS -> slabs(line);
      case LRU -> lru(line);
      default -> limit(line);
    };
  }

  private Reply slabs(Tokens line) {
    if (line.count == 4 && isWord(line, 1, REASSIGN_WORD)) {
      return Reply.NO_REASSIGN;
    }
    return line.count >= 3 && isWord(line, 1, AUTOMOVE_WORD) ? automove(line) : Reply.ERROR;
  }

  private Reply automove(Tokens line) {
    if (isWord(line, 2, RATIO_WORD) || isWord(line, 2, FREERATI_WORD)) {
      return line.count > 3 && isDecimal(line, 3) ? Reply.OK : Reply.ERROR;
    }
    if (isWord(line, 2, WINDOW_WORD)) {
      if (!isNumber(line, 3)) {
        return Reply.BAD_LINE;
      }
      boolean within = WINDOW_MIN <= numeral.value && numeral.value <= WINDOW_MAX;
      return within ? Reply.OK : Reply.BAD_WINDOW;
    }
    if (!isNumber(line, 2)) {
      return Reply.BAD_LINE;
    }
    return numeral.value <= AUTOMOVE_MAX ? Reply.OK : Reply.ERROR;
  }

  private Reply lru(Tokens line) {
    if (line.count < TUNE_WORDS || !isWord(line, 1, TUNE_WORD) || !isNumber(line, 2)) {
      return Reply.ERROR;
    }
    long hot = numeral.value;
    if (!isNumber(line, 3) || !isDecimal(line, 4) || !isDecimal(line, 5)) {
      return Reply.ERROR;
    }
    if (hot + numeral.value > PERCENT_MAX) {
      return Reply.LARGE_QUEUES;
    }
    return isZero(line, 4) || isZero(line, 5) ? Reply.BAD_FACTOR : Reply.OK;
  }

  private Reply limit(Tokens line) {
    if (line.count < 2 || !isNumber(line, 1)) {
      return Reply.ERROR;
    }
    if (numeral.value < LIMIT_MIB_MIN) {
      return Reply.SMALL_LIMIT;
    }
    return numeral.value > LIMIT_MIB_MAX ? Reply.LARGE_LIMIT : Reply.FIXED_LIMIT;
  }

  private static boolean isWord(Tokens line, int index, long word) {
    return line.count > index
        && Ascii.word(line.memory, line.start(index), line.end(index)) == word;
  }

  private boolean isNumber(Tokens line, int index) {
    return line.count > index
        && numeral.parseUnsigned(line.memory, line.start(index), line.end(index))
        && Long.compareUnsigned(numeral.value, NUMBER_MAX) <= 0;
  }

  /** True of digits, with a point among them or without. */
  private static boolean isDecimal(Tokens line, int index) {
    int points = 0;
    for (long at = line.start(index); at < line.end(index); at++) {
      byte letter = line.memory.get(Ascii.BYTE, at);
      points += letter == '.' ? 1 : 0;
      if (letter != '.' && (letter < '0' || letter > '9')) {
        return false;
      }
    }
    return points <= 1 && line.length(index) > points;
  }

  private static boolean isZero(Tokens line, int index) {
    long at = line.start(index);
    while (at < line.end(index) && line.memory.get(Ascii.BYTE, at) <= '0') {
      at++; // the point comes before the digits
    }
    return at == line.end(index);
  }
}

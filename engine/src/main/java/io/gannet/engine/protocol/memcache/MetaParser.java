package io.gannet.engine.protocol.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.INT;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Base64;
import io.gannet.engine.bytes.Numeral;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/**
 * Reads one whole line of a meta command: {@code <command> <key> [<length>] <flag>*}, each flag a
 * letter that may have a token behind it. In which order what is wrong is looked at, and what is
 * said to it, is memcached 1.6.45's.
 */
final class MetaParser {
  private static final int GET = (int) Ascii.pack("mg ");
  private static final int COMMAND_MASK = 0xff_ffff;
  private static final int COMMAND_BYTES = 3;

  /** Flags without a token whose place in the line says nothing, and those of them to answer. */
  private static final long PLAIN = bits("kvqfcslh");

  private static final long PLAIN_ECHOED = bits("kfcslh");

  private static final int WORDS_MAX = 20;
  private static final int OPAQUE_BYTES_MAX = 32;
  private static final long LENGTH_MAX = Integer.MAX_VALUE - 2;
  private static final long CLIENT_FLAGS_MAX = 0xffff_ffffL;
  private static final int BLOCK_END_BYTES = 2;

  private final Numeral numeral = new Numeral();
  private MemorySegment memory;
  private long lineEnd;
  private Request request;

  /** What is answered to what is wrong so far, or null. */
  private Reply wrong;

  private static long bits(String letters) {
    return letters.chars().mapToLong(letter -> bit((byte) letter)).sum();
  }

  private static long bit(byte letter) {
    return letter >= 'a' && letter <= 'z' ? 1L << letter - 'A' : 0;
  }

  /**
   * The common case, {@code mg <key>[ <letter>]*\r\n}, with a single look at each byte; false if
   * it is not that, and then the line is yet to be read.
   */
  static boolean parsePlain(Window window, Request request) {
    MemorySegment memory = window.memory;
    long key = window.position + COMMAND_BYTES;
    if (key >= window.limit || (memory.get(INT, window.position) & COMMAND_MASK) != GET) {
      return false;
    }
    long end = Ascii.indexOfBlank(memory, key, window.limit);
    long length = end - key;
    if (length == 0
        || length > MemcacheParser.KEY_BYTES_MAX
        || !takePlainFlags(window, end, request)) {
      return false;
    }
    request.verb = Verb.MG;
    request.key(key, length);
    return true;
  }

  private static boolean takePlainFlags(Window window, long from, Request request) {
    MemorySegment memory = window.memory;
    request.beginMeta();
    long at = from;
    while (at + 2 <= window.limit && memory.get(BYTE, at) == ' ') {
      byte letter = memory.get(BYTE, at + 1);
      long flag = bit(letter);
      if ((flag & PLAIN) == 0 || request.hasFlag((char) letter)) {
        return false;
      }
      request.flag((char) letter, true);
      if ((flag & PLAIN_ECHOED) != 0) {
        request.echo(letter);
      }
      at += 2;
    }
    boolean ends = at + 2 <= window.limit && memory.get(SHORT, at) == CR_LF;
    window.position = ends ? at + 2 : window.position;
    return ends;
  }

  /**
   * Reads a line.
   *
   * @return bytes behind the line that are to be ignored: the data block of a line that is wrong
   */
  long parse(Tokens line, Verb verb, long lineEnd, Request request) {
    this.memory = line.memory;
    this.lineEnd = lineEnd;
    this.request = request;
    request.verb = verb;
    request.beginMeta();
    if (verb == Verb.MN) {
      request.answer(Reply.NO_OP);
      return 0;
    }
    int words = verb == Verb.MS ? 3 : 2;
    if (line.count < words || verb == Verb.MS && !takeLength(line)) {
      request.answer(Reply.BAD_LINE);
      return 0;
    }
    long block = verb == Verb.MS ? (long) request.valueLength + BLOCK_END_BYTES : 0;
    Reply refusal = refusal(line, words, verb);
    if (refusal != null) {
      request.answer(refusal);
      return block;
    }
    return 0;
  }

  private boolean takeLength(Tokens line) {
    boolean good =
        numeral.parseUnsigned(memory, line.start(2), line.end(2))
            && Long.compareUnsigned(numeral.value, LENGTH_MAX) <= 0;
    request.valueLength = (int) numeral.value;
    return good;
  }

  private Reply refusal(Tokens line, int words, Verb verb) {
    request.key(line.start(1), line.length(1));
    if (line.length(1) > MemcacheParser.KEY_BYTES_MAX) {
      return verb == Verb.MA ? Reply.BAD_FLAGS : Reply.BAD_LINE;
    }
    Reply refusal = verb == Verb.ME ? debugged(line) : flags(line.end(words - 1), words);
    if (refusal != null && verb == Verb.MA) {
      return Reply.BAD_FLAGS;
    }
    return refusal != null ? refusal : badMode(verb);
  }

  /** Of what is behind the key only a {@code b} means something. */
  private Reply debugged(Tokens line) {
    boolean binary = line.count > 2 && line.length(2) == 1 && isFlag(line.start(2), 'b');
    if (binary && !decodeKey()) {
      return Reply.BAD_LINE;
    }
    request.flag('b', binary);
    return null;
  }

  private boolean isFlag(long at, char letter) {
    return memory.get(BYTE, at) == letter;
  }

  private Reply flags(long from, int words) {
    if (words + countWords(from) > WORDS_MAX) {
      return Reply.TOO_MANY_FLAGS;
    }
    wrong = null;
    Reply refusal = null;
    long at = Ascii.skipSpaces(memory, from, lineEnd);
    while (at < lineEnd && refusal == null) {
      long end = Ascii.indexOf(memory, at, lineEnd, (byte) ' ');
      refusal = flag(at, end);
      at = Ascii.skipSpaces(memory, end, lineEnd);
    }
    return refusal != null ? refusal : wrong;
  }

  private int countWords(long from) {
    int words = 0;
    long at = Ascii.skipSpaces(memory, from, lineEnd);
    while (at < lineEnd) {
      words++;
      at = Ascii.indexOf(memory, at, lineEnd, (byte) ' ');
      at = Ascii.skipSpaces(memory, at, lineEnd);
    }
    return words;
  }

  /** Reads one; returns what ends the reading at once. */
  private Reply flag(long at, long end) {
    byte letter = memory.get(BYTE, at);
    boolean known = letter >= 'A' && letter <= 'z';
    if (letter < 0 || known && request.hasFlag((char) letter)) {
      return Reply.DUPLICATE_FLAG;
    }
    if (!known) {
      return Reply.INVALID_FLAG;
    }
    request.flag((char) letter, true);
    return take((char) letter, at, end);
  }

  private Reply take(char letter, long at, long end) {
    long token = at + 1;
    switch (letter) {
      case 'b' -> wrongIf(!decodeKey(), Reply.BAD_KEY);
      case 'N' -> {
        request.madeLast = request.hasFlag('T');
        request.madeExptime = signed(token, end);
      }
      case 'T' -> request.exptime = signed(token, end);
      case 'R' -> {
        request.recacheLast = request.hasFlag('T');
        request.recacheExptime = signed(token, end);
      }
      case 'C' -> request.expected = unsigned(token, end, Reply.BAD_TOKEN);
      case 'E' -> request.token = unsigned(token, end, Reply.BAD_TOKEN);
      case 'J' -> request.initial = unsigned(token, end, Reply.BAD_INITIAL);
      case 'D' -> request.number = unsigned(token, end, Reply.BAD_META_DELTA);
      case 'F' -> takeClientFlags(token, end);
      case 'M' -> request.mode = token < end ? (char) memory.get(BYTE, token) : '\r';
      case 'O' -> takeOpaque(at, end);
      case 't' -> {
        request.leftFirst = !request.hasFlag('T');
        request.leftUnmade = !request.hasFlag('N');
        request.echo((byte) letter);
      }
      case 'k', 's', 'c', 'f', 'l', 'h' -> request.echo((byte) letter);
      case 'v', 'u', 'q', 'x', 'I', 'P', 'L' -> { }
      default -> {
        return Reply.INVALID_FLAG;
      }
    }
    return null;
  }

  private void takeClientFlags(long token, long end) {
    boolean good =
        numeral.parseUnsigned(memory, token, end)
            && Long.compareUnsigned(numeral.value, CLIENT_FLAGS_MAX) <= 0;
    wrongIf(!good, wrong == null ? Reply.BAD_LINE : wrong);
    request.clientFlags = (int) numeral.value;
  }

  private void takeOpaque(long at, long end) {
    wrongIf(end - at > OPAQUE_BYTES_MAX, Reply.LONG_OPAQUE);
    if (end - at <= OPAQUE_BYTES_MAX) {
      request.echo(memory, at, (int) (end - at));
    }
  }

  private long signed(long from, long to) {
    wrongIf(!numeral.parseSigned(memory, from, to), Reply.BAD_TOKEN);
    return numeral.value;
  }

  private long unsigned(long from, long to, Reply otherwise) {
    wrongIf(!numeral.parseUnsigned(memory, from, to), otherwise);
    return numeral.value;
  }

  private void wrongIf(boolean isWrong, Reply reply) {
    wrong = isWrong ? reply : wrong;
  }

  private boolean decodeKey() {
    return request.decodeKey(memory);
  }

  private Reply badMode(Verb verb) {
    char mode = request.mode;
    boolean given = request.hasFlag('M');
    if (verb == Verb.MS) {
      return given && "EAPRS".indexOf(mode) < 0 ? Reply.BAD_STORE_MODE : null;
    }
    boolean bad = verb == Verb.MA && given && "I+D-".indexOf(mode) < 0;
    return bad ? Reply.BAD_COUNT_MODE : null;
  }
}

package io.gannet.engine.protocol.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.INT;
import static io.gannet.engine.bytes.Ascii.LONG;
import static io.gannet.engine.bytes.Ascii.SHORT;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/**
 * Cuts a stream of bytes into requests. One parser serves all conversations of a worker; what is
 * particular to one is in its {@link ParserState}. Allocates nothing.
 */
public final class MemcacheParser {
  /* How a stream is cut, whatever the reads it came in:
   *
   *   line of at most LINE_BYTES_MAX     read as a whole; a bad key spoils all of it
   *   longer, a retrieval                verb (and exptime) within the first LINE_BYTES_MAX bytes,
   *                                      then key by key: a bad key ends it where it stands
   *   longer, anything else              hopeless
   *   data block                         so many bytes as its line says, and two more
   *   line and block of CARRIED_BYTES  a request that is there whole or not at all
   *   longer ones                        the line is a request of its own, its block comes later
   *   0x80; 0x16 0x03; *digits;          another protocol: packets, TLS, RESP, HTTP
   *   … HTTP/…
   *
   * Each decision depends on bytes that come before the point where it is taken, never on how many
   * of those that come after it have arrived: that is what makes any cut give the same replies.
   */

  /** The longest key. */
  public static final int KEY_BYTES_MAX = 250;

  /** The longest line, without its newline, that is not a retrieval: memcached's limit. */
  public static final int LINE_BYTES_MAX = 2048;

  /** The most that is carried over: a line and one byte more, or a command with a small block. */
  public static final int CARRIED_BYTES = 4096 + 256;

  /** Memory that a conversation needs for it, and for what is kept while a value is awaited. */
  public static final int CARRY_BYTES = CARRIED_BYTES + Request.ECHO_BYTES_MAX;

  private static final int GET_SPACE = (int) Ascii.pack("get ");
  private static final int SET_SPACE = (int) Ascii.pack("set ");
  private static final long NOREPLY = Ascii.pack(" noreply");
  private static final int NOREPLY_BYTES = Long.BYTES;
  private static final int PLAIN_DIGITS_MAX = 9;
  private static final int NO_DIGIT = -1;
  private static final byte BINARY_MAGIC = (byte) 0x80;
  private static final byte TLS_HANDSHAKE = 0x16;
  private static final byte TLS_MAJOR = 3;

  private final Tokens tokens = new Tokens();

  /** What {@link #plainNumber} read, and where it ended. */
  private int plain;

  private long plainEnd;

  /** Where the window began that is being read. */
  private long firstStart;

  private final LineParser lines = new LineParser();
  private final ListParser lists = new ListParser(lines);
  private final MetaParser metas = new MetaParser();

  /**
   * Reads requests from {@code window} into {@code batch} until it is full, the window ends, or a
   * request is met that must be carried out before anything behind it can be read.
   *
   * @return how many; 0 if the window holds none whole, then {@link #carry} what is left
   */
  public int parse(ParserState state, Window window, Request[] batch) {
    if (window == state.carried && window.remaining() < state.carriedBytesWanted) {
      return 0;
    }
    state.carriedBytesWanted = 0;
    firstStart = window.position;
    int count = 0;
    while (count < batch.length && state.skip(window) && window.position < window.limit) {
      Request request = batch[count];
      if (!parseOne(state, window, request)) {
        break;
      }
      count++;
      if (endsBatch(request)) {
        break;
      }
    }
    state.begun |= count > 0;
    return count;
  }

  private static boolean endsBatch(Request request) {
    return switch (request.verb) {
      case SET, ADD, REPLACE, APPEND, PREPEND, CAS, MS -> !request.whole;
      default -> request.verb.ends();
    };
  }

  private boolean parseOne(ParserState state, Window window, Request request) {
    request.start = window.position;
    request.noreply = false;
    request.list = null;
    boolean parsed;
    if (state.list == null) {
      parsed =
          parseGet(window, request)
              || (parseSet(window, request)
                      || MetaParser.parsePlain(window, request)
                      || parseLine(state, window, request))
                  && takeBlock(state, window, request);
    } else {
      parsed = ListParser.parseKey(state, window, request);
    }
    request.next = window.position;
    return parsed;
  }

  /** The common case, {@code get <key>\r\n}, with a single look at each byte. */
  private static boolean parseGet(Window window, Request request) {
    MemorySegment memory = window.memory;
    long start = window.position;
    long key = start + 4;
    if (key >= window.limit || memory.get(INT, start) != GET_SPACE) {
      return false;
    }
    long end = Ascii.indexOfBlank(memory, key, window.limit);
    long length = end - key;
    if (length == 0
        || length > KEY_BYTES_MAX
        || end + 2 > window.limit
        || memory.get(SHORT, end) != CR_LF) {
      return false;
    }
    request.verb = Verb.GET;
    request.key(key, length);
    request.last = true;
    window.position = end + 2;
    return true;
  }

  /** The other: {@code set <key> <flags> <exptime> <bytes>[ noreply]\r\n}, as plain as that. */
  private boolean parseSet(Window window, Request request) {
    MemorySegment memory = window.memory;
    long start = window.position;
    long key = start + 4;
    if (key >= window.limit || memory.get(INT, start) != SET_SPACE) {
      return false;
    }
    long end = Ascii.indexOfBlank(memory, key, window.limit);
    long length = end - key;
    if (length == 0 || length > KEY_BYTES_MAX || !plainNumber(window, end)) {
      return false;
    }
    int clientFlags = plain;
    if (!plainNumber(window, plainEnd)) {
      return false;
    }
    int exptime = plain;
    if (!plainNumber(window, plainEnd)) {
      return false;
    }
    request.noreply = isNoreply(window, plainEnd);
    plainEnd += request.noreply ? NOREPLY_BYTES : 0;
    if (plainEnd + 2 > window.limit || memory.get(SHORT, plainEnd) != CR_LF) {
      request.noreply = false;
      return false;
    }
    request.verb = Verb.SET;
    request.key(key, length);
    request.clientFlags = clientFlags;
    request.exptime = exptime;
    request.valueLength = plain;
    window.position = plainEnd + 2;
    return true;
  }

  private static boolean isNoreply(Window window, long at) {
    return at + NOREPLY_BYTES <= window.limit && window.memory.get(LONG, at) == NOREPLY;
  }

  /** Reads a blank and a number of 1 to 9 digits into {@link #plain}; false if it is not so. */
  private boolean plainNumber(Window window, long blank) {
    MemorySegment memory = window.memory;
    long to = Math.min(window.limit, blank + 1 + PLAIN_DIGITS_MAX);
    if (blank >= to || memory.get(BYTE, blank) != ' ') {
      return false;
    }
    int value = 0;
    long at = blank + 1;
    int digit = at < to ? memory.get(BYTE, at) - '0' : NO_DIGIT;
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      at++;
      digit = at < to ? memory.get(BYTE, at) - '0' : NO_DIGIT;
    }
    plain = value;
    plainEnd = at;
    return at > blank + 1;
  }

  private boolean parseLine(ParserState state, Window window, Request request) {
    long start = window.position;
    if (isBinary(window)) {
      request.verb = Verb.FOREIGN;
      return true;
    }
    long to = Math.min(window.limit, start + LINE_BYTES_MAX + 1);
    long newline = Ascii.indexOf(window.memory, start, to, (byte) '\n');
    if (newline < to) {
      parseWholeLine(state, window, newline, request);
      return true;
    }
    return to - start > LINE_BYTES_MAX && parseLongLine(state, window, request);
  }

  /** True of a packet, which no conversation in text may go on with, and of a TLS handshake. */
  private static boolean isBinary(Window window) {
    byte first = window.memory.get(BYTE, window.position);
    return first == BINARY_MAGIC
        || first == TLS_HANDSHAKE
            && window.remaining() > 1
            && window.memory.get(BYTE, window.position + 1) == TLS_MAJOR;
  }

  /** True of a line before which the client has asked for nothing. */
  private boolean isFirst(ParserState state, long start) {
    return !state.begun && start == firstStart;
  }

  private void parseWholeLine(
      ParserState state, Window window, long newline, Request request) {
    MemorySegment memory = window.memory;
    long start = window.position;
    boolean cr = newline > start && memory.get(BYTE, newline - 1) == '\r';
    tokens.split(memory, start, cr ? newline - 1 : newline);
    Verb verb = tokens.count == 0 ? null : Verb.of(memory, tokens.start(0), tokens.end(0));
    window.position = newline + 1;
    if (verb == null && (tokens.isHttp() || isFirst(state, start) && tokens.isArray())) {
      request.verb = Verb.FOREIGN;
    } else if (verb == null || verb.retrieves() && tokens.count == 1) {
      request.answer(Reply.ERROR);
    } else if (verb.retrieves()) {
      lists.parseWhole(state, window, tokens, verb, newline, request);
    } else if (verb.isMeta()) {
      state.skip(metas.parse(tokens, verb, cr ? newline - 1 : newline, request));
    } else {
      state.skip(lines.parse(tokens, verb, request));
    }
  }

  /** Takes the data block, if one belongs to the line; false if it is to be carried until whole. */
  private static boolean takeBlock(ParserState state, Window window, Request request) {
    if (!request.verb.stores()) {
      return true;
    }
    long bytes = request.valueLength + 2L;
    request.valueOffset = window.position;
    request.whole = window.remaining() >= bytes;
    if (request.whole) {
      window.position += bytes;
      return true;
    }
    long wanted = window.position + bytes - request.start;
    if (wanted > CARRIED_BYTES) {
      return true;
    }
    state.carriedBytesWanted = (int) wanted;
    window.position = request.start;
    return false;
  }

  /** A line too long to be read as a whole: a retrieval, or hopeless. */
  private boolean parseLongLine(ParserState state, Window window, Request request) {
    MemorySegment memory = window.memory;
    long to = window.position + LINE_BYTES_MAX;
    tokens.split(memory, window.position, to);
    Verb verb = tokens.count == 0 ? null : Verb.of(memory, tokens.start(0), tokens.end(0));
    int before = ListParser.wordsBeforeKeys(verb);
    boolean retrieves = verb != null && verb.retrieves();
    if (!retrieves || tokens.count < before || tokens.end(before - 1) == to) {
      request.verb = Verb.HOPELESS;
      return true;
    }
    return lists.parseLong(state, window, tokens, verb, request);
  }

  /**
   * Carries what {@code window} holds of a request that is not whole over to the next read; or, if
   * its end has arrived now, makes it whole, to be parsed from {@link ParserState#carried}.
   */
  public void carry(ParserState state, Window window) {
    Window carried = state.carried;
    long carriedBytes = carried.remaining();
    MemorySegment.copy(carried.memory, carried.position, carried.memory, 0, carriedBytes);
    boolean wanted = carriedBytes < state.carriedBytesWanted;
    long room = (wanted ? state.carriedBytesWanted : LINE_BYTES_MAX + 1) - carriedBytes;
    long to = window.position + Math.min(room, window.remaining());
    long bytes = (wanted ? to : partEnd(state, window, to)) - window.position;
    MemorySegment.copy(window.memory, window.position, carried.memory, carriedBytes, bytes);
    carried.set(carried.memory, 0, carriedBytes + bytes);
    window.position += bytes;
  }

  /** Where the line or key that is being carried ends, or {@code to}. */
  private static long partEnd(ParserState state, Window window, long to) {
    long end =
        state.list == null
            ? Ascii.indexOf(window.memory, window.position, to, (byte) '\n')
            : Ascii.tokenEnd(window.memory, window.position, to);
    return end < to ? end + 1 : end;
  }
}

package io.gannet.engine.protocol.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;
import static io.gannet.engine.bytes.Ascii.CR_LF;
import static io.gannet.engine.bytes.Ascii.SHORT;
import static io.gannet.engine.protocol.memcache.MemcacheParser.KEY_BYTES_MAX;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Window;
import java.lang.foreign.MemorySegment;

/**
 * Reads retrievals key by key, so that a list of keys of any length takes no memory: what is known
 * of it between two keys is in {@link ParserState}.
 */
final class ListParser {
  private final LineParser lines;

  ListParser(LineParser lines) {
    this.lines = lines;
  }

  /** How many words there are before the first key. */
  static int wordsBeforeKeys(Verb verb) {
    return verb != null && verb.touches() ? 2 : 1;
  }

  /** Begins a retrieval whose line is whole: no key of it is answered if one of them is bad. */
  void parseWhole(
      ParserState state,
      Window window,
      Tokens tokens,
      Verb verb,
      long newline,
      Request request) {
    if (verb.touches() && !lines.parseExptime(tokens, 1, request)) {
      return;
    }
    long keys = tokens.end(wordsBeforeKeys(verb) - 1);
    if (newline - keys > KEY_BYTES_MAX && hasLongKey(window.memory, keys, newline)) {
      request.answer(Reply.BAD_LINE);
      return;
    }
    window.position = keys;
    begin(state, verb, request.exptime);
    boolean parsed = parseKey(state, window, request);
    assert parsed : "the line is whole";
  }

  /** Begins a retrieval whose line is too long to be looked at as a whole. */
  boolean parseLong(
      ParserState state, Window window, Tokens tokens, Verb verb, Request request) {
    window.position = tokens.end(wordsBeforeKeys(verb) - 1);
    if (verb.touches() && !lines.parseExptime(tokens, 1, request)) {
      state.skipsLine = true;
      return true;
    }
    begin(state, verb, request.exptime);
    return parseKey(state, window, request);
  }

  private static void begin(ParserState state, Verb verb, long exptime) {
    state.list = verb;
    state.listExptime = exptime;
    state.keySeen = verb.touches(); // gat without a key is well, get is not
  }

  private static boolean hasLongKey(MemorySegment memory, long from, long newline) {
    long at = Ascii.skipSpaces(memory, from, newline);
    while (at < newline) {
      long end = Ascii.tokenEnd(memory, at, newline);
      boolean cr = end == newline && memory.get(BYTE, end - 1) == '\r';
      if (end - at - (cr ? 1 : 0) > KEY_BYTES_MAX) {
        return true;
      }
      at = Ascii.skipSpaces(memory, end, newline);
    }
    return false;
  }

  /** The next key of a list, or the list's end; false if neither has arrived whole. */
  static boolean parseKey(ParserState state, Window window, Request request) {
    MemorySegment memory = window.memory;
    long key = Ascii.skipSpaces(memory, window.position, window.limit);
    long end = Ascii.tokenEnd(memory, key, window.limit);
    window.position = key;
    request.start = key;
    request.list = state.list;
    request.exptime = state.listExptime;
    request.keySeen = state.keySeen;
    if (end == window.limit) {
      return end - key > KEY_BYTES_MAX + 1 && endWithLongKey(state, request);
    }
    boolean newline = memory.get(BYTE, end) == '\n';
    boolean cr = newline && end > key && memory.get(BYTE, end - 1) == '\r';
    request.key(key, end - key - (cr ? 1 : 0));
    if (request.keyLength > KEY_BYTES_MAX) {
      return endWithLongKey(state, request);
    }
    window.position = end + 1;
    request.last = newline || endFollows(window);
    takeKey(state, request);
    return true;
  }

  private static void takeKey(ParserState state, Request request) {
    if (request.keyLength > 0) {
      request.verb = state.list;
    } else if (state.keySeen) {
      request.verb = Verb.LIST_END;
    } else {
      request.answer(Reply.ERROR);
    }
    state.keySeen = true;
    state.list = request.last ? null : state.list;
  }

  /** Steps over a list's end if that is all that is left of its line and it has arrived. */
  private static boolean endFollows(Window window) {
    MemorySegment memory = window.memory;
    long at = Ascii.skipSpaces(memory, window.position, window.limit);
    if (at < window.limit && memory.get(BYTE, at) == '\n') {
      window.position = at + 1;
      return true;
    }
    if (at + 1 < window.limit && memory.get(SHORT, at) == CR_LF) {
      window.position = at + 2;
      return true;
    }
    return false;
  }

  private static boolean endWithLongKey(ParserState state, Request request) {
    request.answer(Reply.BAD_LINE);
    request.last = true;
    state.list = null;
    state.skipsLine = true;
    return true;
  }
}

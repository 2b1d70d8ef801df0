package io.gannet.engine.protocol.memcache;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Numeral;
import io.gannet.engine.watch.WatchStream;

/**
 * Reads one whole line, other than a retrieval, into a request: memcached's rules of how many words
 * a line has, in which order they are looked at, and what is answered to a wrong one; for lines
 * that announce a data block those of memcached since 1.6.40.
 */
final class LineParser {
  private static final long LENGTH_MAX = Integer.MAX_VALUE - 2;
  private static final long CLIENT_FLAGS_MAX = 0xffff_ffffL;
  private static final int STORE_WORDS_MIN = 5;
  private static final int BLOCK_END_BYTES = 2;

  private final Numeral numeral = new Numeral();
  private final TuningLine tuning = new TuningLine();

  /**
   * Reads a line.
   *
   * @return bytes behind the line that are to be ignored: the data block of a line that is wrong
   */
  long parse(Tokens line, Verb verb, Request request) {
    request.verb = verb;
    if (verb.stores()) {
      return parseStore(line, verb, request);
    }
    parseOther(line, verb, request);
    return 0;
  }

  private void parseOther(Tokens line, Verb verb, Request request) {
    switch (verb) {
      case INCR, DECR -> parseDelta(line, request);
      case TOUCH -> parseTouch(line, request);
      case DELETE -> parseDelete(line, request);
      case FLUSH_ALL -> parseFlush(line, request);
      case WATCH -> parseWatch(line, request);
      case VERBOSITY -> parseVerbosity(line, request);
      case STATS, LRU_CRAWLER, SHUTDOWN, DEBUG, CONFIG -> parseArgument(line, request);
      case SLABS, LRU, CACHE_MEMLIMIT -> parseTuning(line, verb, request);
      default -> { } // version and quit: whatever else the line says
    }
  }

  /**
   * {@code set <key> <flags> <exptime> <bytes> [noreply]}; cas: {@code <bytes> <token>}. Words in
   * excess mean nothing. Whatever else is wrong, a block whose length is known is not to be run as
   * commands.
   */
  private long parseStore(Tokens line, Verb verb, Request request) {
    boolean known =
        line.count >= STORE_WORDS_MIN && parseUnsigned(line, 4) && compareToMax(LENGTH_MAX);
    if (!known) {
      request.answer(Reply.BAD_LINE);
      return 0;
    }
    request.valueLength = (int) numeral.value;
    request.noreply = line.noreply();
    if (takeKey(line, request) && parseStoreNumbers(line, verb, request)) {
      return 0;
    }
    request.answer(Reply.BAD_LINE);
    return (long) request.valueLength + BLOCK_END_BYTES;
  }

  private boolean parseStoreNumbers(Tokens line, Verb verb, Request request) {
    boolean good = parseUnsigned(line, 2) && compareToMax(CLIENT_FLAGS_MAX);
    request.clientFlags = (int) numeral.value;
    good = good && parseSigned(line, 3);
    request.exptime = numeral.value;
    good =
        good && (verb != Verb.CAS || line.count > STORE_WORDS_MIN && parseUnsigned(line, 5));
    request.number = numeral.value;
    return good;
  }

  private void parseDelta(Tokens line, Request request) {
    if (parseKey(line, 3, request)) {
      if (!parseUnsigned(line, 2)) {
        request.answer(Reply.BAD_DELTA);
      }
      request.number = numeral.value;
    }
  }

  private void parseTouch(Tokens line, Request request) {
    if (parseKey(line, 3, request)) {
      parseExptime(line, 2, request);
    }
  }

  /** {@code delete <key> [0] [noreply]}: the zero is a relic of deletions that were delayed. */
  private void parseDelete(Tokens line, Request request) {
    if (line.count < 2 || line.count > 4) {
      request.answer(Reply.ERROR);
      return;
    }
    request.noreply = line.count > 2 && line.noreply();
    boolean good =
        switch (line.count) {
          case 2 -> true;
          case 3 -> request.noreply || line.isZero(2);
          default -> request.noreply && line.isZero(2);
        };
    if (!good) {
      request.answer(Reply.BAD_DELETE);
    } else {
      takeKey(line, request);
    }
  }

  /** {@code flush_all [delay] [noreply]}. */
  private void parseFlush(Tokens line, Request request) {
    if (line.count > 3) {
      request.answer(Reply.ERROR);
      return;
    }
    request.noreply = line.noreply();
    request.exptime = 0;
    if (line.count > (request.noreply ? 2 : 1)) {
      parseExptime(line, 1, request);
    }
  }

  private void parseVerbosity(Tokens line, Request request) {
    if (line.count < 2 || line.count > 3) {
      request.answer(Reply.ERROR);
      return;
    }
    request.noreply = line.noreply();
    if (!parseUnsigned(line, 1)) {
      request.answer(Reply.BAD_LINE);
    }
  }

  private void parseTuning(Tokens line, Verb verb, Request request) {
    request.noreply = line.noreply();
    request.answer(tuning.answer(line, verb));
  }

  /** {@code watch [stream …]}: what is fetched, if it does not say. */
  private static void parseWatch(Tokens line, Request request) {
    int streams = 0;
    long at = line.end(0);
    for (at = line.next(at); at < line.end(); at = line.next(at)) {
      long end = Ascii.indexOf(line.memory, at, line.end(), (byte) ' ');
      int bit = WatchStream.bitOf(line.memory, at, end - at);
      if (bit == 0) {
        request.answer(Reply.ERROR);
        return;
      }
      streams |= bit;
      at = end;
    }
    request.number = streams == 0 ? WatchStream.FETCHERS.bit() : streams;
  }

  private static void parseArgument(Tokens line, Request request) {
    request.arguments = line.count - 1;
    if (line.count == 1) {
      request.key(0, 0);
    } else {
      request.key(line.start(1), line.length(1));
    }
    request.secondWord = 0;
    if (line.count > 2) {
      request.secondWord = Ascii.word(line.memory, line.start(2), line.end(2));
      request.secondOffset = line.start(2);
      request.secondLength = (int) line.length(2);
    }
    if (line.count > 3) {
      request.thirdOffset = line.start(3);
      request.thirdLength = (int) line.length(3);
    }
  }

  /** Checks that there are {@code words} words, or one more, and takes noreply and the key. */
  private static boolean parseKey(Tokens line, int words, Request request) {
    if (line.count != words && line.count != words + 1) {
      request.answer(Reply.ERROR);
      return false;
    }
    request.noreply = line.noreply();
    return takeKey(line, request);
  }

  private static boolean takeKey(Tokens line, Request request) {
    request.key(line.start(1), line.length(1));
    if (line.length(1) > MemcacheParser.KEY_BYTES_MAX) {
      request.answer(Reply.BAD_LINE);
      return false;
    }
    return true;
  }

  /** Reads a deadline or delay, or has the request answered with an error. */
  boolean parseExptime(Tokens line, int index, Request request) {
    boolean good = parseSigned(line, index);
    request.exptime = numeral.value;
    if (!good) {
      request.answer(Reply.BAD_EXPTIME);
    }
    return good;
  }

  private boolean parseUnsigned(Tokens line, int index) {
    return numeral.parseUnsigned(line.memory, line.start(index), line.end(index));
  }

  private boolean parseSigned(Tokens line, int index) {
    return numeral.parseSigned(line.memory, line.start(index), line.end(index));
  }

  private boolean compareToMax(long max) {
    return Long.compareUnsigned(numeral.value, max) <= 0;
  }
}

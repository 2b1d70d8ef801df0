package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Numeral;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import java.lang.foreign.MemorySegment;

/**
 * {@code lru_crawler} and {@code stats cachedump}: what is stored is listed. What else memcached's
 * crawler does, to look for what has expired, a store does without being asked; so whoever turns it
 * on or off is told that it is well, and whoever sends it out, that there is none.
 */
final class Dumps {
  private static final long ENABLE_WORD = Ascii.pack("enable");
  private static final long DISABLE_WORD = Ascii.pack("disable");
  private static final long CRAWL_WORD = Ascii.pack("crawl");
  private static final long SLEEP_WORD = Ascii.pack("sleep");
  private static final long TOCRAWL_WORD = Ascii.pack("tocrawl");
  private static final long METADUMP_WORD = Ascii.pack("metadump");
  private static final long MGDUMP_WORD = Ascii.pack("mgdump");
  private static final long ALL_WORD = Ascii.pack("all");
  private static final long HASH_WORD = Ascii.pack("hash");
  private static final long SLEEP_MICROS_MAX = 1_000_000;
  private static final long NO_LIMIT = Long.MAX_VALUE;

  /** Whether what is stored may be listed. */
  private final boolean allowed;

  private final Numeral numeral = new Numeral();

  /** The kinds that {@link #readKinds} read. */
  private long kinds;

  Dumps(boolean allowed) {
    this.allowed = allowed;
  }

  /**
   * Begins what a line wants listed.
   *
   * @return what is answered instead, or null
   */
  Reply crawl(Request request, MemorySegment in, TextState state) {
    long word = Ascii.word(in, request.keyOffset, request.keyOffset + request.keyLength);
    if (request.keyLength > Long.BYTES) {
      return Reply.ERROR;
    }
    return switch (request.arguments) {
      case 1 -> word == ENABLE_WORD || word == DISABLE_WORD ? Reply.OK : Reply.ERROR;
      case 2 -> crawl(word, request, in, state);
      default -> Reply.ERROR;
    };
  }

  private Reply crawl(long word, Request request, MemorySegment in, TextState state) {
    if (word == METADUMP_WORD || word == MGDUMP_WORD) {
      return dump(word, request, in, state);
    }
    if (word == CRAWL_WORD) {
      return Reply.NO_CRAWLER;
    }
    if (word != SLEEP_WORD && word != TOCRAWL_WORD) {
      return Reply.ERROR;
    }
    long from = request.secondOffset;
    if (!numeral.parseUnsigned(in, from, from + request.secondLength)) {
      return Reply.BAD_LINE;
    }
    boolean tooLong =
        word == SLEEP_WORD && Long.compareUnsigned(numeral.value, SLEEP_MICROS_MAX) > 0;
    return tooLong ? Reply.BAD_SLEEP : Reply.OK;
  }

  private Reply dump(long word, Request request, MemorySegment in, TextState state) {
    boolean meta = word == METADUMP_WORD;
    if (!allowed) {
      return meta ? Reply.NO_METADUMP : Reply.NO_MGDUMP;
    }
    if (!readKinds(request, in)) {
      return Reply.BAD_CLASS;
    }
    state.dump.begin(meta ? Dump.Form.METADUMP : Dump.Form.MGDUMP, kinds, NO_LIMIT);
    return null;
  }

  /** {@code all}, {@code hash}, or numbers with commas between them. */
  private boolean readKinds(Request request, MemorySegment in) {
    long from = request.secondOffset;
    long to = from + request.secondLength;
    kinds = Dump.ALL_KINDS;
    if (request.secondWord == ALL_WORD || request.secondWord == HASH_WORD) {
      return true;
    }
    kinds = 0;
    while (from < to) {
      long end = Ascii.indexOf(in, from, to, (byte) ',');
      boolean good = numeral.parseUnsigned(in, from, end);
      if (!good || Long.compareUnsigned(numeral.value, Dump.KINDS) >= 0) {
        return false;
      }
      kinds |= 1L << numeral.value;
      from = end + 1;
    }
    return kinds != 0 && in.get(BYTE, to - 1) != ',';
  }

  /** {@code stats cachedump <kind> <limit>}, of which 0 is none; null if the listing follows. */
  Reply cachedump(Request request, MemorySegment in, TextState state) {
    if (!allowed) {
      return Reply.NO_CACHEDUMP;
    }
    if (request.arguments < 3) {
      return Reply.BAD_CACHEDUMP;
    }
    long second = request.secondOffset;
    boolean good = numeral.parseUnsigned(in, second, second + request.secondLength);
    long kind = numeral.value;
    long third = request.thirdOffset;
    if (!good || !numeral.parseUnsigned(in, third, third + request.thirdLength)) {
      return Reply.BAD_LINE;
    }
    if (Long.compareUnsigned(kind, Dump.KINDS) >= 0) {
      return Reply.BAD_SLAB_CLASS;
    }
    state.dump.begin(
        Dump.Form.CACHEDUMP, 1L << kind, numeral.value == 0 ? NO_LIMIT : numeral.value);
    return null;
  }
}

package io.gannet.engine.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * What a watcher may ask for, in the words and the order of memcached's {@code watch}; a set of
 * them is a bit each. Some are taken and nothing is ever told of them: raw commands, which
 * memcached tells no more, and what only its crawler and its proxy do.
 */
public enum WatchStream {
  RAWCMDS,
  /** Items that are forgotten to make room. */
  EVICTIONS,
  /** Items that are looked up, also by what then changes them. */
  FETCHERS,
  /** Values that are stored, or are not. */
  MUTATIONS,
  SYSEVENTS,
  /** Clients that come and go. */
  CONNEVENTS,
  PROXYREQS,
  PROXYEVENTS,
  PROXYUSER,
  /** Items that are deleted by a client. */
  DELETIONS;

  private static final WatchStream[] ALL = values();

  private final byte[] word = name().toLowerCase(Locale.ROOT).getBytes(US_ASCII);

  /** Its bit in a set. */
  public int bit() {
    return 1 << ordinal();
  }

  /**
   * The bit of the first whose word begins as what lies there: as memcached reads them, {@code f}
   * is enough. 0 if none does.
   */
  public static int bitOf(MemorySegment memory, long offset, long length) {
    for (WatchStream stream : ALL) {
      if (stream.begins(memory, offset, length)) {
        return stream.bit();
      }
    }
    return 0;
  }

  private boolean begins(MemorySegment memory, long offset, long length) {
    boolean same = length <= word.length;
    for (int i = 0; same && i < length; i++) {
      same = memory.get(Ascii.BYTE, offset + i) == word[i];
    }
    return same;
  }
}

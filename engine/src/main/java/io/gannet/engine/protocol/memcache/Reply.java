package io.gannet.engine.protocol.memcache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gannet.engine.bytes.Ascii;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The replies whose text is fixed, letter for letter memcached's.
 *
 * <p>A reply is kept as longs and written by long stores, so what is behind it in the output is
 * written over, up to {@link #BYTES_MAX} in all: there must be so much room.
 */
public enum Reply {
  STORED("STORED\r\n"),
  NOT_STORED("NOT_STORED\r\n"),
  EXISTS("EXISTS\r\n"),
  NOT_FOUND("NOT_FOUND\r\n"),
  DELETED("DELETED\r\n"),
  TOUCHED("TOUCHED\r\n"),
  OK("OK\r\n"),
  RESET("RESET\r\n"),
  END("END\r\n"),
  /** The end of a value. */
  VALUE_END("\r\n"),
  /** The end of the last value. */
  VALUES_END("\r\nEND\r\n"),
  /** The end of a list of meta commands. */
  KEYS_END("EN\r\n"),
  /** What {@code mn} is answered. */
  NO_OP("MN\r\n"),
  ERROR("ERROR\r\n"),
  BAD_LINE("CLIENT_ERROR bad command line format\r\n"),
  BAD_DATA("CLIENT_ERROR bad data chunk\r\n"),
  BAD_DELTA("CLIENT_ERROR invalid numeric delta argument\r\n"),
  BAD_EXPTIME("CLIENT_ERROR invalid exptime argument\r\n"),
  BAD_DELETE("CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]\r\n"),
  BAD_DETAIL("CLIENT_ERROR usage: stats detail on|off|dump\r\n"),
  NO_CACHEDUMP("CLIENT_ERROR stats cachedump not allowed\r\n"),
  BAD_CACHEDUMP("CLIENT_ERROR bad command line\r\n"),
  BAD_SLAB_CLASS("CLIENT_ERROR Illegal slab id\r\n"),
  NO_CRAWLER("CLIENT_ERROR lru crawler disabled\r\n"),
  NO_METADUMP("ERROR metadump not allowed\r\n"),
  NO_MGDUMP("ERROR key dump not allowed\r\n"),
  BAD_CLASS("BADCLASS invalid class id\r\n"),
  BAD_SLEEP("CLIENT_ERROR sleep must be one second or less\r\n"),
  NO_WATCH("CLIENT_ERROR watch commands not allowed\r\n"),
  BAD_SHUTDOWN("CLIENT_ERROR invalid shutdown mode\r\n"),
  NOT_NUMERIC("CLIENT_ERROR cannot increment or decrement non-numeric value\r\n"),
  BAD_FLAGS("CLIENT_ERROR invalid or duplicate flag\r\n"),
  TOO_MANY_FLAGS("CLIENT_ERROR options flags are too long\r\n"),
  DUPLICATE_FLAG("CLIENT_ERROR duplicate flag\r\n"),
  INVALID_FLAG("CLIENT_ERROR invalid flag\r\n"),
  BAD_TOKEN("CLIENT_ERROR bad token in command line format\r\n"),
  BAD_KEY("CLIENT_ERROR error decoding key\r\n"),
  BAD_INITIAL("CLIENT_ERROR invalid numeric initial value\r\n"),
  BAD_META_DELTA("CLIENT_ERROR invalid numeric delta value\r\n"),
  LONG_OPAQUE("CLIENT_ERROR opaque token too long\r\n"),
  BAD_STORE_MODE("CLIENT_ERROR invalid mode for ms M token\r\n"),
  BAD_COUNT_MODE("CLIENT_ERROR invalid mode for ma M token\r\n"),
  NO_FLUSH("CLIENT_ERROR flush_all not allowed\r\n"),
  /** What a stranger is answered. */
  UNAUTHENTICATED("CLIENT_ERROR unauthenticated\r\n"),
  LONG_LOGIN("CLIENT_ERROR auth token too long\r\n"),
  BAD_LOGIN("CLIENT_ERROR bad authentication token format\r\n"),
  BAD_LOGIN_END("CLIENT_ERROR bad command line termination\r\n"),
  BAD_USER("CLIENT_ERROR authentication failure\r\n"),
  NO_REASSIGN("CLIENT_ERROR slab reassignment disabled\r\n"),
  BAD_WINDOW("CLIENT_ERROR automove window too low or too high\r\n"),
  LARGE_QUEUES("ERROR hot and warm pcts must not exceed 80\r\n"),
  BAD_FACTOR("ERROR hot/warm age factors must be greater than 0\r\n"),
  SMALL_LIMIT("MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m\r\n"),
  LARGE_LIMIT("MEMLIMIT_ADJUST_FAILED input value is megabytes not bytes\r\n"),
  /** Memory is what it was at the start. */
  FIXED_LIMIT("MEMLIMIT_ADJUST_FAILED out of bounds or unable to adjust\r\n"),
  NO_SHUTDOWN("SERVER_ERROR: shutdown not enabled\r\n"),
  WALKS("BUSY a walk is under way\r\n"),
  TOO_LARGE("SERVER_ERROR object too large for cache\r\n"),
  NO_MEMORY_STORING("SERVER_ERROR out of memory storing object\r\n"),
  NO_MEMORY("SERVER_ERROR out of memory\r\n"),
  NO_WALK("SERVER_ERROR the walk failed\r\n"),
  /** As many watch as may. */
  WATCHERS("WATCHER_TOO_MANY log watcher limit reached\r\n"),
  /** There is no memory to watch by. */
  NO_WATCHER("WATCHER_FAILED failed to add log watcher\r\n");

  /** Room that writing any reply needs. */
  public static final int BYTES_MAX = 80;

  private final long[] words;
  private final int bytes;

  Reply(String text) {
    bytes = text.length();
    words = new long[(bytes + Long.BYTES - 1) / Long.BYTES];
    byte[] padded = new byte[words.length * Long.BYTES];
    System.arraycopy(text.getBytes(US_ASCII), 0, padded, 0, bytes);
    ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
  }

  /** Writes the reply; returns the offset behind it. */
  public long put(MemorySegment memory, long offset) {
    for (int i = 0; i < words.length; i++) {
      memory.set(Ascii.LONG, offset + (long) i * Long.BYTES, words[i]);
    }
    return offset + bytes;
  }

  /** True if it says that the client was wrong. */
  public boolean isClientError() {
    return ERROR.ordinal() <= ordinal() && ordinal() <= NO_SHUTDOWN.ordinal();
  }

  /** True if it says that the server could not. */
  public boolean isServerError() {
    return ordinal() >= TOO_LARGE.ordinal();
  }
}

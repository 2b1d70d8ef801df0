package io.gannet.engine.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/** What became of what an event tells, as memcached says it. */
public enum WatchStatus {
  NOT_FOUND,
  FOUND,
  NOT_STORED,
  STORED,
  EXISTS,
  TOO_LARGE,
  NO_MEMORY,
  /** A connection ended otherwise than the others say. */
  ERROR,
  /** The client has left, or has said that it does. */
  NORMAL,
  IDLE_TIMEOUT;

  private static final WatchStatus[] ALL = values();

  private final byte[] text = name().toLowerCase(Locale.ROOT).getBytes(US_ASCII);

  static byte[] text(int number) {
    return ALL[number].text;
  }
}

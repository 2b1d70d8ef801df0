package io.gannet.engine.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;

/** By what an item was stored or deleted, as memcached says it; or by which way a client came. */
public enum WatchCommand {
  SET,
  ADD,
  REPLACE,
  APPEND,
  PREPEND,
  CAS,
  DELETE,
  /** The meta command. */
  MD,
  TCP,
  /** By a Unix socket. */
  LOCAL;

  private static final WatchCommand[] ALL = values();

  private final byte[] text = name().toLowerCase(Locale.ROOT).getBytes(US_ASCII);

  static byte[] text(int number) {
    return ALL[number].text;
  }
}

package io.gannet.engine.process.memcache;

import io.gannet.engine.option.Choice;

/**
 * What clients may do, and which.
 *
 * @param shutdown called when a client asks for the end of the server; null if none may
 * @param debugs whether a client may say {@code debug walk}
 * @param flushes whether a client may have all items forgotten
 * @param dumps whether a client may have what is stored listed
 * @param dialects what is spoken
 * @param users who may; null if anyone may
 */
public record Admittance(
    Runnable shutdown,
    boolean debugs,
    boolean flushes,
    boolean dumps,
    Dialects dialects,
    Users users) {
  /** Anyone, whatever clients may do by default. */
  public static final Admittance ALL = new Admittance(null, false, true, true, Dialects.AUTO, null);

  /** Which of memcached's encodings are spoken. */
  public enum Dialects implements Choice {
    /** All, each told by its first byte. */
    AUTO,
    /** Text, and what is none is refused. */
    ASCII,
    /** Packets, and what is none is refused. */
    BINARY
  }

  /** Where what is stored may be listed. */
  public Admittance(
      Runnable shutdown, boolean debugs, boolean flushes, Dialects dialects, Users users) {
    this(shutdown, debugs, flushes, true, dialects, users);
  }

  /** The same where clients may end the server, if there is a way to, and may say debug. */
  Admittance with(Runnable end, boolean debug) {
    return new Admittance(end, debug, flushes, dumps, dialects, users);
  }
}

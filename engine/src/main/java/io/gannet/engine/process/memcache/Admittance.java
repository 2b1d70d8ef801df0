package io.gannet.engine.process.memcache;

import io.gannet.engine.option.Choice;

/**
 * What clients may do, and which.
 *
 * @param grants what they may ask of the server
 * @param flushes whether a client may have all items forgotten
 * @param dumps whether a client may have what is stored listed
 * @param dialects what is spoken
 * @param users who may; null if anyone may
 */
public record Admittance(
    Grants grants, boolean flushes, boolean dumps, Dialects dialects, Users users) {
  /** Anyone, whatever clients may do by default. */
  public static final Admittance ALL =
      new Admittance(Grants.NONE, true, true, Dialects.AUTO, null);

  /** Which of memcached's encodings are spoken. */
  public enum Dialects implements Choice {
    /** All, each told by its first byte. */
    AUTO,
    /** Text, and what is none is refused. */
    ASCII,
    /** Packets, and what is none is refused. */
    BINARY
  }

  /** The same where clients may ask that of the server. */
  Admittance with(Grants granted) {
    return new Admittance(granted, flushes, dumps, dialects, users);
  }
}

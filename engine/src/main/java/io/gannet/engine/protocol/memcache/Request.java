package io.gannet.engine.protocol.memcache;

/**
 * One request, or one key of a retrieval of many: numbers, and offsets into the window that was
 * parsed. Reused, never a copy; only the fields that the verb needs are set.
 */
public final class Request {
  /** What is asked for. */
  public Verb verb;

  /** The retrieval whose list of keys this is a part of; null if the request is a whole line. */
  public Verb list;

  /** Whether the list had a key before this one. */
  public boolean keySeen;

  /** Whether {@code END} is due behind this key. */
  public boolean last;

  /** What is to be answered, for {@link Verb#ANSWERED}. */
  public Reply reply;

  /** True if nothing is to be answered. */
  public boolean noreply;

  /** Offset of the request's first byte. */
  public long start;

  /** Offset behind the request's last byte, its data block included if that is whole. */
  public long next;

  /** Offset of the key; of the first argument, for {@link Verb#STATS} and {@link Verb#SHUTDOWN}. */
  public long keyOffset;

  /** Bytes of the key or argument; 0 if there is none. */
  public int keyLength;

  /** How many arguments the line has, if the first is no key. */
  public int arguments;

  /** Of the second argument the first eight characters, packed; 0 if there is none. */
  public long secondWord;

  /** The client's flags, 32 bits. */
  public int clientFlags;

  /** A deadline or delay in memcached's terms. */
  public long exptime;

  /** The delta of an incr or decr, or the token of a cas; unsigned. */
  public long number;

  /** Bytes of the data block without its line end. */
  public int valueLength;

  /** Offset of the data block, if {@link #whole}. */
  public long valueOffset;

  /** True if the data block and its line end lie in the window. */
  public boolean whole;

  /** Makes this a request that is answered by {@code reply}, or not at all. */
  void answer(Reply reply) {
    this.verb = Verb.ANSWERED;
    this.reply = reply;
  }

  /** Sets the key, or the first argument. */
  void key(long offset, long length) {
    keyOffset = offset;
    keyLength = (int) length;
  }
}

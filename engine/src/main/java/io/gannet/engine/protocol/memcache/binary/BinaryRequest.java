package io.gannet.engine.protocol.memcache.binary;

/**
 * One request: numbers, and offsets into the window that was parsed. Reused, never a copy; only the
 * fields that the opcode needs are set.
 */
public final class BinaryRequest {
  /** An exptime of increment and decrement: what is not there stays so. */
  private static final long NO_INITIAL = 0xffff_ffffL;

  /** What is asked for, loudly or quietly. */
  public Opcode opcode;

  /** The byte that asks for it, to be sent back. */
  public int code;

  /** True if what is expected is not answered. */
  public boolean quiet;

  /** What the client knows the request by, to be sent back. */
  public int opaque;

  /** The token that the item must still have; 0 if it may have any. */
  public long cas;

  /** What is to be answered, for {@link Opcode#ANSWERED}. */
  public Status status;

  /** True if nothing can follow: {@link Opcode#ANSWERED}, of whose like no end is known. */
  public boolean closes;

  /** Offset of the request's first byte. */
  public long start;

  /** Offset behind the request's last byte, its value included if that is whole. */
  public long next;

  /** Offset of the key, or of the name of what {@link Opcode#STAT} is to tell. */
  public long keyOffset;

  /** Bytes of the key; 0 if there is none. */
  public int keyLength;

  /** The client's flags, 32 bits. */
  public int clientFlags;

  /** A deadline or delay in memcached's terms, ≥ 0. */
  public long exptime;

  /** What to count by; unsigned. */
  public long delta;

  /** What the number is to be if there is none; unsigned. */
  public long initial;

  /** Bytes of the value. */
  public int valueLength;

  /** Offset of the value, if {@link #whole}. */
  public long valueOffset;

  /** True if the value lies in the window. */
  public boolean whole;

  /** Nothing is asked for yet. */
  public BinaryRequest() {}

  /** True if a number that is not there is to be made. */
  public boolean makesNumber() {
    return exptime != NO_INITIAL;
  }

  /** Makes this a request that is answered by {@code status}. */
  public void answer(Status status, boolean closes) {
    this.opcode = Opcode.ANSWERED;
    this.status = status;
    this.closes = closes;
  }
}

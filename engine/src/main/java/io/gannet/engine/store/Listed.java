package io.gannet.engine.store;

/**
 * How far a listing of what is stored has come, and the item that it has come to: moved from one to
 * the next by {@link Store#list}. Without meaning after the next call that may write, but for its
 * place.
 */
public final class Listed {
  /** The place of a listing that has passed over everything. */
  public static final long END = -1;

  /** Where to go on: 0 to begin with, then what only the store understands, or {@link #END}. */
  public long place;

  /** The item, or {@link Store#ABSENT}: a handle. */
  public long item = Store.ABSENT;

  /** Bytes that it takes, its header included. */
  public int bytes;

  /** Its TTL bucket or size class, by the number that it is told by; 0 where there are none. */
  public int kind;

  /**
   * Seconds of the store's clock since when it has been there for certain, or was found last: what
   * is known without keeping a time of each; 0 if nothing is.
   */
  public int knownSinceSec;

  /** True if it is known to have been found. */
  public boolean found;

  /** Its token, which is not told for good: it may be another when the item moves. 0 if none. */
  public long token;

  /** A listing that begins. */
  public Listed() {}

  /** The listing goes on from {@code from}, until something is found. */
  public void begin(long from) {
    place = from;
    item = Store.ABSENT;
    bytes = 0;
    kind = 0;
    knownSinceSec = 0;
    found = false;
    token = 0;
  }
}

package io.gannet.engine.store;

import java.lang.foreign.MemorySegment;

/**
 * Reads small items out of a store that belongs to another thread, while that goes on. Nothing is
 * written to what is read, nobody waits, nothing is allocated.
 *
 * <p>A hit is what the key had, a miss is that it had nothing, at some moment between the begin of
 * the read and its end: so whatever the owner has answered before the read began is seen. One
 * reader for each thread that asks and each store that it asks.
 */
public abstract class ForeignReader {
  /** The value was copied; the fields below tell the rest. */
  public static final int HIT = 0;

  /** The key has no item. */
  public static final int MISS = 1;

  /** The owner was at work there: to be asked once more, then of the owner. */
  public static final int UNKNOWN = 2;

  /** To be asked of the owner: too large, with an annex, or of an engine without such reads. */
  public static final int FORWARD = 3;

  /** Reads nothing. */
  public static final ForeignReader NONE = new None();

  /** Bytes of the value; also of one that is too large. */
  public int length;

  /** The opaque 32 bits that the client stored. */
  public int clientFlags;

  /**
   * The item's CAS token, or 0: no client knows one yet, so if one is wanted it is the owner's to
   * tell.
   */
  public long cas;

  /** Of a miss: why, as far as that is known. */
  public MissCause missCause;

  /**
   * True if the owner would have noted the find, or follows the key: it is to be told the key's
   * hash some time, {@link Store#wasFound}. Not for most hits, and no harm if it is lost.
   */
  public boolean toNote;

  /**
   * Looks a key up and copies its value.
   *
   * @param key hashed by that store
   * @param nowSec the time in seconds of that store's clock
   * @param to where the value is copied, from {@code at} on
   * @param room bytes that may be written there, also if the answer is no hit
   * @return {@link #HIT}, {@link #MISS}, {@link #UNKNOWN} or {@link #FORWARD}
   */
  public abstract int read(Key key, int nowSec, MemorySegment to, long at, int room);

  /**
   * Hints of a batch of hashed keys: loads what reading them will touch, step by step for all.
   *
   * @return something that depends on the loads, to be folded into a sink
   */
  public abstract long prefetch(Key[] keys, int count);

  private static final class None extends ForeignReader {
    @Override
    public int read(Key key, int nowSec, MemorySegment to, long at, int room) {
      return FORWARD;
    }

    @Override
    public long prefetch(Key[] keys, int count) {
      return 0;
    }
  }
}

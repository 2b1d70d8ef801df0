package io.gannet.engine.store;

/**
 * What a walk has found so far. A walk passes over the places of a store in rising order, a slice
 * at a time, and requests change what it has passed already: who changes a counter corrects here
 * what was found, if the {@link #frontier} is beyond the place. So counters and findings are
 * of one moment when everything is passed, whatever happened meanwhile.
 *
 * <pre>
 *   places   0          passed           frontier        ahead            n
 *            |===========================|-------------------------------|
 *             a change corrects the sum    a change will be met
 * </pre>
 *
 * <p>A place is a number of the engine's: an item's offset in the region, or a slot. Each engine
 * adds what else it counts. One thread; nothing is allocated.
 */
public class Found {
  private long frontier;
  private boolean ended;
  private long items;
  private long keyBytes;
  private long valueBytes;
  private long metadataBytes;

  /** Nothing was found yet, and nothing is passed. */
  public Found() {}

  /** True if what is at a place is counted here: then its changes are to be. */
  public final boolean has(long place) {
    return place < frontier;
  }

  /** The place that the walk comes to next. */
  public final long frontier() {
    return frontier;
  }

  /** The walk comes to this place next. */
  public final void frontier(long place) {
    frontier = place;
  }

  /** Nothing is to be corrected any more. */
  public void end() {
    ended = true;
    frontier = 0;
  }

  /** True if what was found is not kept right any more. */
  public final boolean isEnded() {
    return ended;
  }

  /** Counts an item that is held, or, with {@code sign} -1, no longer. */
  public final void account(int sign, int keyLength, int valueLength, int metadataLength) {
    items += sign;
    keyBytes += (long) sign * keyLength;
    valueBytes += (long) sign * valueLength;
    metadataBytes += (long) sign * metadataLength;
  }

  /** Nothing that was passed is held any more. */
  public void forgetItems() {
    items = 0;
    keyBytes = 0;
    valueBytes = 0;
    metadataBytes = 0;
  }

  /** Items held. */
  public final long items() {
    return items;
  }

  /** Bytes of their keys. */
  public final long keyBytes() {
    return keyBytes;
  }

  /** Bytes of their values. */
  public final long valueBytes() {
    return valueBytes;
  }

  /** Bytes of their headers. */
  public final long metadataBytes() {
    return metadataBytes;
  }
}

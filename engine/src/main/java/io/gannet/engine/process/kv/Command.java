package io.gannet.engine.process.kv;

import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * One request to a {@link Keyspace}, without letters: numbers, and views of a key and a value that
 * lie wherever they were received. Reused, never a copy; only the fields that the operation needs
 * are set, and what it names has to stay where it is until the command is carried out, no longer.
 */
public final class Command {
  /** A deadline that has passed: what is stored with it is stored and gone. */
  public static final int DEAD = -1;

  /** What is to be done. */
  public Operation operation;

  /** Whose item; hashed by {@link Batch#add} or {@link Store#hash}. */
  public final Key key = new Key();

  /** The shard of the key: as {@link Batch#add} has found it. */
  public int owner;

  /** The client's flags, 32 bits, of what is stored. */
  public int clientFlags;

  /**
   * Seconds of the store's clock, later than now, {@link Store#NEVER} or {@link #DEAD}. When to
   * forget all, for {@link Operation#FLUSH}: DEAD is now.
   */
  public int deadlineSec;

  /** What to count by, or the CAS token expected; unsigned. */
  public long number;

  /** Where the value lies, not in the store; without meaning if it {@link #comesLater}. */
  public MemorySegment valueMemory = MemorySegment.NULL;

  /** Offset of the value in {@link #valueMemory}. */
  public long valueOffset;

  /** Bytes of the value. */
  public int valueLength;

  /** True if the value is still to come: then a place for it is reserved. */
  public boolean comesLater;

  /** True if it is not to wait for memory, or has waited for long enough. */
  public boolean isLastTry;

  /**
   * The item {@link Outcome#FOUND}, or the reservation {@link Outcome#AWAITED}: a handle. Negative
   * if a retrieval has found none, or could not tell it.
   */
  public long item;

  /** What the number is now, if it was {@link Outcome#COUNTED}. */
  public long counted;

  /** What became of it, as its keyspace has said last; of a retrieval {@link #item} tells it. */
  public Outcome outcome;

  /** Nothing is asked for yet. */
  public Command() {}

  /** The value, which is there whole. */
  public void value(MemorySegment memory, long offset, int length) {
    valueMemory = memory;
    valueOffset = offset;
    valueLength = length;
    comesLater = false;
  }

  /** The value, so many bytes that are still to come. */
  public void valueToCome(int length) {
    valueMemory = MemorySegment.NULL;
    valueLength = length;
    comesLater = true;
  }

  /** True if what it has found is there no more, now that it was told. */
  public boolean isGone() {
    return operation == Operation.GET_AND_TOUCH && isDead();
  }

  /** True if the deadline has passed. */
  public boolean isDead() {
    return deadlineSec == DEAD;
  }

  /** The flags of a place for the value: what is joined to an item takes the item's own. */
  int placeFlags() {
    return operation.joins() ? 0 : clientFlags;
  }

  /** Bytes of memory that it wants while it waits: what a pin may need cannot be said. */
  public long wantedBytes() {
    if (operation.retrieves()) {
      return Long.MAX_VALUE;
    }
    return operation.stores() ? valueLength : 0;
  }
}

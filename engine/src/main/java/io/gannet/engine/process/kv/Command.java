package io.gannet.engine.process.kv;

import io.gannet.engine.store.Key;
import io.gannet.engine.store.MissCause;
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

  /** An item's token is wanted: {@link #cas}. */
  public static final int TELL_CAS = 1;

  /** Whoever answers from afar is to tell the key, also of what is not there. */
  public static final int TELL_KEY = 2;

  /** The value of what is found is not wanted. */
  public static final int NO_VALUE = 4;

  /** Only if the item has the token {@link #expected}. */
  public static final int IF_CAS = 8;

  /** A number that is not there is made: {@link #initial}. */
  public static final int OR_MAKE = 16;

  /** More is asked, and told: {@link #terms}. */
  public static final int TERMS = 32;

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

  /** What is wanted beyond the operation: some of the bits above; to be set for each command. */
  public int wishes;

  /** The token that the item must have; meaningful for {@link #IF_CAS}. */
  public long expected;

  /** The number to begin with; unsigned, meaningful for {@link #OR_MAKE}. */
  public long initial;

  /** What is asked of the item beyond that; meaningful for {@link #TERMS}. */
  public final Terms terms = new Terms();

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

  /** Why what was to be retrieved was {@link Outcome#NOT_FOUND}. */
  public MissCause missCause = MissCause.NEVER_SEEN;

  /** The token of what was stored or counted, if it is wanted; 0 if it is dead already. */
  public long cas;

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

  /** The value as it lies in a request: all of it if it is there {@code whole}, or to come. */
  public void value(boolean whole, MemorySegment memory, long offset, int length) {
    if (whole) {
      value(memory, offset, length);
    } else {
      valueToCome(length);
    }
  }

  /** True if what it has found is there no more, now that it was told. */
  public boolean isGone() {
    return operation == Operation.GET_AND_TOUCH && isDead();
  }

  /** True if something is wanted beyond the operation. */
  public boolean wishes(int bit) {
    return (wishes & bit) != 0;
  }

  /** True if the item is not the one that is expected. */
  boolean isUnexpected(Store store, long of) {
    return wishes(IF_CAS) && Annex.cas(store, of) != expected;
  }

  /** Notes the token of what the key has now, if it is wanted. */
  void noteCas(Store store) {
    if (wishes(TELL_CAS)) {
      long now = store.seek(key);
      cas = now < 0 ? 0 : Annex.cas(store, now);
    }
  }

  /** True if the deadline has passed. */
  public boolean isDead() {
    return deadlineSec == DEAD;
  }

  /** The flags of a place for the value: what is joined to an item takes the item's own. */
  int placeFlags() {
    return operation.joins() && !asks(Terms.MAKE) ? 0 : clientFlags;
  }

  /** True if that is among its terms. */
  public boolean asks(int bit) {
    return wishes(TERMS) && terms.asks(bit);
  }

  /** True if what it stores may have to have an annex. */
  boolean mayAnnex() {
    return asks(Terms.GIVE_CAS | Terms.STALE);
  }

  /** Bytes of a place for the value. */
  int placeBytes() {
    return mayAnnex() ? valueLength + Annex.BYTES : valueLength;
  }

  /** True if it changes nothing, and any shard that sees the item may answer it. */
  public boolean onlyReads() {
    return operation == Operation.GET
        || operation == Operation.FIND && terms.asksNoOwner();
  }

  /** Bytes of memory that it wants while it waits: what a pin may need cannot be said. */
  public long wantedBytes() {
    if (operation.retrieves()) {
      return Long.MAX_VALUE;
    }
    return operation.stores() ? valueLength : 0;
  }
}

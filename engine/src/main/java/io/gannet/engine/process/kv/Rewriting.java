package io.gannet.engine.process.kv;

import static io.gannet.engine.bytes.Ascii.BYTE;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Numeral;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.MissCause;
import io.gannet.engine.store.Store;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * append, prepend, incr and decr: a new item is made of the old one, with its flags and deadline.
 * Whether that may lie where the old one did is for the store to say: a send may be reading it.
 */
final class Rewriting {
  /** Values up to here are joined elsewhere and put: that needs neither a pin nor a reservation. */
  private static final int PUT_BYTES_MAX = 16 << 10;

  private final Store store;
  private final CoarseClock clock;
  private final KeyspaceMetrics metrics;
  private final Numeral numeral = new Numeral();
  private final MemorySegment scratch = Arena.ofAuto().allocate(PUT_BYTES_MAX, Long.BYTES);

  Rewriting(Store store, CoarseClock clock, KeyspaceMetrics metrics) {
    this.store = store;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Joins the command's value to that of the item. It lies in the store's own memory only if it is
   * a reservation's.
   */
  Outcome join(Command command) {
    Key key = command.key;
    long item = store.find(key);
    if (item < 0) {
      return Outcome.NOT_STORED;
    }
    if (command.isUnexpected(store, item)) {
      return Outcome.EXISTS;
    }
    int length = command.valueLength;
    if (isTooLarge(key, item, length)) {
      return Outcome.JOINED_TOO_LARGE;
    }
    int total = store.valueLength(item) + length;
    MemorySegment from = command.valueMemory;
    boolean behind = command.operation == Operation.APPEND;
    long offset = command.valueOffset;
    long joined =
        total <= PUT_BYTES_MAX
            ? putJoined(command, item, behind, from, offset, length)
            : publishJoined(command, item, behind, from, offset, length);
    if (joined >= 0) {
      command.terms.size = total;
      return Outcome.STORED;
    }
    if (joined == Store.TOO_LARGE) {
      return Outcome.JOINED_TOO_LARGE;
    }
    if (!command.isLastTry) {
      return Outcome.LATER;
    }
    metrics.noMemory.increment();
    return Outcome.NO_MEMORY;
  }

  private boolean isTooLarge(Key key, long item, int added) {
    int length = store.valueLength(item);
    return length > Integer.MAX_VALUE - added
        || store.isTooLarge(key.length, length + added, store.clientFlags(item));
  }

  private long putJoined(
      Command command, long item, boolean behind, MemorySegment from, long offset, int length) {
    Key key = command.key;
    int joinedLength = store.valueLength(item) + length;
    writeJoined(item, behind, from, offset, length, scratch, 0);
    int clientFlags = store.clientFlags(item);
    int deadlineSec = store.expiresAtSec(item);
    return command.asks(Terms.GIVE_CAS)
        ? putAnnexed(
            key, clientFlags, deadlineSec, scratch, 0, joinedLength, command.terms.token,
            clock.nowSec(), 0)
        : store.put(key, clientFlags, deadlineSec, scratch, 0, joinedLength);
  }

  private long publishJoined(
      Command command, long item, boolean behind, MemorySegment from, long offset, int length) {
    Key key = command.key;
    boolean given = command.asks(Terms.GIVE_CAS);
    long pin = store.pin(item); // so that reserving does not evict what is to be copied
    if (pin < 0) {
      return pin;
    }
    int bytes = store.valueLength(item) + length + (given ? Annex.BYTES : 0);
    long joined =
        store.reserveBriefly(key, bytes, store.clientFlags(item), store.expiresAtSec(item));
    if (joined >= 0) {
      writeJoined(
          item, behind, from, offset, length, store.memory(), store.valueOffset(joined));
    }
    if (joined >= 0 && given) {
      store.annex(joined);
      Annex.write(store, joined, command.terms.token, clock.nowSec(), 0);
    }
    store.unpin(pin);
    if (joined >= 0) {
      store.publish(joined, key.hash);
    }
    return joined;
  }

  private void writeJoined(
      long item, boolean behind, MemorySegment from, long offset, int length,
      MemorySegment to, long at) {
    int oldLength = store.valueLength(item);
    long old = at + (behind ? 0 : length);
    MemorySegment.copy(store.memory(), store.valueOffset(item), to, old, oldLength);
    MemorySegment.copy(from, offset, to, at + (behind ? oldLength : 0), length);
  }

  /** A number that became shorter is filled up with spaces, as in memcached. */
  Outcome count(Command command) {
    Key key = command.key;
    boolean up = command.operation == Operation.INCREMENT;
    long item = store.find(key);
    if (item < 0 && command.wishes(Command.OR_MAKE)) {
      return make(command);
    }
    if (item < 0) {
      (up ? metrics.incrMisses : metrics.decrMisses).increment();
      return Outcome.NOT_FOUND;
    }
    long offset = store.valueOffset(item);
    int length = store.valueLength(item);
    if (length > 0 && command.isUnexpected(store, item)) {
      return Outcome.EXISTS; // of what is empty memcached says first that it is no number
    }
    if (!numeral.parseUnsigned(store.memory(), offset, offset + length)) {
      return Outcome.NOT_A_NUMBER;
    }
    long number =
        up ? numeral.value + command.number : subtract(numeral.value, command.number);
    int digits = Math.max(length, Ascii.decimalBytes(number));
    boolean put =
        store.hasAnnex(item) && digits == length || command.asks(Terms.GIVE_CAS)
            ? putNumberAnnexed(command, item, digits, number)
            : putNumber(key, item, digits, number);
    if (!put) {
      return command.isLastTry ? Outcome.NO_MEMORY : Outcome.LATER;
    }
    (up ? metrics.incrHits : metrics.decrHits).increment();
    return counted(command, number, false);
  }

  /** A number to begin with; one that is dead already is told and gone. */
  private Outcome make(Command command) {
    int length = (int) Ascii.putDecimal(scratch, 0, command.initial);
    if (!command.isDead() && putMade(command, length) < 0) {
      return command.isLastTry ? Outcome.NO_MEMORY : Outcome.LATER;
    }
    return counted(command, command.initial, true);
  }

  private long putMade(Command command, int length) {
    return command.asks(Terms.GIVE_CAS)
        ? putAnnexed(
            command.key, 0, command.deadlineSec, scratch, 0, length, command.terms.token,
            clock.nowSec(), 0)
        : store.put(command.key, 0, command.deadlineSec, scratch, 0, length);
  }

  /**
   * What is marked stays so, unless the number gets longer, as in memcached; a token that was given
   * to it is not that of its new value.
   */
  private boolean putNumberAnnexed(Command command, long item, int length, long number) {
    if (length > PUT_BYTES_MAX) {
      return putNumber(command.key, item, length, number);
    }
    writeNumber(scratch, 0, length, number);
    int marks = length > store.valueLength(item) ? 0 : Annex.marks(store, item);
    long put =
        putAnnexed(
            command.key, store.clientFlags(item), store.expiresAtSec(item), scratch, 0, length,
            command.asks(Terms.GIVE_CAS) ? command.terms.token : 0,
            Annex.foundSec(store, item, clock.nowSec()), marks);
    return put == Store.TOO_LARGE ? putNumber(command.key, item, length, number) : put >= 0;
  }

  /** An item with an annex; ≥ 0, TOO_LARGE or NO_MEMORY. */
  long putAnnexed(
      Key key, int clientFlags, int deadlineSec, MemorySegment from, long offset, int length,
      long token, int foundSec, int marks) {
    int bytes = length + Annex.BYTES;
    if (store.isTooLarge(key.length, bytes, clientFlags)) {
      return Store.TOO_LARGE;
    }
    long item = store.reserveBriefly(key, bytes, clientFlags, deadlineSec);
    if (item >= 0) {
      MemorySegment.copy(from, offset, store.memory(), store.valueOffset(item), length);
      publishAnnexed(key, item, token, foundSec, marks);
    }
    return item;
  }

  private void publishAnnexed(Key key, long item, long token, int foundSec, int marks) {
    store.annex(item);
    Annex.write(store, item, token, foundSec, marks);
    store.publish(item, key.hash);
  }

  /** An item without a value; the item, ABSENT, TOO_LARGE or NO_MEMORY. */
  long putEmpty(Key key, int deadlineSec, long token, int foundSec, int marks) {
    return putEmpty(key, 0, deadlineSec, token, foundSec, marks);
  }

  /** The same with flags. */
  long putEmpty(
      Key key, int clientFlags, int deadlineSec, long token, int foundSec, int marks) {
    long put =
        putAnnexed(key, clientFlags, deadlineSec, scratch, 0, 0, token, foundSec, marks);
    return put < 0 ? put : store.seek(key);
  }

  /** An item as it is, with an annex; the item, ABSENT, TOO_LARGE or NO_MEMORY. */
  long annex(Key key, long item, long token, int foundSec, int marks) {
    return annex(key, item, store.expiresAtSec(item), token, foundSec, marks);
  }

  /** The same with another deadline. */
  long annex(Key key, long item, int deadlineSec, long token, int foundSec, int marks) {
    int length = store.valueLength(item);
    int clientFlags = store.clientFlags(item);
    if (length <= PUT_BYTES_MAX) {
      MemorySegment.copy(store.memory(), store.valueOffset(item), scratch, 0, length);
      long put =
          putAnnexed(
              key, clientFlags, deadlineSec, scratch, 0, length, token, foundSec, marks);
      return put < 0 ? put : store.seek(key);
    }
    long pin = store.pin(item); // so that reserving does not evict what is to be copied
    if (pin < 0) {
      return pin;
    }
    long put =
        putAnnexed(
            key, clientFlags, deadlineSec, store.memory(), store.valueOffset(item), length,
            token, foundSec, marks);
    store.unpin(pin);
    return put < 0 ? put : store.seek(key);
  }

  private Outcome counted(Command command, long number, boolean made) {
    command.counted = number;
    command.noteCas(store);
    if (command.wishes(Command.TERMS)) {
      touchCounted(command, made);
    }
    return Outcome.COUNTED;
  }

  /** A counted number has the deadline that was asked for, if there is a place for that now. */
  private void touchCounted(Command command, boolean made) {
    Terms terms = command.terms;
    long item = store.seek(command.key);
    boolean unmade = made && terms.asks(Terms.LEFT_UNMADE);
    int leftSec = unmade ? Terms.FOR_EVER : leftSec(item);
    boolean touches = terms.asks(Terms.TOUCH) && !(made && terms.asks(Terms.MADE_LAST));
    if (item >= 0 && touches) {
      if (terms.touchDeadlineSec == Command.DEAD) {
        store.lose(command.key, MissCause.EXPIRED);
        item = Store.ABSENT;
      } else {
        item = store.touch(command.key, terms.touchDeadlineSec);
      }
    }
    boolean asItWas = terms.asks(Terms.LEFT_FIRST) || !touches;
    terms.leftSec = asItWas ? leftSec : leftSec(item);
  }

  private int leftSec(long item) {
    int deadlineSec = item < 0 ? clock.nowSec() : store.expiresAtSec(item);
    return deadlineSec == Store.NEVER ? Terms.FOR_EVER : deadlineSec - clock.nowSec();
  }

  private static long subtract(long from, long delta) {
    return Long.compareUnsigned(delta, from) > 0 ? 0 : from - delta;
  }

  private boolean putNumber(Key key, long item, int length, long number) {
    int flags = store.clientFlags(item);
    int deadlineSec = store.expiresAtSec(item);
    if (length <= PUT_BYTES_MAX) {
      writeNumber(scratch, 0, length, number);
      if (length == store.valueLength(item)) {
        return store.rewrite(key, item, scratch, 0) >= 0;
      }
      return store.put(key, flags, deadlineSec, scratch, 0, length) >= 0;
    }
    long reservation = store.reserveBriefly(key, length, flags, deadlineSec);
    if (reservation < 0) {
      return false;
    }
    writeNumber(store.memory(), store.valueOffset(reservation), length, number);
    store.publish(reservation, key.hash);
    return true;
  }

  private static void writeNumber(MemorySegment memory, long offset, int length, long number) {
    for (long at = Ascii.putDecimal(memory, offset, number); at < offset + length; at++) {
      memory.set(BYTE, at, (byte) ' ');
    }
  }
}

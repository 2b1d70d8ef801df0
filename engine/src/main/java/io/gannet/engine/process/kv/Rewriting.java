package io.gannet.engine.process.kv;

import static io.gannet.engine.bytes.Ascii.BYTE;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.bytes.Numeral;
import io.gannet.engine.store.Key;
import io.gannet.engine.store.Store;
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
  private final KeyspaceMetrics metrics;
  private final Numeral numeral = new Numeral();
  private final MemorySegment scratch = Arena.ofAuto().allocate(PUT_BYTES_MAX, Long.BYTES);

  Rewriting(Store store, KeyspaceMetrics metrics) {
    this.store = store;
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
    boolean behind = command.operation == Operation.APPEND;
    MemorySegment from = command.valueMemory;
    long offset = command.valueOffset;
    long joined =
        store.valueLength(item) + length <= PUT_BYTES_MAX
            ? putJoined(key, item, behind, from, offset, length)
            : publishJoined(key, item, behind, from, offset, length);
    if (joined >= 0) {
      return Outcome.STORED;
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
      Key key, long item, boolean behind, MemorySegment from, long offset, int length) {
    int joinedLength = store.valueLength(item) + length;
    writeJoined(item, behind, from, offset, length, scratch, 0);
    return store.put(
        key, store.clientFlags(item), store.expiresAtSec(item), scratch, 0, joinedLength);
  }

  private long publishJoined(
      Key key, long item, boolean behind, MemorySegment from, long offset, int length) {
    long pin = store.pin(item); // so that reserving does not evict what is to be copied
    if (pin < 0) {
      return pin;
    }
    int joinedLength = store.valueLength(item) + length;
    long joined =
        store.reserveBriefly(
            key, joinedLength, store.clientFlags(item), store.expiresAtSec(item));
    if (joined >= 0) {
      writeJoined(
          item, behind, from, offset, length, store.memory(), store.valueOffset(joined));
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
    if (!putNumber(key, item, Math.max(length, Ascii.decimalBytes(number)), number)) {
      return command.isLastTry ? Outcome.NO_MEMORY : Outcome.LATER;
    }
    (up ? metrics.incrHits : metrics.decrHits).increment();
    return counted(command, number);
  }

  /** A number to begin with; one that is dead already is told and gone. */
  private Outcome make(Command command) {
    int length = (int) Ascii.putDecimal(scratch, 0, command.initial);
    if (!command.isDead()
        && store.put(command.key, 0, command.deadlineSec, scratch, 0, length) < 0) {
      return command.isLastTry ? Outcome.NO_MEMORY : Outcome.LATER;
    }
    return counted(command, command.initial);
  }

  private Outcome counted(Command command, long number) {
    command.counted = number;
    command.noteCas(store);
    return Outcome.COUNTED;
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

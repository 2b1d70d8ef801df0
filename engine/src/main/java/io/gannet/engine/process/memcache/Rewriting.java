package io.gannet.engine.process.memcache;

import static io.gannet.engine.bytes.Ascii.BYTE;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.process.Output;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import io.gannet.engine.protocol.memcache.Numeral;
import io.gannet.engine.protocol.memcache.Reply;
import io.gannet.engine.protocol.memcache.Request;
import io.gannet.engine.protocol.memcache.Verb;
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
  private final MemcacheMetrics metrics;
  private final Numeral numeral = new Numeral();
  private final MemorySegment scratch = Arena.ofAuto().allocate(PUT_BYTES_MAX, Long.BYTES);

  Rewriting(Store store, MemcacheMetrics metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  /**
   * Joins bytes to those of the item.
   *
   * @param from where they lie, from {@code offset} on; the store's own memory only if they are a
   *     reservation's
   * @return what is to be answered
   */
  Reply join(
      Verb verb, Key key, MemorySegment from, long offset, int length, MemcacheSession session) {
    long item = store.find(key);
    if (item < 0 || isTooLarge(key, item, length)) {
      return Reply.NOT_STORED;
    }
    boolean behind = verb == Verb.APPEND;
    long joined =
        store.valueLength(item) + length <= PUT_BYTES_MAX
            ? putJoined(key, item, behind, from, offset, length)
            : publishJoined(key, item, behind, from, offset, length);
    if (joined >= 0) {
      return Reply.STORED;
    }
    if (session.waits()) {
      return Reply.LATER;
    }
    metrics.noMemory.increment();
    return Reply.NO_MEMORY_STORING;
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

  /**
   * incr and decr; a number that became shorter is filled up with spaces, as in memcached.
   *
   * @return what is to be answered; {@link Reply#NONE} if the number was
   */
  Reply count(Request request, Key key, MemcacheSession session, Output out) {
    boolean up = request.verb == Verb.INCR;
    long item = store.find(key);
    if (item < 0) {
      (up ? metrics.incrMisses : metrics.decrMisses).increment();
      return Reply.NOT_FOUND;
    }
    long offset = store.valueOffset(item);
    int length = store.valueLength(item);
    if (!numeral.parseUnsigned(store.memory(), offset, offset + length)) {
      return Reply.NOT_NUMERIC;
    }
    long number = up ? numeral.value + request.number : subtract(numeral.value, request.number);
    if (!putNumber(key, item, Math.max(length, Ascii.decimalBytes(number)), number)) {
      return session.waits() ? Reply.LATER : Reply.NO_MEMORY;
    }
    (up ? metrics.incrHits : metrics.decrHits).increment();
    if (!request.noreply) {
      out.position = MemcacheComposer.putDecimalLine(out.memory, out.position, number);
    }
    return Reply.NONE;
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

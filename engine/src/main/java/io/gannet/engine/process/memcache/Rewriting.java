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
  /** Of an unsigned number of 64 bits. */
  private static final int DIGITS_MAX = 20;

  private final Store store;
  private final MemcacheMetrics metrics;
  private final Numeral numeral = new Numeral();
  private final MemorySegment digits = Arena.ofAuto().allocate(DIGITS_MAX, Long.BYTES);

  Rewriting(Store store, MemcacheMetrics metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  /** Joins the bytes of {@code scratch}, a reservation that ends here, to those of the item. */
  Reply join(Verb verb, Key key, long scratch) {
    long item = store.find(key);
    long joined = item < 0 ? item : reserveJoined(verb, key, item, scratch);
    store.abandon(scratch);
    if (joined < 0) {
      return Reply.NOT_STORED;
    }
    store.publish(joined, key.hash);
    return Reply.STORED;
  }

  private long reserveJoined(Verb verb, Key key, long item, long scratch) {
    int oldBytes = store.valueLength(item);
    int newBytes = store.valueLength(scratch);
    if (oldBytes > Integer.MAX_VALUE - newBytes) {
      return Store.TOO_LARGE;
    }
    long pin = store.pin(item); // so that reserving does not evict what is to be copied
    long joined =
        store.reserve(
            key, oldBytes + newBytes, store.clientFlags(item), store.expiresAtSec(item));
    if (joined >= 0) {
      boolean behind = verb == Verb.APPEND;
      long at = store.valueOffset(joined);
      copyValue(item, at + (behind ? 0 : newBytes));
      copyValue(scratch, at + (behind ? oldBytes : 0));
    }
    store.unpin(pin);
    return joined;
  }

  private void copyValue(long item, long to) {
    MemorySegment memory = store.memory();
    MemorySegment.copy(memory, store.valueOffset(item), memory, to, store.valueLength(item));
  }

  /**
   * incr and decr; a number that became shorter is filled up with spaces, as in memcached.
   *
   * @return what is to be answered; {@link Reply#NONE} if the number was
   */
  Reply count(Request request, Key key, Output out) {
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
      return Reply.NO_MEMORY;
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
    if (length <= DIGITS_MAX) {
      writeNumber(digits, 0, length, number);
      return store.put(key, flags, deadlineSec, digits, 0, length) >= 0;
    }
    long reservation = store.reserve(key, length, flags, deadlineSec);
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

package io.gannet.engine.process.kv;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * What is kept of an item whose marks, use or token somebody asked for, and of no other: so it
 * costs nobody else a byte. It lies in the item's {@link Store#hasAnnex annex}:
 *
 * <pre>
 *  0       8            12
 * +-------+------------+-------+      token: given by a client, or 0: the store's own is good
 * | token | found last | marks |      found last: seconds of the store's clock
 * +-------+------------+-------+
 * </pre>
 */
public final class Annex {
  /** It is stale: good until a client has made it anew. */
  static final int STALE = 1;

  /** Some client was told to make it anew. */
  static final int SENT = 1 << 1;

  /** It was found. */
  static final int FOUND = 1 << 2;

  /** It was made empty for a client who was not told so yet. */
  static final int MADE = 1 << 3;

  static final int BYTES = Store.ANNEX_BYTES;

  private static final int TOKEN = 0;
  private static final int FOUND_SEC = Long.BYTES;
  private static final int MARKS = FOUND_SEC + Integer.BYTES;

  static {
    assert MARKS + Integer.BYTES == BYTES;
  }

  private Annex() {}

  /** The token of an item, whoever has given it. */
  public static long cas(Store store, long item) {
    long given = given(store, item);
    return given != 0 ? given : store.cas(item);
  }

  /** The same, where the store's own is known. */
  static long cas(Store store, long item, long own) {
    long given = given(store, item);
    return given != 0 ? given : own;
  }

  private static long given(Store store, long item) {
    return store.hasAnnex(item) ? Bits.getLong(store.memory(), at(store, item) + TOKEN) : 0;
  }

  static void write(Store store, long item, long token, int foundSec, int marks) {
    MemorySegment memory = store.memory();
    long at = at(store, item);
    Bits.putLong(memory, at + TOKEN, token);
    Bits.putInt(memory, at + FOUND_SEC, foundSec);
    Bits.putInt(memory, at + MARKS, marks);
  }

  /** The marks of an item; none if it has no annex. */
  static int marks(Store store, long item) {
    return store.hasAnnex(item) ? Bits.getInt(store.memory(), at(store, item) + MARKS) : 0;
  }

  static void marks(Store store, long item, int marks) {
    Bits.putInt(store.memory(), at(store, item) + MARKS, marks);
  }

  /** When it was found last; {@code nowSec} if that is not known. */
  static int foundSec(Store store, long item, int nowSec) {
    return store.hasAnnex(item)
        ? Bits.getInt(store.memory(), at(store, item) + FOUND_SEC)
        : nowSec;
  }

  /** An item is found. */
  static void found(Store store, long item, int nowSec) {
    Bits.putInt(store.memory(), at(store, item) + FOUND_SEC, nowSec);
    marks(store, item, marks(store, item) | FOUND);
  }

  private static long at(Store store, long item) {
    assert store.hasAnnex(item);
    return store.valueOffset(item) + store.valueLength(item);
  }
}

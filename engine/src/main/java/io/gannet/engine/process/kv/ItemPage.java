package io.gannet.engine.process.kv;

import io.gannet.engine.bytes.Bits;
import io.gannet.engine.store.Listed;
import io.gannet.engine.store.Store;
import java.lang.foreign.MemorySegment;

/**
 * Some of the items that a shard has, as a listing comes to them: written where they are listed, by
 * {@link Keyspace#list}, and read one by one where they are told, which may be another worker's. It
 * is a view of any memory, of {@link #BYTES_MAX} bytes.
 *
 * <pre>
 *  0       8          16      24      28     32      36      40       41
 * +-------+----------+-------+-------+------+-------+-------+--------+--------+-----+- -
 * | token | deadline | since | bytes | kind | value | flags | found  | key    | key | next
 * |       |          |       |       |      | length|       | 0 or 1 | length |     |
 * +-------+----------+-------+-------+------+-------+-------+--------+--------+-----+- -
 * </pre>
 *
 * <p>Times are seconds since the epoch, as shards do not count from the same moment; 0 is never, or
 * not known.
 */
public final class ItemPage {
  /** The most bytes of a page. */
  public static final int BYTES_MAX = 4096;

  /** What a page is told in has no more bytes than that. */
  public static final int TOLD_BYTES_MAX = 4096;

  /** In what is told of an item there are no more than so many bytes, besides its key. */
  public static final int TOLD_ITEM_BYTES_MAX = 120;

  /** A byte of a key is told in no more than so many. */
  public static final int TOLD_KEY_BYTE_MAX = 3;

  private static final int TOKEN = 0;
  private static final int DEADLINE = 8;
  private static final int SINCE = 16;
  private static final int ITEM_BYTES = 24;
  private static final int KIND = 28;
  private static final int VALUE_LENGTH = 32;
  private static final int FLAGS = 36;
  private static final int FOUND = 40;
  private static final int KEY_LENGTH = 41;
  private static final int HEAD_BYTES = 42;

  static {
    assert HEAD_BYTES < TOLD_ITEM_BYTES_MAX : "what fits when it is told fits in the page";
    assert TOLD_ITEM_BYTES_MAX + TOLD_KEY_BYTE_MAX * Store.KEY_LENGTH_MAX < TOLD_BYTES_MAX;
  }

  /** Where it lies. */
  public MemorySegment memory = MemorySegment.NULL;

  private long begin;
  private long end;
  private long at;
  private int toldBytes;

  /** Where the listing goes on, or {@link Listed#END}. */
  public long next;

  /** How many places were looked at for it. */
  public int looked;

  /** A page that lies nowhere yet. */
  public ItemPage() {}

  /** A page without an item, to be written from there on. */
  public void begin(MemorySegment memory, long offset) {
    read(memory, offset, 0);
    toldBytes = 0;
    looked = 0;
  }

  /** A page that was written, before its first item. */
  public void read(MemorySegment memory, long offset, int bytes) {
    this.memory = memory;
    this.begin = offset;
    this.end = offset + bytes;
    this.at = offset - HEAD_BYTES;
  }

  /** Bytes of it. */
  public int bytes() {
    return (int) (end - begin);
  }

  /** True if there is room for an item with such a key. */
  boolean hasRoomFor(int keyLength) {
    return toldBytes + toldBytes(keyLength) <= TOLD_BYTES_MAX;
  }

  private static int toldBytes(int keyLength) {
    return TOLD_ITEM_BYTES_MAX + TOLD_KEY_BYTE_MAX * keyLength;
  }

  /** Adds an item, for which there is room. */
  void add(
      Store store, Listed listed, long token, boolean found, long deadlineSec, long sinceSec) {
    long item = listed.item;
    int keyLength = store.keyLength(item);
    Bits.putLong(memory, end + TOKEN, token);
    Bits.putLong(memory, end + DEADLINE, deadlineSec);
    Bits.putLong(memory, end + SINCE, sinceSec);
    Bits.putInt(memory, end + ITEM_BYTES, listed.bytes);
    Bits.putInt(memory, end + KIND, listed.kind);
    Bits.putInt(memory, end + VALUE_LENGTH, store.valueLength(item));
    Bits.putInt(memory, end + FLAGS, store.clientFlags(item));
    Bits.putByte(memory, end + FOUND, found ? 1 : 0);
    Bits.putByte(memory, end + KEY_LENGTH, keyLength);
    MemorySegment.copy(
        store.memory(), store.keyOffset(item), memory, end + HEAD_BYTES, keyLength);
    end += HEAD_BYTES + keyLength;
    toldBytes += toldBytes(keyLength);
    assert end - begin <= BYTES_MAX;
  }

  /** Goes on to the next item; false if there is none. */
  public boolean hasNext() {
    at = at < begin ? begin : keyOffset() + keyLength();
    assert at <= end;
    return at < end;
  }

  /** The item's token; 0 if it keeps none. */
  public long token() {
    return Bits.getLong(memory, at + TOKEN);
  }

  /** When it expires. */
  public long deadlineSec() {
    return Bits.getLong(memory, at + DEADLINE);
  }

  /** Since when it has been there for certain, or when it was found last. */
  public long sinceSec() {
    return Bits.getLong(memory, at + SINCE);
  }

  /** Bytes that it takes, its header included. */
  public int itemBytes() {
    return Bits.getInt(memory, at + ITEM_BYTES);
  }

  /** Its TTL bucket or size class; 0 where there are none. */
  public int kind() {
    return Bits.getInt(memory, at + KIND);
  }

  /** Bytes of its value. */
  public int valueLength() {
    return Bits.getInt(memory, at + VALUE_LENGTH);
  }

  /** The client's flags, 32 bits. */
  public int clientFlags() {
    return Bits.getInt(memory, at + FLAGS);
  }

  /** True if it is known to have been found. */
  public boolean found() {
    return Bits.getByte(memory, at + FOUND) != 0;
  }

  /** Bytes of its key. */
  public int keyLength() {
    return Bits.getByte(memory, at + KEY_LENGTH);
  }

  /** Where its key lies. */
  public long keyOffset() {
    return at + HEAD_BYTES;
  }
}

package io.gannet.engine.process.kv;

import static io.gannet.engine.bytes.Ascii.BYTE;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.store.Key;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What was asked of one shard's keys, by what they begin with: up to their first colon. Its shard
 * alone counts, any thread may read; who turns it on or resets it hands the shard another, empty
 * table.
 */
public final class PrefixCounts {
  /** How many prefixes are counted: what comes first. */
  public static final int PREFIXES_MAX = 256;

  /** Bytes of the longest prefix that is counted. */
  public static final int PREFIX_BYTES_MAX = 64;

  /** What is counted of each, in the order in which it is told. */
  public enum Count {
    GET,
    HIT,
    SET,
    DEL
  }

  private static final int COUNTS = Count.values().length;
  private static final int SLOTS = 2 * PREFIXES_MAX;
  private static final byte DELIMITER = ':';

  private volatile Table table;
  private volatile boolean on;

  /** Off, without a count. */
  public PrefixCounts() {}

  /** The prefixes and their counts since the last reset. */
  private static final class Table {
    final byte[] names = new byte[PREFIXES_MAX * PREFIX_BYTES_MAX];
    final byte[] lengths = new byte[PREFIXES_MAX];
    final short[] slots = new short[SLOTS];
    final AtomicLongArray counts = new AtomicLongArray(PREFIXES_MAX * COUNTS);

    /** Names up to here are written, and stay. */
    volatile int size;
  }

  /** Counts from now on, or no longer; what was counted stays. */
  public void turn(boolean isOn) {
    if (isOn && table == null) {
      table = new Table();
    }
    on = isOn;
  }

  /** Nothing was counted. */
  public void reset() {
    if (size() > 0) {
      table = new Table();
    }
  }

  /** True if it counts. Any thread. */
  public boolean isOn() {
    return on;
  }

  /** Counts what was asked of a key, if it is on. Its shard's thread. */
  void add(Key key, Count count, boolean hit) {
    if (!on) {
      return;
    }
    Table counted = table;
    int prefix = prefix(counted, key);
    if (prefix >= 0) {
      add(counted, prefix, count);
    }
    if (prefix >= 0 && hit) {
      add(counted, prefix, Count.HIT);
    }
  }

  private static void add(Table table, int prefix, Count count) {
    int at = prefix * COUNTS + count.ordinal();
    table.counts.setOpaque(at, table.counts.getPlain(at) + 1);
  }

  /** The number of a key's prefix, a new one if need be; less than 0 if it is not counted. */
  private static int prefix(Table table, Key key) {
    long end = key.offset + Math.min(key.length, PREFIX_BYTES_MAX + 1);
    int length = (int) (Ascii.indexOf(key.memory, key.offset, end, DELIMITER) - key.offset);
    if (length == end - key.offset) {
      return -1;
    }
    int slot = hash(key.memory, key.offset, length) & SLOTS - 1;
    while (table.slots[slot] != 0) {
      int prefix = table.slots[slot] - 1;
      if (isNamed(table, prefix, key.memory, key.offset, length)) {
        return prefix;
      }
      slot = slot + 1 & SLOTS - 1;
    }
    return enter(table, slot, key, length);
  }

  private static int enter(Table table, int slot, Key key, int length) {
    int prefix = table.size;
    if (prefix == PREFIXES_MAX) {
      return -1;
    }
    for (int i = 0; i < length; i++) {
      table.names[prefix * PREFIX_BYTES_MAX + i] = key.memory.get(BYTE, key.offset + i);
    }
    table.lengths[prefix] = (byte) length;
    table.slots[slot] = (short) (prefix + 1);
    table.size = prefix + 1;
    return prefix;
  }

  private static int hash(MemorySegment memory, long offset, int length) {
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + memory.get(BYTE, offset + i);
    }
    return hash ^ hash >>> 15;
  }

  private static boolean isNamed(
      Table table, int prefix, MemorySegment memory, long offset, int length) {
    int i = 0;
    int at = prefix * PREFIX_BYTES_MAX;
    while (i < length && memory.get(BYTE, offset + i) == table.names[at + i]) {
      i++;
    }
    return i == length && table.lengths[prefix] == length;
  }

  /** How many prefixes it has counted. Any thread. */
  public int size() {
    Table counted = table;
    return counted == null ? 0 : counted.size;
  }

  /** Writes the name of a prefix, and returns the offset behind it. Any thread. */
  public long putName(int prefix, MemorySegment to, long offset) {
    Table counted = table;
    int length = prefix < counted.size ? counted.lengths[prefix] : 0;
    for (int i = 0; i < length; i++) {
      to.set(BYTE, offset + i, counted.names[prefix * PREFIX_BYTES_MAX + i]);
    }
    return offset + length;
  }

  /** The number of the prefix with that name, or less than 0. Any thread. */
  public int find(MemorySegment name, long offset, int length) {
    Table counted = table;
    int prefix = size() - 1;
    while (prefix >= 0 && !isNamed(counted, prefix, name, offset, length)) {
      prefix--;
    }
    return prefix;
  }

  /** A count of a prefix. Any thread. */
  public long count(int prefix, Count count) {
    return table.counts.getOpaque(prefix * COUNTS + count.ordinal());
  }
}

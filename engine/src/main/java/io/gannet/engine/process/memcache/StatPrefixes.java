package io.gannet.engine.process.memcache;

import io.gannet.engine.bytes.Ascii;
import io.gannet.engine.process.kv.PrefixCounts;
import io.gannet.engine.process.kv.PrefixCounts.Count;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What {@code stats detail} is about: what was asked of keys by their prefix, of all shards of a
 * server together. A prefix is told by the first shard that has counted it.
 */
final class StatPrefixes extends StatRows {
  private static final byte[] PREFIX = bytes("PREFIX ");

  /** In packets each line is the value of one name. */
  private static final byte[] DETAILED = head("detailed PREFIX ");

  private static final byte[][] WORDS = {
    bytes(" get "), bytes(" hit "), bytes(" set "), bytes(" del ")
  };
  private static final Count[] COUNTS = Count.values();
  private static final int NUMBERS_BYTES_MAX = 100;

  private final byte[] head;
  private final List<PrefixCounts> shards;

  /** As lines, of no shard yet. */
  StatPrefixes() {
    this(PREFIX, new CopyOnWriteArrayList<>());
  }

  private StatPrefixes(byte[] head, List<PrefixCounts> shards) {
    super(DETAILED.length + PrefixCounts.PREFIX_BYTES_MAX + NUMBERS_BYTES_MAX);
    this.head = head;
    this.shards = shards;
  }

  /** The same as figures. */
  StatPrefixes asFigures() {
    return new StatPrefixes(DETAILED, shards);
  }

  /** Those of a further shard. */
  PrefixCounts another() {
    PrefixCounts counts = new PrefixCounts();
    shards.add(counts);
    return counts;
  }

  /** All shards count from now on, or none. */
  void turn(boolean on) {
    for (int i = 0; i < shards.size(); i++) {
      shards.get(i).turn(on);
    }
  }

  /** True if they count. */
  boolean isOn() {
    return !shards.isEmpty() && shards.getFirst().isOn();
  }

  void reset() {
    for (int i = 0; i < shards.size(); i++) {
      shards.get(i).reset();
    }
  }

  @Override
  int rows() {
    int rows = 0;
    for (int i = 0; i < shards.size(); i++) {
      rows += shards.get(i).size();
    }
    return rows;
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    int prefix = row;
    int first = 0;
    while (first < shards.size() && prefix >= shards.get(first).size()) {
      prefix -= shards.get(first++).size();
    }
    if (first == shards.size()) {
      return offset; // it was reset meanwhile
    }
    long name = MemcacheComposer.putText(memory, offset, head);
    long end = shards.get(first).putName(prefix, memory, name);
    for (int i = 0; i < first; i++) {
      if (shards.get(i).find(memory, name, (int) (end - name)) >= 0) {
        return offset;
      }
    }
    return putCounts(first, memory, name, end);
  }

  private long putCounts(int first, MemorySegment memory, long name, long end) {
    long at = end;
    for (Count count : COUNTS) {
      at = MemcacheComposer.putText(memory, at, WORDS[count.ordinal()]);
      long sum = 0;
      for (int i = first; i < shards.size(); i++) {
        int prefix = shards.get(i).find(memory, name, (int) (end - name));
        sum += prefix < 0 ? 0 : shards.get(i).count(prefix, count);
      }
      at = Ascii.putDecimal(memory, at, sum);
    }
    return MemcacheComposer.putLineEnd(memory, at);
  }
}

package io.gannet.engine.process.memcache;

import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The lines of figures that there are of several things, all of one thing together: {@code STAT
 * items:5:number 17}. Names are put together when they are told, for there can be thousands.
 */
final class StatTable extends StatRows {
  private final RowLabels labels;
  private final Column[] columns;
  private final byte[][] heads;
  private final byte[][] tails;

  StatTable(RowLabels labels, List<Column> columns) {
    super(longestHead(labels) + longestTail(columns));
    this.labels = labels;
    this.columns = columns.toArray(Column[]::new);
    int things = labels.texts().size();
    this.heads = new byte[things][];
    for (int thing = 0; thing < things; thing++) {
      heads[thing] = head(labels.head(thing));
    }
    this.tails = new byte[columns.size()][];
    for (int i = 0; i < tails.length; i++) {
      tails[i] = bytes(tail(this.columns[i]));
    }
  }

  private static int longestHead(RowLabels labels) {
    int longest = 0;
    for (int thing = 0; thing < labels.texts().size(); thing++) {
      longest = Math.max(longest, head(labels.head(thing)).length);
    }
    return longest;
  }

  private static int longestTail(List<Column> columns) {
    return columns.stream().mapToInt(column -> tail(column).length()).max().orElse(0);
  }

  private static String tail(Column column) {
    return RowLabels.tail(column.stat()) + " ";
  }

  @Override
  int rows() {
    return heads.length * columns.length;
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    int thing = row / columns.length;
    if (!labels.told().test(thing)) {
      return offset;
    }
    int column = row % columns.length;
    long at = MemcacheComposer.putText(memory, offset, heads[thing]);
    at = MemcacheComposer.putText(memory, at, tails[column]);
    long value = columns[column].value().applyAsLong(thing);
    return MemcacheComposer.putDecimalsLine(memory, at, value, columns[column].decimals());
  }
}

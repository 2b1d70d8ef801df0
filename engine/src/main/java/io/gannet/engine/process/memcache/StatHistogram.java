package io.gannet.engine.process.memcache;

import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import java.lang.foreign.MemorySegment;

/** The lines of a histogram, of those of its rows in which there is something. */
final class StatHistogram extends StatRows {
  private final Distribution distribution;
  private final byte[][] heads;

  StatHistogram(Distribution distribution) {
    super(longestHead(distribution));
    this.distribution = distribution;
    this.heads = new byte[distribution.rows()][];
    for (int row = 0; row < heads.length; row++) {
      heads[row] = head(distribution, row);
    }
  }

  private static byte[] head(Distribution distribution, int row) {
    return head(distribution.rowOf(row) + " ");
  }

  private static int longestHead(Distribution distribution) {
    int longest = 0;
    for (int row = 0; row < distribution.rows(); row++) {
      longest = Math.max(longest, head(distribution, row).length);
    }
    return longest;
  }

  @Override
  int rows() {
    return heads.length;
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    long value = distribution.valueOf(row);
    if (value == 0) {
      return offset;
    }
    long at = MemcacheComposer.putText(memory, offset, heads[row]);
    return MemcacheComposer.putDecimalLine(memory, at, value);
  }
}

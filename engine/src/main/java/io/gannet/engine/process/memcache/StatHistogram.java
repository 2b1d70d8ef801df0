package io.gannet.engine.process.memcache;

import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Histogram;
import io.gannet.engine.protocol.memcache.MemcacheComposer;
import java.lang.foreign.MemorySegment;

/** The lines of a histogram, one a bucket in which there is something. */
final class StatHistogram extends StatRows {
  private final Histogram histogram;
  private final byte[][] heads;

  StatHistogram(Distribution distribution) {
    super(longestHead(distribution));
    this.histogram = distribution.histogram();
    this.heads = new byte[histogram.buckets()][];
    for (int bucket = 0; bucket < heads.length; bucket++) {
      heads[bucket] = head(distribution, bucket);
    }
  }

  private static byte[] head(Distribution distribution, int bucket) {
    return head(distribution.rowName(bucket) + " ");
  }

  private static int longestHead(Distribution distribution) {
    int longest = 0;
    for (int bucket = 0; bucket < distribution.histogram().buckets(); bucket++) {
      longest = Math.max(longest, head(distribution, bucket).length);
    }
    return longest;
  }

  @Override
  int rows() {
    return heads.length;
  }

  @Override
  long put(int row, MemorySegment memory, long offset) {
    long count = histogram.count(row);
    if (count == 0) {
      return offset;
    }
    long at = MemcacheComposer.putText(memory, offset, heads[row]);
    return MemcacheComposer.putDecimalLine(memory, at, count);
  }
}

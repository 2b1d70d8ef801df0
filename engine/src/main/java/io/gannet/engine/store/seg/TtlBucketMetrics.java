package io.gannet.engine.store.seg;

import io.gannet.engine.block.KindMetrics;
import java.util.List;
import java.util.stream.IntStream;

/** What a segment store counts by TTL bucket: {@code stats segments}. */
public final class TtlBucketMetrics extends KindMetrics {
  TtlBucketMetrics() {
    super("segments", "ttl_bucket", "ttl_sec_max", texts(), "segment", "segments");
  }

  /** The longest TTL of each bucket; 0 is never, as in memcached's protocol. */
  private static List<String> texts() {
    return IntStream.range(0, TtlBuckets.COUNT)
        .map(bucket -> bucket == TtlBuckets.NEVER_BUCKET ? 0 : TtlBuckets.ceilingSec(bucket))
        .mapToObj(Integer::toString)
        .toList();
  }
}

package io.gannet.engine.store.seg;

import io.gannet.engine.block.KindMetrics;
import java.util.List;
import java.util.stream.IntStream;

/** What a segment store counts by TTL bucket: {@code stats segments}. */
public final class TtlBucketMetrics extends KindMetrics {
  TtlBucketMetrics() {
    super("segments", "ttl_bucket", "ttl_sec_max", texts(), "segment", "segments");
  }

  private static List<String> texts() {
    return IntStream.range(0, TtlBuckets.COUNT).mapToObj(TtlBucketMetrics::text).toList();
  }

  /** The longest TTL of a bucket; 0 is never, as in memcached's protocol. */
  private static String text(int bucket) {
    return switch (bucket) {
      case TtlBuckets.NEVER_BUCKET -> "0";
      case TtlBuckets.ANY_BUCKET -> "any";
      case TtlBuckets.LARGE_BUCKET -> "large";
      default -> Integer.toString(TtlBuckets.ceilingSec(bucket));
    };
  }
}

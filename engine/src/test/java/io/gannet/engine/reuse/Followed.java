package io.gannet.engine.reuse;

import io.gannet.engine.hash.Hash64;
import io.gannet.engine.hash.Sampling;
import io.gannet.engine.metrics.Column;
import io.gannet.engine.time.CoarseClock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A curve and the exact one, told the same requests: who misses stores. */
final class Followed {
  private final CoarseClock clock = new CoarseClock(1_700_000_000L, 0);
  private final Hash64 hash64 = Hash64.seeded(11);
  private final MemorySegment word = MemorySegment.ofArray(new long[1]);
  final Sampling sampling = new Sampling();
  final ReuseMetrics metrics = new ReuseMetrics(() -> this.gets);
  final ReuseCurve curve;
  private final ExactCurve exact;
  private final long nsPerRequest;
  private long gets;

  Followed(long memoryBytes, int requests, long nsPerRequest) {
    this.curve = new ReuseCurve(sampling, memoryBytes, clock, metrics);
    this.exact = new ExactCurve(memoryBytes, requests);
    this.nsPerRequest = nsPerRequest;
  }

  void get(long key, int lengths) {
    gets++;
    clock.advance(gets * nsPerRequest);
    word.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, key);
    long hash = hash64.hash(word, 0, Long.BYTES);
    if (curve.follows(hash)) {
      curve.got(hash, -1, false);
      curve.stored(hash, lengths);
    }
    exact.got(key, lengths);
  }

  /** The share of misses that is told with the memory of a row. */
  double told(int row) {
    Column misses =
        metrics.columns().stream()
            .filter(column -> column.stat().equals("misses"))
            .findFirst()
            .orElseThrow();
    return (double) misses.value().applyAsLong(row) / gets;
  }

  /** The share that there is. */
  double exact(int row) {
    return (double) exact.misses(row) / gets;
  }
}

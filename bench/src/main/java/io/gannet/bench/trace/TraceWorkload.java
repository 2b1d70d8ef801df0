package io.gannet.bench.trace;

import io.gannet.bench.workload.RequestSource;
import io.gannet.bench.workload.Workload;
import java.util.Locale;

/**
 * A trace, to be replayed. Nothing is filled beforehand: who misses stores, unless told otherwise.
 *
 * <p>Load threads share it out by key, so that all requests of a key come from one thread, in
 * order.
 */
public final class TraceWorkload implements Workload {
  private static final RequestSource NOTHING = ask -> false;

  private final Trace trace;
  private final boolean fillsOnMiss;
  private final int valueBytesMax;

  /** {@code fillsOnMiss} is what a lookaside client does. */
  public TraceWorkload(Trace trace, boolean fillsOnMiss) {
    this.trace = trace;
    this.fillsOnMiss = fillsOnMiss;
    this.valueBytesMax = trace.valueBytesMax();
  }

  /** What is replayed. */
  public Trace trace() {
    return trace;
  }

  @Override
  public RequestSource source(int index, int count) {
    return new TraceSource(trace, index, count);
  }

  @Override
  public RequestSource fill(int index, int count) {
    return NOTHING;
  }

  @Override
  public long fillCount() {
    return 0;
  }

  @Override
  public boolean fillsOnMiss() {
    return fillsOnMiss;
  }

  @Override
  public int valueBytesMax() {
    return valueBytesMax;
  }

  @Override
  public String describe() {
    return String.format(
        Locale.ROOT,
        "trace %s (%s): %,d requests of %,d keys%s%s",
        trace.name(),
        trace.format(),
        trace.requests(),
        trace.keys(),
        trace.scale() == 1 ? "" : String.format(Locale.ROOT, ", values × %.4g", trace.scale()),
        fillsOnMiss ? ", a miss is followed by a set" : "");
  }
}

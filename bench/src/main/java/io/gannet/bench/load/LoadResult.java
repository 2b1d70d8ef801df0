package io.gannet.bench.load;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run measured, after its warm-up. All histograms are in nanoseconds.
 *
 * @param elapsedNs the time measured: the plan's duration; when there was no more to ask before,
 *     until the last reply
 * @param counts open loop: of what was due within it; closed loop: of replies within it
 * @param service from handing a request to the kernel until its reply was seen
 * @param slip from when a request was due until it was handed to the kernel: waiting for this
 *     generator, or for a free connection; without fills, which are never due; closed loop: empty
 * @param perceived from when it was due until its reply was seen, likewise without fills; closed
 *     loop: as service
 * @param intervals second by second, warm-up included
 * @param generatorCpuNs CPU time of the load threads between the phases MEASURE and DONE
 * @param generatorEnters their calls of io_uring_enter, likewise
 * @param busy share of the time that the busiest load thread was on a CPU, 0 to 1; polling before
 *     a due time ({@link LoadPlan#spin}) counts, so with it look at {@code slip}
 * @param errorKinds what went wrong, and how often: {@code "SERVER_ERROR out of memory" → 3}; a
 *     lost connection is one, and so is each request lost with it; those of the fill begin with
 *     {@code fill:}; of more than 32 kinds the rest is {@code others}
 */
public record LoadResult(
    LoadPlan plan,
    long elapsedNs,
    Counts counts,
    Histogram service,
    Histogram slip,
    Histogram perceived,
    List<Interval> intervals,
    long generatorCpuNs,
    long generatorEnters,
    double busy,
    Map<String, Long> errorKinds) {

  /** Answered requests a second. */
  public double requestsPerSecond() {
    return counts.requests() * 1e9 / elapsedNs;
  }

  /** Those of them that the plan's rate was of: open loop, without what followed a miss. */
  public double duePerSecond() {
    long followed = plan.arrivals().open() ? counts.fills() : 0;
    return (counts.requests() - followed) * 1e9 / elapsedNs;
  }
}

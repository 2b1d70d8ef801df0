package io.gannet.bench.load;

import org.HdrHistogram.Histogram;

/**
 * A stretch of a run, about a second.
 *
 * @param fromNs since the measuring began; negative in the warm-up
 * @param toNs likewise
 * @param counts within it
 * @param perceived latencies of the replies within it, in nanoseconds
 * @param busy share of the time that the busiest load thread was on a CPU, 0 to 1
 */
public record Interval(long fromNs, long toNs, Counts counts, Histogram perceived, double busy) {}

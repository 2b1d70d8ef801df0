/**
 * Miss ratios: a trace replayed against caches of several sizes, by a client that looks up, and
 * having missed stores. What is measured is what a cache keeps, never how fast it is.
 *
 * <p>A {@link io.gannet.bench.ratio.Subject} is a kind of cache by its name. Those within this
 * process are {@link io.gannet.bench.ratio.Cache}s: our storage engines, through the seam that
 * servers use, and simulated policies to hold them against. Another one is a line in {@link
 * io.gannet.bench.ratio.Subjects}.
 */
package io.gannet.bench.ratio;

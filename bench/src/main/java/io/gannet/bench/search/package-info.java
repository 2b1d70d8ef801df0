/**
 * The saturation search: the highest rate at which a percentile of the perceived latency meets an
 * objective. {@link io.gannet.bench.search.Bisection} decides what to ask next and is pure; a
 * {@link io.gannet.bench.search.Prober} asks it. Knows no command line.
 */
package io.gannet.bench.search;

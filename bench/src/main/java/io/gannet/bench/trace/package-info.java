/**
 * Recorded requests: the formats that they come in, and a trace held in memory, as a workload to
 * replay and as what miss ratios are computed of. Knows no server, no store and no clock.
 *
 * <p>Another format is one class that implements {@link io.gannet.bench.trace.TraceFormat} and a
 * line in {@link io.gannet.bench.trace.TraceFormats}.
 */
package io.gannet.bench.trace;

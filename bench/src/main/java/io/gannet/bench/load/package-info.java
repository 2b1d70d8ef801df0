/**
 * The load generator: one thread per load CPU, each with a ring and connections of its own, closed
 * loop or open, and the histograms that they fill. Knows workloads and codecs; knows nothing of
 * files, reports or command lines.
 */
package io.gannet.bench.load;

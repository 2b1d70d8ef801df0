/**
 * What is asked, and in which order: keys, popularity, sizes, mixes, deadlines, arrivals, traces.
 * Pure and seeded: the same options give the same requests. Knows no protocol, no socket and no
 * clock.
 */
package io.gannet.bench.workload;

/**
 * Server and host, seen from outside while load runs: CPU time from /proc, counters from a Gannet's
 * admin port, versions by protocol, and where all of it was measured. Reads only; a figure that
 * cannot be had is absent, never guessed.
 */
package io.gannet.bench.observe;

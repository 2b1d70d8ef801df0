/**
 * {@code gannet doctor}: what of this host costs latency, and the command that changes it. A check
 * is an entry in the table of its group; it reads the host through {@link
 * io.gannet.bench.doctor.Host} and nothing else, so that a test can give it a made-up one. What
 * never enters: anything that changes the host, and a cure that its author would not type.
 */
package io.gannet.bench.doctor;

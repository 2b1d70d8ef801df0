/**
 * Clients that do harm, each kind a case, and what a well-behaved client sees meanwhile: servers in
 * turns, what each holds before, during and after. A case is a row of {@link
 * io.gannet.bench.hostile.Cases}; most are a {@link io.gannet.bench.hostile.Habit} times a number.
 * Knows no command line.
 */
package io.gannet.bench.hostile;

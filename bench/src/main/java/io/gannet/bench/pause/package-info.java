/**
 * Pauses: the longest that a single call to a storage engine takes while its memory is full, in
 * wall time, in CPU time, and in things that it had to look at, which is the only one of the three
 * that a busy host cannot change. Beside it a loop that does nothing for as long: its longest gaps
 * are the machine's own.
 *
 * <p>Engines are those of {@code ratio}, called as a worker calls them. No sockets, no threads.
 */
package io.gannet.bench.pause;

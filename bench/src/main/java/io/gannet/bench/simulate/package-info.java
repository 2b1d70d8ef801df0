/**
 * A worker, its store and its clients on one thread and in a time of their own, over a kernel that
 * is played: whatever Linux may do and seldom does happens here by the number that a run begins
 * with, and happens again with the same number.
 *
 * <pre>
 *   Campaign ── Simulation ─┬─ Scenario, Swarm      what is drawn from the seed
 *                           ├─ Client ─┬─ Composer  conversations
 *                           │          └─ ReplyReader, Oracle: may forget, never lie
 *                           ├─ Director             calm, the end, what leaks
 *                           └─ Points, Trace        what was reached, what was seen
 * </pre>
 *
 * <p>No real clock, no thread and no socket enters here: server/docs/012-the-simulator.md.
 */
package io.gannet.bench.simulate;

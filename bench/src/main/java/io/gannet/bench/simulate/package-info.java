/**
 * Workers, their stores and clients, one at a time and in a time of their own, over a kernel that
 * is played: whatever Linux may do and seldom does happens here by the number that a run begins
 * with, and happens again with the same number.
 *
 * <pre>
 *   Campaign ── Simulation ─┬─ Scenario, Swarm      what is drawn from the seed
 *                           ├─ Client ─┬─ Composer  conversations
 *                           │          └─ ReplyReader, Oracle: may forget, never lie
 *                           ├─ Station, Sights      a worker, and what is seen of it
 *                           ├─ Director             calm, the end, what leaks
 *                           └─ Points, Trace        what was reached, what was seen
 * </pre>
 *
 * <p>No real clock and no socket enters here, and no two threads at once:
 * server/docs/012-the-simulator.md.
 */
package io.gannet.bench.simulate;

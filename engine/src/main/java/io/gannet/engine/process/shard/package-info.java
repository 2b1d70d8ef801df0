/**
 * How a command comes to the shard whose key it is for, and its answer back: messages in
 * {@link io.gannet.engine.mail}, what an asker has under way, and the desk at which an owner serves
 * them. It knows no protocol and wakes no thread.
 *
 * <pre>
 *   asker's worker                                     owner's worker
 *   Forwarder ── CommandMail ──► commands ring ──────► Desk ─► Keyspace
 *       ▲                                               │  ╲ no memory now
 *       └──────── answers ring ◄── Answer ──────────────┘   ParkingLot
 * </pre>
 */
package io.gannet.engine.process.shard;

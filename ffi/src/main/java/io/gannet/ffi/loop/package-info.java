/**
 * What every thread that drives a ring does in the same way, whatever its ring is for: it enters
 * the kernel and judges the result, is woken by a timer, and keeps account of what is in flight.
 *
 * <pre>
 *   turn:   reap CQEs ─► RingSlot.ended, RingTimer.fired ─► act ─► SlotList.forEach
 *    ▲                                                                   │
 *    └─────────────── RingWait: poll, await, awaitUntil ◄────────────────┘
 * </pre>
 *
 * <p>No loop enters here: what is done in a turn, and in which order, is its owner's. Nor does what
 * only one of them does.
 */
package io.gannet.ffi.loop;

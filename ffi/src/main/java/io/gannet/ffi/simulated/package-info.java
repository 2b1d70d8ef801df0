/**
 * A kernel that is played: the entries of a {@link io.gannet.ffi.uring.Ring}, carried out on the
 * thread that enters it, over sockets that are queues of bytes and a clock that is a number. What
 * Linux may do and seldom does, it does as often as a {@link io.gannet.ffi.simulated.Chance} says,
 * so that whoever is above meets it, and meets the same again with the same chance.
 *
 * <pre>
 *   SimulatedKernel   rings, descriptors, the clock; {@code connect} makes a socket and its peer
 *   ├─ Timeline       what happens later
 *   ├─ Interleaving   several drivers, one at a time
 *   └─ SimulatedRing  one of them: enter
 *      ├─ Completions       the queue, in any order that is allowed
 *      ├─ {@link io.gannet.ffi.kernel}: both queues, what is registered
 *      └─ Operations: Receiving, Sending, Cancelling
 *   SimulatedSocket ─── Peer   the ring's end and the client's
 * </pre>
 *
 * <p>No system call and no sleep enters here, and no thread but those of several drivers, of which
 * one runs at a time; it allocates: not for the data plane.
 */
package io.gannet.ffi.simulated;

/**
 * io_uring as liburing would have it, in Java: a ring, its entries, its buffers. Names are those of
 * liburing without the prefix, in camel case; structs and constants are those of linux/io_uring.h.
 *
 * <pre>
 *   Ring.open ── register files, buffers, restrictions ── enable ─┐        any thread
 *                                                                 │        the thread that drives
 *        ┌────────────────────────────────────────────────────────┘
 *        └─► getSqe().prep…().userData(…)  ×  n
 *            submitAndWait                      one io_uring_enter(2)
 *            cqReady · cqe(i) × n · cqAdvance   no system call ─► again
 * </pre>
 *
 * <p>No policy enters here: nothing retries, re-arms, times out or closes by itself, and no
 * operation is known to this package beyond how its entry is filled.
 */
package io.gannet.ffi.uring;

/**
 * A kernel in user space: the entries of a {@link io.gannet.ffi.uring.Ring}, carried out by
 * epoll(7) and calls that do not wait, where io_uring is forbidden.
 *
 * <pre>
 *   EpollKernel      the rings of the process, by descriptor
 *   └─ EpollRing     one of them: enter
 *      ├─ Request, Requests, Waiting, Headers   what was taken and is not over
 *      ├─ OpenFile, OpenFiles     descriptors of its own, and direct ones
 *      ├─ Readiness, Mailbox, Timers, FileQueue, Retrying     what wakes it
 *      ├─ Completions     what the queue of them has no room for
 *      ├─ {@link io.gannet.ffi.kernel}: both queues, what is registered
 *      └─ Operations: Receiving, Sending, Opening, Watching, Transferring, Cancelling
 * </pre>
 *
 * <p>No policy enters here that io_uring has not, and nobody above knows of this room but who
 * chooses the kernel.
 */
package io.gannet.ffi.epoll;

/**
 * The kernel's side of a ring: what anybody has to know of io_uring's ABI who reads the entries of
 * a {@link io.gannet.ffi.uring.Ring} and writes its completions, whatever it carries them out with.
 *
 * <pre>
 *   Setup          io_uring_setup(2): which flags there are, how large queues become
 *   Queues         the words and entries of both queues, in memory that the driver sees too
 *   Driver         the thread that a ring belongs to from the moment at which it is enabled
 *   Registering    io_uring_register(2): what is refused, and why
 *   ├─ FileTable     direct descriptors; what a file is {@link io.gannet.ffi.kernel.Files} says
 *   ├─ BufferGroups  provided buffers, taken at the head
 *   └─ Permissions   restrictions
 * </pre>
 *
 * <p>No operation is carried out here, nothing waits, nothing happens by chance: that is what the
 * kernels above differ in. They are {@code epoll} and {@code simulated}; this room knows neither.
 */
package io.gannet.ffi.kernel;

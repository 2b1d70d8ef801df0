/**
 * How Java reaches the kernel: the one downcall handle, the numbers of the system calls, and the
 * derivation of offsets from layouts. Nothing here knows what any system call means, and nothing
 * here is exported.
 */
package io.gannet.ffi.abi;

package io.gannet.ffi.uring;

import static io.gannet.ffi.uring.IoUring.IORING_CQE_BUFFER_SHIFT;
import static io.gannet.ffi.uring.IoUring.IORING_CQE_F_BUFFER;
import static io.gannet.ffi.uring.IoUring.IORING_CQE_F_MORE;
import static io.gannet.ffi.uring.IoUring.IORING_CQE_F_NOTIF;

import java.lang.foreign.MemorySegment;

/**
 * A completion, read where the kernel wrote it. A ring has one of these and moves it: what it shows
 * is good until the next {@link Ring#cqe} or {@link Ring#cqAdvance}. The ring's thread only.
 */
public final class Cqe {
  private final MemorySegment rings;
  private long base;

  Cqe(MemorySegment rings) {
    this.rings = rings;
  }

  Cqe moveTo(long base) {
    this.base = base;
    return this;
  }

  /** What the request was given by {@link Sqe#userData}. */
  public long userData() {
    return IoUringCqe.userData(rings, base);
  }

  /** The result of the operation: what its system call would return, or -errno. */
  public int res() {
    return IoUringCqe.res(rings, base);
  }

  /** The IORING_CQE_F_* bits, and the buffer id above them. */
  public int flags() {
    return IoUringCqe.flags(rings, base);
  }

  /** Whether the kernel used up a provided buffer: {@link #bufferId} tells which. */
  public boolean hasBuffer() {
    return (flags() & IORING_CQE_F_BUFFER) != 0;
  }

  /** The id of the provided buffer, 0 to 65535; meaningful if {@link #hasBuffer}. */
  public int bufferId() {
    return flags() >>> IORING_CQE_BUFFER_SHIFT;
  }

  /** Whether the request lives on. When not, whatever the reason, a multishot must be re-armed. */
  public boolean more() {
    return (flags() & IORING_CQE_F_MORE) != 0;
  }

  /** Whether this is the second completion of a zero-copy send: its memory is free again. */
  public boolean notif() {
    return (flags() & IORING_CQE_F_NOTIF) != 0;
  }
}

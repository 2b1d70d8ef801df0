package io.gannet.ffi.kernel;

import io.gannet.ffi.uring.IoUringBuf;
import io.gannet.ffi.uring.IoUringBufRing;
import java.lang.foreign.MemorySegment;

/** A ring of provided buffers from the kernel's side: it takes at the head. One thread. */
public final class BufferGroup {
  private static final long BUF_BYTES = IoUringBuf.LAYOUT.byteSize();
  private static final int TAIL_MASK = 0xffff;

  private final MemorySegment bufs;
  private final int mask;
  private int head;

  BufferGroup(MemorySegment bufs, int entries) {
    this.bufs = bufs;
    this.mask = entries - 1;
  }

  /** True if there is none to take. */
  public boolean isEmpty() {
    return (head & TAIL_MASK) == IoUringBufRing.tailAcquire(bufs);
  }

  private long first() {
    return (head & mask) * BUF_BYTES;
  }

  /** Where the first buffer is. */
  public long address() {
    return IoUringBuf.addr(bufs, first());
  }

  /** How long the first buffer is. */
  public int length() {
    return IoUringBuf.len(bufs, first());
  }

  /** Takes the first buffer: its id. */
  public int take() {
    int id = IoUringBuf.bid(bufs, first());
    head++;
    return id;
  }
}

package io.gannet.ffi.simulated;

import io.gannet.ffi.uring.IoUringBuf;
import io.gannet.ffi.uring.IoUringBufRing;
import java.lang.foreign.MemorySegment;

/** A ring of provided buffers from the kernel's side: it takes at the head. */
final class BufferGroup {
  private static final long BUF_BYTES = IoUringBuf.LAYOUT.byteSize();
  private static final int TAIL_MASK = 0xffff;

  private final MemorySegment bufs;
  private final int mask;
  private int head;

  BufferGroup(MemorySegment bufs, int entries) {
    this.bufs = bufs;
    this.mask = entries - 1;
  }

  /** Buffers that may be taken. */
  int count() {
    return (IoUringBufRing.tailAcquire(bufs) - head) & TAIL_MASK;
  }

  private long first() {
    return (head & mask) * BUF_BYTES;
  }

  long address() {
    return IoUringBuf.addr(bufs, first());
  }

  int length() {
    return IoUringBuf.len(bufs, first());
  }

  /** Takes the first buffer: its id. */
  int take() {
    int id = IoUringBuf.bid(bufs, first());
    head++;
    return id;
  }
}

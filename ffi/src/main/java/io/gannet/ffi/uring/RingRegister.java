package io.gannet.ffi.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.gannet.ffi.linux.Iovec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/** io_uring_register(2), an operation per method. Control plane: memory is allocated per call. */
final class RingRegister {
  /** The kernel takes no larger one. */
  static final long MAX_BUFFER_BYTES = 1L << 30;

  /** Choose the slot yourself: what RING_FDS wants as {@code -1U}. */
  private static final int ANY_SLOT = -1;

  private static final int MAX_OPS = 256;

  private RingRegister() {}

  private static int register(Kernel kernel, int ringFd, int operation) {
    return kernel.register(ringFd, operation, MemorySegment.NULL, 0);
  }

  static int enableRings(Kernel kernel, int ringFd) {
    return register(kernel, ringFd, IoUring.IORING_REGISTER_ENABLE_RINGS);
  }

  static int restrictions(Kernel kernel, int ringFd, Restrictions restrictions) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment array = restrictions.toMemory(arena);
      int count = restrictions.count();
      return kernel.register(ringFd, IoUring.IORING_REGISTER_RESTRICTIONS, array, count);
    }
  }

  /** Opcodes that the kernel supports; empty if it does not say. */
  static BitSet probe(Kernel kernel, int ringFd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment probe = arena.allocate(
          IoUringProbe.SIZE + MAX_OPS * IoUringProbeOp.SIZE, Long.BYTES);
      BitSet supported = new BitSet();
      if (kernel.register(ringFd, IoUring.IORING_REGISTER_PROBE, probe, MAX_OPS) < 0) {
        return supported;
      }
      for (int op = 0; op < IoUringProbe.opsLen(probe); op++) {
        supported.set(op, IoUringProbeOp.supported(probe, opOffset(op)));
      }
      return supported;
    }
  }

  private static long opOffset(int op) {
    return IoUringProbe.SIZE + op * IoUringProbeOp.SIZE;
  }

  /** The slot in which the calling thread may name the ring from now on; or -errno. */
  static int ringFd(Kernel kernel, int ringFd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment update = arena.allocate(IoUringRsrcUpdate.LAYOUT);
      IoUringRsrcUpdate.set(update, ANY_SLOT, ringFd);
      int result = kernel.register(ringFd, IoUring.IORING_REGISTER_RING_FDS, update, 1);
      return result < 0 ? result : IoUringRsrcUpdate.offset(update);
    }
  }

  static int unregisterRingFd(Kernel kernel, int ringFd, int slot) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment update = arena.allocate(IoUringRsrcUpdate.LAYOUT);
      IoUringRsrcUpdate.set(update, slot, 0);
      return kernel.register(ringFd, IoUring.IORING_UNREGISTER_RING_FDS, update, 1);
    }
  }

  static int filesSparse(Kernel kernel, int ringFd, int slots) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment files = arena.allocate(IoUringRsrcRegister.LAYOUT);
      IoUringRsrcRegister.sparse(files, slots);
      int bytes = (int) files.byteSize(); // this operation counts bytes, not elements
      return kernel.register(ringFd, IoUring.IORING_REGISTER_FILES2, files, bytes);
    }
  }

  /** Once a connection: {@code update} and {@code fds}, of one each, are the caller's to keep. */
  static int filesUpdate(
      Kernel kernel, int ringFd, int slot, int fd, MemorySegment update, MemorySegment fds) {
    fds.set(JAVA_INT, 0, fd);
    IoUringRsrcUpdate.set(update, slot, fds.address());
    return kernel.register(ringFd, IoUring.IORING_REGISTER_FILES_UPDATE, update, 1);
  }

  static int buffers(Kernel kernel, int ringFd, MemorySegment... regions) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment iovecs = vectors(arena, regions);
      int count = (int) (iovecs.byteSize() / Iovec.LAYOUT.byteSize());
      return kernel.register(ringFd, IoUring.IORING_REGISTER_BUFFERS, iovecs, count);
    }
  }

  /** The regions in order, each cut into pieces that the kernel takes. */
  static MemorySegment vectors(Arena arena, MemorySegment... regions) {
    long count = 0;
    for (MemorySegment region : regions) {
      count += Math.ceilDiv(region.byteSize(), MAX_BUFFER_BYTES);
    }
    MemorySegment iovecs = Iovec.allocateArray(arena, Math.toIntExact(count));
    int index = 0;
    for (MemorySegment region : regions) {
      for (long at = 0; at < region.byteSize(); at += MAX_BUFFER_BYTES) {
        long bytes = Math.min(MAX_BUFFER_BYTES, region.byteSize() - at);
        Iovec.set(iovecs, index++, region, at, bytes);
      }
    }
    return iovecs;
  }

  static int unregisterBuffers(Kernel kernel, int ringFd) {
    return register(kernel, ringFd, IoUring.IORING_UNREGISTER_BUFFERS);
  }

  static int pbufRing(Kernel kernel, int ringFd, int group, long ringAddress, int entries) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment reg = arena.allocate(IoUringBufReg.LAYOUT);
      IoUringBufReg.set(reg, ringAddress, entries, group);
      return kernel.register(ringFd, IoUring.IORING_REGISTER_PBUF_RING, reg, 1);
    }
  }

  static int unregisterPbufRing(Kernel kernel, int ringFd, int group) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment reg = arena.allocate(IoUringBufReg.LAYOUT);
      IoUringBufReg.set(reg, 0, 0, group);
      return kernel.register(ringFd, IoUring.IORING_UNREGISTER_PBUF_RING, reg, 1);
    }
  }

  /** Takes a request instead of a ring: there is none, so the descriptor is -1. */
  static int syncMsg(Kernel kernel, int targetFd, int length, long data) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sqe = arena.allocate(IoUringSqe.LAYOUT);
      new Sqe(sqe).prepMsgRing(targetFd, length, data, 0);
      return kernel.register(-1, IoUring.IORING_REGISTER_SEND_MSG_RING, sqe, 1);
    }
  }
}

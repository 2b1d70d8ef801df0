package io.gannet.ffi.epoll;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Resource;
import io.gannet.ffi.linux.Rlimit;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringBuf;
import io.gannet.ffi.uring.IoUringBufReg;
import io.gannet.ffi.uring.IoUringProbe;
import io.gannet.ffi.uring.IoUringProbeOp;
import io.gannet.ffi.uring.IoUringRsrcRegister;
import io.gannet.ffi.uring.IoUringRsrcUpdate;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * io_uring_register(2): of what a server registers. Fixed buffers are none of it, and would spare
 * nothing here; a ring's descriptor needs no slot, as naming it costs nothing. One thread.
 */
final class Registering {
  private final FileTable table;
  private final Receiving receiving;
  private final Permissions permissions;

  Registering(FileTable table, Receiving receiving, Permissions permissions) {
    this.table = table;
    this.receiving = receiving;
    this.permissions = permissions;
  }

  int register(int operation, MemorySegment argument, int count, boolean disabled) {
    if (!permissions.allowRegister(operation)) {
      return -Errno.EACCES;
    }
    return switch (operation) {
      case IoUring.IORING_REGISTER_FILES_UPDATE -> updateFiles(argument, count);
      case IoUring.IORING_REGISTER_FILES2 -> files(argument);
      case IoUring.IORING_REGISTER_PBUF_RING -> buffers(argument);
      case IoUring.IORING_UNREGISTER_PBUF_RING -> noBuffers(argument);
      case IoUring.IORING_REGISTER_RESTRICTIONS ->
          disabled ? permissions.register(argument, count) : -Errno.EBADFD;
      case IoUring.IORING_REGISTER_PROBE -> probe(argument, count);
      default -> -Errno.EINVAL;
    };
  }

  /** As many as were put in place; the first that can't be ends it. */
  private int updateFiles(MemorySegment update, int count) {
    int first = IoUringRsrcUpdate.offset(update);
    long fds = IoUringRsrcUpdate.data(update);
    for (int i = 0; i < count; i++) {
      int result = table.update(first + i, AddressSpace.getInt(fds + (long) i * Integer.BYTES));
      if (result < 0) {
        return i > 0 ? i : result;
      }
    }
    return count;
  }

  private int files(MemorySegment files) {
    boolean sparse =
        (IoUringRsrcRegister.flags(files) & IoUring.IORING_RSRC_REGISTER_SPARSE) != 0;
    int count = IoUringRsrcRegister.nr(files);
    if (!sparse || count <= 0) {
      return -Errno.EINVAL;
    }
    return count > openFilesMax() ? -Errno.EMFILE : table.register(count);
  }

  private static long openFilesMax() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(Rlimit.LAYOUT);
      int result = Resource.getrlimit(Resource.RLIMIT_NOFILE, limit);
      long max = Rlimit.current(limit);
      return result < 0 || max < 0 ? Long.MAX_VALUE : max;
    }
  }

  private int buffers(MemorySegment reg) {
    int group = IoUringBufReg.bgid(reg);
    int entries = IoUringBufReg.ringEntries(reg);
    if (receiving.group(group) != null) {
      return -Errno.EEXIST;
    }
    if (Integer.bitCount(entries) != 1) {
      return -Errno.EINVAL;
    }
    long bytes = entries * IoUringBuf.LAYOUT.byteSize();
    MemorySegment bufs = AddressSpace.at(IoUringBufReg.ringAddr(reg), bytes);
    receiving.group(group, new BufferGroup(bufs, entries));
    return 0;
  }

  private int noBuffers(MemorySegment reg) {
    int group = IoUringBufReg.bgid(reg);
    if (receiving.group(group) == null) {
      return -Errno.ENOENT;
    }
    receiving.group(group, null);
    return 0;
  }

  private static int probe(MemorySegment probe, int count) {
    IoUringProbe.opsLen(probe, count - 1); // 256 would not fit
    for (int op = 0; op < count; op++) {
      IoUringProbeOp.supported(probe, IoUringProbe.op(op), Operations.supports(op));
    }
    return 0;
  }
}

package io.gannet.ffi.kernel;

import io.gannet.ffi.abi.AddressSpace;
import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.IoUringBuf;
import io.gannet.ffi.uring.IoUringBufReg;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The groups of provided buffers of a ring: IORING_REGISTER_PBUF_RING. One thread. */
public final class BufferGroups {
  /** Head and tail are 16 bits wide, so one more could not be told from none. */
  private static final int ENTRIES_MAX = 1 << 15;

  private BufferGroup[] groups = {};

  /** The group that a request names, or null. */
  public BufferGroup at(int id) {
    return id < groups.length ? groups[id] : null;
  }

  /** Rings in the kernel's own memory, and buffers that are used up bit by bit, are not known. */
  int register(MemorySegment reg) {
    int entries = IoUringBufReg.ringEntries(reg);
    boolean fits = Integer.bitCount(entries) == 1 && entries > 0 && entries <= ENTRIES_MAX;
    if (IoUringBufReg.flags(reg) != 0 || !fits) {
      return -Errno.EINVAL;
    }
    int id = IoUringBufReg.bgid(reg);
    if (at(id) != null) {
      return -Errno.EEXIST;
    }
    long bytes = entries * IoUringBuf.LAYOUT.byteSize();
    MemorySegment bufs = AddressSpace.at(IoUringBufReg.ringAddr(reg), bytes);
    groups = Arrays.copyOf(groups, Math.max(groups.length, id + 1));
    groups[id] = new BufferGroup(bufs, entries);
    return 0;
  }

  int unregister(MemorySegment reg) {
    int id = IoUringBufReg.bgid(reg);
    if (at(id) == null) {
      return -Errno.ENOENT;
    }
    groups[id] = null;
    return 0;
  }
}

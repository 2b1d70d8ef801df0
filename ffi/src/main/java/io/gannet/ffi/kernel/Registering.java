package io.gannet.ffi.kernel;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringProbe;
import io.gannet.ffi.uring.IoUringProbeOp;
import io.gannet.ffi.uring.IoUringRsrcRegister;
import io.gannet.ffi.uring.IoUringRsrcUpdate;
import io.gannet.ffi.uring.IoUringSqe;
import java.lang.foreign.MemorySegment;
import java.util.function.IntPredicate;

/**
 * io_uring_register(2): of what a server registers. Fixed buffers are none of it, and would spare
 * nothing above; a ring's descriptor needs no slot, as naming it costs nothing. One thread.
 */
public final class Registering {
  private final Driver driver;
  private final FileTable<?> table;
  private final BufferGroups groups;
  private final IntPredicate supported;
  private final Permissions permissions = new Permissions();

  /**
   * What is registered with a ring.
   *
   * @param supported which IORING_OP_* it says that it knows
   */
  public Registering(
      Driver driver, FileTable<?> table, BufferGroups groups, IntPredicate supported) {
    this.driver = driver;
    this.table = table;
    this.groups = groups;
    this.supported = supported;
  }

  /** What the operation says, or -errno. */
  public int register(int operation, MemorySegment argument, int count) {
    int refused = driver.refusesRegister();
    if (refused < 0) {
      return refused;
    }
    if (!permissions.allowRegister(operation)) {
      return -Errno.EACCES;
    }
    return switch (operation) {
      case IoUring.IORING_REGISTER_FILES_UPDATE -> updateFiles(argument, count);
      case IoUring.IORING_REGISTER_FILES2 -> files(argument, count);
      case IoUring.IORING_REGISTER_PBUF_RING -> groups.register(argument);
      case IoUring.IORING_UNREGISTER_PBUF_RING -> groups.unregister(argument);
      case IoUring.IORING_REGISTER_RESTRICTIONS ->
          driver.isMissing() ? permissions.register(argument, count) : -Errno.EBADFD;
      case IoUring.IORING_REGISTER_ENABLE_RINGS -> enable();
      case IoUring.IORING_REGISTER_PROBE -> probe(argument, count);
      default -> -Errno.EINVAL;
    };
  }

  private int enable() {
    int result = driver.enable();
    if (result == 0) {
      permissions.begin();
    }
    return result;
  }

  /** Whether an entry may ask for this; else it is EACCES. */
  public boolean allows(int opcode, int flags) {
    return permissions.allow(opcode, flags);
  }

  private int updateFiles(MemorySegment update, int count) {
    return count == 0
        ? -Errno.EINVAL
        : table.update(IoUringRsrcUpdate.offset(update), IoUringRsrcUpdate.data(update), count);
  }

  /** Empty ones: nobody here begins with descriptors. This operation counts bytes. */
  private int files(MemorySegment files, int bytes) {
    boolean sparse = IoUringRsrcRegister.flags(files) == IoUring.IORING_RSRC_REGISTER_SPARSE;
    int count = IoUringRsrcRegister.nr(files);
    return bytes == IoUringRsrcRegister.LAYOUT.byteSize() && sparse && count != 0
        ? table.register(count)
        : -Errno.EINVAL;
  }

  private int probe(MemorySegment probe, int count) {
    IoUringProbe.opsLen(probe, count - 1); // 256 would not fit
    for (int op = 0; op < count; op++) {
      IoUringProbeOp.supported(probe, IoUringProbe.op(op), supported.test(op));
    }
    return 0;
  }

  /**
   * Of a call that names no ring: whether its argument is a message to one, 0 or -errno. Its fields
   * say what is posted and where, as in an entry.
   */
  public static int checkWithoutRing(int operation, MemorySegment sqe, int count) {
    boolean message =
        operation == IoUring.IORING_REGISTER_SEND_MSG_RING
            && count == 1
            && IoUringSqe.opcode(sqe, 0) == IoUring.IORING_OP_MSG_RING
            && IoUringSqe.addr(sqe, 0) == IoUring.IORING_MSG_DATA;
    return message ? 0 : -Errno.EINVAL;
  }
}

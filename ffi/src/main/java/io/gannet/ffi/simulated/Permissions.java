package io.gannet.ffi.simulated;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringRestriction;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/** What a restricted ring may be asked for: IORING_REGISTER_RESTRICTIONS. */
final class Permissions {
  private final BitSet sqeOps = new BitSet();
  private final BitSet registerOps = new BitSet();
  private boolean registered;
  private boolean bind;
  private int sqeFlags;
  private int sqeFlagsRequired;

  int register(MemorySegment array, int count) {
    if (registered) {
      return -Errno.EBUSY;
    }
    for (int i = 0; i < count; i++) {
      int allowed = IoUringRestriction.allowed(array, i);
      switch (IoUringRestriction.opcode(array, i)) {
        case IoUring.IORING_RESTRICTION_REGISTER_OP -> registerOps.set(allowed);
        case IoUring.IORING_RESTRICTION_SQE_OP -> sqeOps.set(allowed);
        case IoUring.IORING_RESTRICTION_SQE_FLAGS_ALLOWED -> sqeFlags = allowed;
        case IoUring.IORING_RESTRICTION_SQE_FLAGS_REQUIRED -> sqeFlagsRequired = allowed;
        default -> {
          return -Errno.EINVAL;
        }
      }
    }
    registered = true;
    return 0;
  }

  /** They hold from the moment at which the ring is enabled. */
  void begin() {
    bind = registered;
  }

  boolean allowRegister(int operation) {
    return !bind || registerOps.get(operation);
  }

  boolean allow(Request request) {
    return !bind
        || sqeOps.get(request.opcode)
            && (request.flags & sqeFlagsRequired) == sqeFlagsRequired
            && (request.flags & ~(sqeFlags | sqeFlagsRequired)) == 0;
  }
}

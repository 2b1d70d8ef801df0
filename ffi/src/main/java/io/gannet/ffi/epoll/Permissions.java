package io.gannet.ffi.epoll;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringRestriction;
import java.lang.foreign.MemorySegment;

/** What a ring may do once it is enabled: IORING_REGISTER_RESTRICTIONS. */
final class Permissions {
  private static final int OPS = 256;

  private boolean registered;
  private boolean bind;
  private final boolean[] sqeOps = new boolean[OPS];
  private final boolean[] registerOps = new boolean[OPS];
  private int sqeFlags;
  private int sqeFlagsRequired;

  /** 0, or -errno. */
  int register(MemorySegment array, int count) {
    if (registered) {
      return -Errno.EBUSY;
    }
    for (int i = 0; i < count; i++) {
      int allowed = IoUringRestriction.allowed(array, i);
      switch (IoUringRestriction.opcode(array, i)) {
        case IoUring.IORING_RESTRICTION_REGISTER_OP -> registerOps[allowed] = true;
        case IoUring.IORING_RESTRICTION_SQE_OP -> sqeOps[allowed] = true;
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

  /** The ring is enabled. */
  void begin() {
    bind = registered;
  }

  boolean allowRegister(int operation) {
    return !bind || operation >= 0 && operation < OPS && registerOps[operation];
  }

  boolean allow(Request request) {
    return !bind
        || sqeOps[request.opcode]
            && (request.flags & sqeFlagsRequired) == sqeFlagsRequired
            && (request.flags & ~(sqeFlags | sqeFlagsRequired)) == 0;
  }
}

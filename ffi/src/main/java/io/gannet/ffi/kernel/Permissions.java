package io.gannet.ffi.kernel;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.uring.IoUring;
import io.gannet.ffi.uring.IoUringRestriction;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** What a ring may do once it is enabled: IORING_REGISTER_RESTRICTIONS. */
final class Permissions {
  private static final int OPS = 256;

  private boolean registered;
  private boolean bind;
  private final boolean[] sqeOps = new boolean[OPS];
  private final boolean[] registerOps = new boolean[OPS];
  private int sqeFlags;
  private int sqeFlagsRequired;

  /** All of them or, where one is none, nothing: 0, or -errno. */
  int register(MemorySegment array, int count) {
    if (registered) {
      return -Errno.EBUSY;
    }
    for (int i = 0; i < count; i++) {
      if (!add(IoUringRestriction.opcode(array, i), IoUringRestriction.allowed(array, i))) {
        clear();
        return -Errno.EINVAL;
      }
    }
    registered = true;
    return 0;
  }

  private boolean add(int restriction, int allowed) {
    switch (restriction) {
      case IoUring.IORING_RESTRICTION_REGISTER_OP -> registerOps[allowed] = true;
      case IoUring.IORING_RESTRICTION_SQE_OP -> sqeOps[allowed] = true;
      case IoUring.IORING_RESTRICTION_SQE_FLAGS_ALLOWED -> sqeFlags = allowed;
      case IoUring.IORING_RESTRICTION_SQE_FLAGS_REQUIRED -> sqeFlagsRequired = allowed;
      default -> {
        return false;
      }
    }
    return true;
  }

  private void clear() {
    Arrays.fill(registerOps, false);
    Arrays.fill(sqeOps, false);
    sqeFlags = 0;
    sqeFlagsRequired = 0;
  }

  /** The ring is enabled: from now on they hold. */
  void begin() {
    bind = registered;
  }

  boolean allowRegister(int operation) {
    return !bind || operation >= 0 && operation < OPS && registerOps[operation];
  }

  boolean allow(int opcode, int flags) {
    return !bind
        || sqeOps[opcode]
            && (flags & sqeFlagsRequired) == sqeFlagsRequired
            && (flags & ~(sqeFlags | sqeFlagsRequired)) == 0;
  }
}

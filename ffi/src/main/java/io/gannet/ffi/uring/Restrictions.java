package io.gannet.ffi.uring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What a ring shall be able to do, once enabled; all else is answered with {@code -EACCES}.
 * Registered before {@link Ring#enable} by {@link Ring#registerRestrictions}, it binds for good.
 *
 * <p>Register operations used before enabling need no permission. Closing a ring takes back its
 * registered descriptor, so UNREGISTER_RING_FDS is always allowed.
 */
public final class Restrictions {
  private record Rule(int opcode, int allowed) {}

  private final List<Rule> rules = new ArrayList<>();

  /** Nothing is allowed yet. */
  public Restrictions() {
    allowRegisterOps(IoUring.IORING_UNREGISTER_RING_FDS);
  }

  /** Allows requests of these IORING_OP_* kinds. */
  public Restrictions allowSqeOps(int... opcodes) {
    return allow(IoUring.IORING_RESTRICTION_SQE_OP, opcodes);
  }

  /** Allows requests to carry these IOSQE_* flags; the last call counts. */
  public Restrictions allowSqeFlags(int flags) {
    return allow(IoUring.IORING_RESTRICTION_SQE_FLAGS_ALLOWED, flags);
  }

  /** Allows these IORING_REGISTER_* and IORING_UNREGISTER_* operations. */
  public Restrictions allowRegisterOps(int... operations) {
    return allow(IoUring.IORING_RESTRICTION_REGISTER_OP, operations);
  }

  private Restrictions allow(int opcode, int... allowed) {
    for (int one : allowed) {
      rules.add(new Rule(opcode, one));
    }
    return this;
  }

  int count() {
    return rules.size();
  }

  /** As the kernel takes them: an array of {@link IoUringRestriction}. */
  MemorySegment toMemory(Arena arena) {
    MemorySegment array = arena.allocate(IoUringRestriction.LAYOUT, count());
    for (int index = 0; index < count(); index++) {
      Rule rule = rules.get(index);
      IoUringRestriction.set(array, index, rule.opcode(), rule.allowed());
    }
    return array;
  }
}

package io.gannet.server.worker.turn;

import io.gannet.ffi.uring.Cqe;
import io.gannet.ffi.uring.UserData;

/** What a CQE says to a worker, for tests of those who post it. */
public final class Posted {
  private Posted() {}

  /** True if it says that a walk was ordered. */
  public static boolean isWalk(Cqe cqe) {
    return UserData.op(cqe.userData()) == Op.WALK;
  }
}

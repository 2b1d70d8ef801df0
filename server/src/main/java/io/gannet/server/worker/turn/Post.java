package io.gannet.server.worker.turn;

import io.gannet.ffi.uring.Sqe;
import io.gannet.ffi.uring.UserData;

/**
 * What a worker is told by others: a message from their ring to its own, which its next turn meets
 * among its CQEs. Each method fills in an entry of the ring of who posts.
 */
public final class Post {
  private Post() {}

  /** Hands an accepted descriptor over, and tells where it came in. */
  public static Sqe prepAdopt(Sqe sqe, int ringFd, int fd, int listener) {
    return sqe.prepMsgRing(ringFd, fd, UserData.pack(Op.ADOPT, 0, listener), 0);
  }

  /** Tells the worker to stop. */
  public static Sqe prepStop(Sqe sqe, int ringFd) {
    return sqe.prepMsgRing(ringFd, 0, UserData.pack(Op.STOP, 0, 0), 0);
  }

  /** Tells the worker that a walk was ordered. */
  public static Sqe prepWalk(Sqe sqe, int ringFd) {
    return sqe.prepMsgRing(ringFd, 0, UserData.pack(Op.WALK, 0, 0), 0);
  }

  /** Tells the worker that a walk over all is over that a conversation of its stands still for. */
  public static Sqe prepWalked(Sqe sqe, int ringFd, long origin) {
    return prep(sqe, ringFd, Op.WALKED, origin);
  }

  /** Tells the worker that a conversation of its may watch or may not, or that there are lines. */
  public static Sqe prepLines(Sqe sqe, int ringFd, long origin) {
    return prep(sqe, ringFd, Op.LINES, origin);
  }

  private static Sqe prep(Sqe sqe, int ringFd, int op, long origin) {
    long told = UserData.pack(op, UserData.generation(origin), UserData.index(origin));
    return sqe.prepMsgRing(ringFd, 0, told, 0);
  }
}

package io.gannet.ffi.simulated;

import io.gannet.ffi.linux.Errno;

/** The errors that the man pages list for each call, and what the ring adds. */
final class Errnos {
  private static final int[] RECV = {
    Errno.EAGAIN, Errno.EBADF, Errno.ECONNREFUSED, Errno.ECONNRESET, Errno.EFAULT, Errno.EINVAL,
    Errno.ENOMEM, Errno.ENOTCONN, Errno.ENOTSOCK, Errno.ETIMEDOUT
  };
  private static final int[] SEND = {
    Errno.EACCES, Errno.EAGAIN, Errno.EALREADY, Errno.EBADF, Errno.ECONNRESET,
    Errno.EDESTADDRREQ, Errno.EFAULT, Errno.EINVAL, Errno.EISCONN, Errno.EMSGSIZE,
    Errno.ENOBUFS, Errno.ENOMEM, Errno.ENOTCONN, Errno.ENOTSOCK, Errno.EOPNOTSUPP, Errno.EPIPE,
    Errno.ETIMEDOUT
  };
  private static final int[] POLL = {Errno.EFAULT, Errno.EINTR, Errno.EINVAL, Errno.ENOMEM};
  private static final int[] TIMEOUT = {Errno.ECANCELED, Errno.EFAULT, Errno.EINVAL, Errno.ENOMEM};
  private static final int[] CLOSE = {Errno.EIO, Errno.EINTR, Errno.ENOSPC, Errno.EDQUOT};
  private static final int[] CONNECT = {
    Errno.EACCES, Errno.EAFNOSUPPORT, Errno.EAGAIN, Errno.EALREADY, Errno.EBADF, Errno.EFAULT,
    Errno.EINPROGRESS, Errno.EINTR, Errno.EISCONN, Errno.ENOTSOCK, Errno.EPROTOTYPE
  };
  private static final int[] FILES_UPDATE = {
    Errno.EBADF, Errno.EFAULT, Errno.EINVAL, Errno.EMFILE, Errno.ENOMEM, Errno.ENXIO
  };
  private static final int[] MESSAGE = {
    Errno.EBADF, Errno.EBADFD, Errno.ENOMEM, Errno.EOVERFLOW, Errno.EOWNERDEAD
  };

  private Errnos() {}

  private static int any(int[] errnos, Chance chance) {
    return errnos[chance.below(errnos.length)];
  }

  /** Why an enter takes nothing this time, or 0. */
  static int ofEnter(Chance chance) {
    if (chance.happens(Fault.ENTER_EAGAIN)) {
      return Errno.EAGAIN;
    }
    if (chance.happens(Fault.ENTER_EBUSY)) {
      return Errno.EBUSY;
    }
    return chance.happens(Fault.ENTER_ENOMEM) ? Errno.ENOMEM : 0;
  }

  static int ofRecv(Chance chance) {
    return any(RECV, chance);
  }

  static int ofSend(Chance chance) {
    return any(SEND, chance);
  }

  static int ofPoll(Chance chance) {
    return any(POLL, chance);
  }

  static int ofTimeout(Chance chance) {
    return any(TIMEOUT, chance);
  }

  static int ofClose(Chance chance) {
    return any(CLOSE, chance);
  }

  static int ofConnect(Chance chance) {
    return any(CONNECT, chance);
  }

  static int ofFilesUpdate(Chance chance) {
    return any(FILES_UPDATE, chance);
  }

  static int ofMessage(Chance chance) {
    return any(MESSAGE, chance);
  }

  static int ofInterrupt(Chance chance) {
    return chance.below(2) == 0 ? Errno.EINTR : Errno.ECANCELED;
  }
}

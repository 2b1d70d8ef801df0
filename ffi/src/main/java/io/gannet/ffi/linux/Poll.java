package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;

/** poll.h: the events of poll(2), which io_uring's poll takes too. */
@Header("poll.h")
public final class Poll {
  public static final int POLLIN = 1;
  public static final int POLLOUT = 4;
  public static final int POLLERR = 8;
  public static final int POLLHUP = 16;

  private Poll() {}
}

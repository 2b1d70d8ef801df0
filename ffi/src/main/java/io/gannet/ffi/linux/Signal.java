package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Native;
import io.gannet.ffi.abi.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * signal.h. A handler in Java is impossible this way (a signal can come at any instruction); what
 * remains is the default, ignoring, and sending. Any thread; dispositions belong to the process.
 */
@Header("signal.h")
public final class Signal {
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGUSR2 = 12;
  public static final int SIGPIPE = 13;
  public static final int SIGTERM = 15;
  public static final int SIGCHLD = 17;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;
  public static final long SIG_DFL = 0;
  public static final long SIG_IGN = 1;

  private Signal() {}

  /**
   * rt_sigaction(2) with {@link #SIG_DFL} or {@link #SIG_IGN}.
   *
   * @return 0, or -errno
   */
  public static int rt_sigaction(int signal, long handler) {
    if (handler != SIG_DFL && handler != SIG_IGN) {
      throw new IllegalArgumentException("SIG_DFL or SIG_IGN, no address: " + handler);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(Sigaction.LAYOUT);
      Sigaction.handler(action, handler);
      return rt_sigaction(signal, address(action), 0);
    }
  }

  /**
   * Gives a signal the handler that another one has, with its flags and its mask: in one step, so
   * that no signal finds anything in between.
   *
   * @return 0, or -errno
   */
  public static int rt_sigactionLike(int signal, int other) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(Sigaction.LAYOUT);
      int result = rt_sigaction(other, 0, address(action));
      return result < 0 ? result : rt_sigaction(signal, address(action), 0);
    }
  }

  /** The handler in force, SIG_DFL or SIG_IGN or an address; or -errno. */
  public static long handler(int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(Sigaction.LAYOUT);
      int result = rt_sigaction(signal, 0, address(action));
      return result < 0 ? result : Sigaction.handler(action);
    }
  }

  private static int rt_sigaction(int signal, long action, long oldAction) {
    return (int) Libc.syscall(
        Syscall.RT_SIGACTION, signal, action, oldAction, Sigaction.MASK_BYTES, 0, 0);
  }

  private static long address(MemorySegment action) {
    return Native.address(action, 0, Sigaction.LAYOUT.byteSize());
  }

  /** kill(2): 0, or -errno. Signal 0 only asks whether the process is there. */
  public static int kill(int pid, int signal) {
    return (int) Libc.syscall(Syscall.KILL, pid, signal, 0);
  }
}

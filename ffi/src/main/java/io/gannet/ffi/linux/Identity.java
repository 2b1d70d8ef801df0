package io.gannet.ffi.linux;

import io.gannet.ffi.abi.Header;
import io.gannet.ffi.abi.Identities;
import io.gannet.ffi.abi.Libc;
import io.gannet.ffi.abi.Syscall;

/** Whose rights this process has: those of a user that root becomes, for good. */
@Header("sys/prctl.h")
public final class Identity {
  public static final int PR_SET_DUMPABLE = 4;
  public static final int PR_SET_NAME = 15;
  public static final int PR_GET_NAME = 16;
  public static final int PR_SET_NO_NEW_PRIVS = 38;

  private Identity() {}

  /** geteuid(2): whose rights they are; root's is 0. */
  public static int geteuid() {
    return (int) Libc.syscall(Syscall.GETEUID, 0, 0, 0);
  }

  /**
   * Becomes a user, with all threads there are and are to be, and all groups of that user:
   * initgroups(3), setgid(3), setuid(3), in the order in which each still may. Only root may.
   *
   * <p>The kernel hides the files of such a process in /proc from itself, until it says that there
   * is nothing to hide: prctl(2), PR_SET_DUMPABLE.
   *
   * @throws LinuxException if one of these is refused
   */
  public static void become(String user, int uid, int gid) {
    String cure = "start it as that user";
    LinuxException.check(Identities.initgroups(user, gid), "initgroups " + user, cure);
    LinuxException.check(Identities.setgid(gid), "setgid " + gid, cure);
    LinuxException.check(Identities.setuid(uid), "setuid " + uid, cure);
    LinuxException.check(
        Libc.syscall(Syscall.PRCTL, PR_SET_DUMPABLE, 1, 0), "prctl PR_SET_DUMPABLE", "");
  }

  /**
   * From now on no execve(2) of this thread, and of those that it begins, gives more rights:
   * prctl(2), PR_SET_NO_NEW_PRIVS. What may be filtered without being root has to be so.
   *
   * @return 0, or -errno
   */
  public static int noNewPrivileges() {
    return (int) Libc.syscall(Syscall.PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0);
  }
}

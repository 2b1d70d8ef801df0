package io.gannet.ffi.abi;

/**
 * The number of a system call, which depends on the architecture: x86-64 has a table of its own
 * (asm/unistd_64.h), aarch64 uses the generic one (asm-generic/unistd.h).
 *
 * <p>A record, because the compiler trusts the fields of records: {@link #number} of a static final
 * constant is itself a constant.
 *
 * @param name the C name, without {@code __NR_}
 * @param x86 number on x86-64
 * @param arm number on aarch64
 */
public record Syscall(String name, int x86, int arm) {
  private static final boolean ARM = isArm(System.getProperty("os.arch"));

  public static final Syscall READ = new Syscall("read", 0, 63);
  public static final Syscall WRITE = new Syscall("write", 1, 64);
  public static final Syscall CLOSE = new Syscall("close", 3, 57);
  public static final Syscall MMAP = new Syscall("mmap", 9, 222);
  public static final Syscall MPROTECT = new Syscall("mprotect", 10, 226);
  public static final Syscall MUNMAP = new Syscall("munmap", 11, 215);
  public static final Syscall RT_SIGACTION = new Syscall("rt_sigaction", 13, 134);
  public static final Syscall IOCTL = new Syscall("ioctl", 16, 29);
  public static final Syscall MADVISE = new Syscall("madvise", 28, 233);
  public static final Syscall GETPID = new Syscall("getpid", 39, 172);
  public static final Syscall GETEUID = new Syscall("geteuid", 107, 175);
  public static final Syscall PRCTL = new Syscall("prctl", 157, 167);
  public static final Syscall SOCKET = new Syscall("socket", 41, 198);
  public static final Syscall CONNECT = new Syscall("connect", 42, 203);
  public static final Syscall SENDTO = new Syscall("sendto", 44, 206);
  public static final Syscall RECVFROM = new Syscall("recvfrom", 45, 207);
  public static final Syscall SENDMSG = new Syscall("sendmsg", 46, 211);
  public static final Syscall RECVMSG = new Syscall("recvmsg", 47, 212);
  public static final Syscall SHUTDOWN = new Syscall("shutdown", 48, 210);
  public static final Syscall BIND = new Syscall("bind", 49, 200);
  public static final Syscall LISTEN = new Syscall("listen", 50, 201);
  public static final Syscall GETSOCKNAME = new Syscall("getsockname", 51, 204);
  public static final Syscall GETPEERNAME = new Syscall("getpeername", 52, 205);
  public static final Syscall SOCKETPAIR = new Syscall("socketpair", 53, 199);
  public static final Syscall SETSOCKOPT = new Syscall("setsockopt", 54, 208);
  public static final Syscall GETSOCKOPT = new Syscall("getsockopt", 55, 209);
  public static final Syscall KILL = new Syscall("kill", 62, 129);
  public static final Syscall UNAME = new Syscall("uname", 63, 160);
  public static final Syscall FCNTL = new Syscall("fcntl", 72, 25);
  public static final Syscall FLOCK = new Syscall("flock", 73, 32);
  public static final Syscall UMASK = new Syscall("umask", 95, 166);
  public static final Syscall SETPRIORITY = new Syscall("setpriority", 141, 140);
  public static final Syscall MLOCK = new Syscall("mlock", 149, 228);
  public static final Syscall MUNLOCK = new Syscall("munlock", 150, 229);
  public static final Syscall GETTID = new Syscall("gettid", 186, 178);
  public static final Syscall SCHED_SETAFFINITY = new Syscall("sched_setaffinity", 203, 122);
  public static final Syscall SCHED_GETAFFINITY = new Syscall("sched_getaffinity", 204, 123);
  public static final Syscall CLOCK_GETTIME = new Syscall("clock_gettime", 228, 113);
  public static final Syscall EPOLL_CTL = new Syscall("epoll_ctl", 233, 21);
  public static final Syscall MBIND = new Syscall("mbind", 237, 235);
  public static final Syscall OPENAT = new Syscall("openat", 257, 56);
  public static final Syscall PPOLL = new Syscall("ppoll", 271, 73);
  public static final Syscall EPOLL_PWAIT = new Syscall("epoll_pwait", 281, 22);
  public static final Syscall ACCEPT4 = new Syscall("accept4", 288, 242);
  public static final Syscall EVENTFD2 = new Syscall("eventfd2", 290, 19);
  public static final Syscall EPOLL_CREATE1 = new Syscall("epoll_create1", 291, 20);
  public static final Syscall PRLIMIT64 = new Syscall("prlimit64", 302, 261);
  public static final Syscall SECCOMP = new Syscall("seccomp", 317, 277);
  public static final Syscall PREADV2 = new Syscall("preadv2", 327, 286);
  public static final Syscall PWRITEV2 = new Syscall("pwritev2", 328, 287);
  public static final Syscall IO_URING_SETUP = new Syscall("io_uring_setup", 425, 425);
  public static final Syscall IO_URING_ENTER = new Syscall("io_uring_enter", 426, 426);
  public static final Syscall IO_URING_REGISTER = new Syscall("io_uring_register", 427, 427);
  public static final Syscall EPOLL_PWAIT2 = new Syscall("epoll_pwait2", 441, 441);

  private static boolean isArm(String arch) {
    return switch (arch) {
      case "amd64", "x86_64" -> false;
      case "aarch64" -> true;
      default -> throw new UnsupportedOperationException(
          "no system call numbers for " + arch + ": x86-64 and aarch64 are known");
    };
  }

  /** Whether this machine is an aarch64, where a struct or two are laid out otherwise. */
  public static boolean isArm() {
    return ARM;
  }

  /** The number on this machine. */
  public int number() {
    return ARM ? arm : x86;
  }
}

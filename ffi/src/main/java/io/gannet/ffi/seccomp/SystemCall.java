package io.gannet.ffi.seccomp;

import io.gannet.ffi.abi.Syscall;
import java.util.Locale;

/**
 * System calls that a filter may have to do with, made by us, by the JVM or by libc, and their
 * numbers on x86-64 (asm/unistd_64.h) and on aarch64 (asm-generic/unistd.h), which lacks those that
 * a newer one replaces.
 */
public enum SystemCall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  LSEEK(8, 62),
  PREAD64(17, 67),
  PWRITE64(18, 68),
  READV(19, 65),
  WRITEV(20, 66),
  PREADV(295, 69),
  PWRITEV(296, 70),
  PREADV2(327, 286),
  PWRITEV2(328, 287),
  IO_URING_ENTER(426, 426),
  IO_URING_REGISTER(427, 427),
  EPOLL_CREATE1(291, 20),
  EPOLL_CTL(233, 21),
  EPOLL_WAIT(232, SystemCall.NONE),
  EPOLL_PWAIT(281, 22),
  EPOLL_PWAIT2(441, 441),
  EVENTFD2(290, 19),
  POLL(7, SystemCall.NONE),
  PPOLL(271, 73),
  ACCEPT(43, 202),
  ACCEPT4(288, 242),
  RECVFROM(45, 207),
  RECVMSG(47, 212),
  SENDTO(44, 206),
  SENDMSG(46, 211),
  SHUTDOWN(48, 210),
  GETSOCKNAME(51, 204),
  GETPEERNAME(52, 205),
  GETSOCKOPT(55, 209),
  SETSOCKOPT(54, 208),
  SOCKETPAIR(53, 199),
  SOCKET(41, 198),
  CONNECT(42, 203),
  BIND(49, 200),
  LISTEN(50, 201),
  SENDMMSG(307, 269),
  OPEN(2, SystemCall.NONE),
  OPENAT(257, 56),
  STAT(4, SystemCall.NONE),
  FSTAT(5, 80),
  LSTAT(6, SystemCall.NONE),
  NEWFSTATAT(262, 79),
  STATX(332, 291),
  ACCESS(21, SystemCall.NONE),
  FACCESSAT(269, 48),
  FACCESSAT2(439, 439),
  READLINK(89, SystemCall.NONE),
  READLINKAT(267, 78),
  GETDENTS64(217, 61),
  GETCWD(79, 17),
  STATFS(137, 43),
  FSTATFS(138, 44),
  FTRUNCATE(77, 46),
  FALLOCATE(285, 47),
  FSYNC(74, 82),
  FDATASYNC(75, 83),
  FADVISE64(221, 223),
  FLOCK(73, 32),
  FCNTL(72, 25),
  IOCTL(16, 29),
  DUP(32, 23),
  DUP2(33, SystemCall.NONE),
  DUP3(292, 24),
  PIPE(22, SystemCall.NONE),
  PIPE2(293, 59),
  UNLINK(87, SystemCall.NONE),
  UNLINKAT(263, 35),
  RENAME(82, SystemCall.NONE),
  RENAMEAT(264, 38),
  RENAMEAT2(316, 276),
  MMAP(9, 222),
  MPROTECT(10, 226),
  MUNMAP(11, 215),
  MREMAP(25, 216),
  MADVISE(28, 233),
  MINCORE(27, 232),
  MLOCK(149, 228),
  MUNLOCK(150, 229),
  BRK(12, 214),
  MBIND(237, 235),
  GET_MEMPOLICY(239, 236),
  MEMBARRIER(324, 283),
  FUTEX(202, 98),
  GETTID(186, 178),
  GETPID(39, 172),
  GETPPID(110, 173),
  GETUID(102, 174),
  GETEUID(107, 175),
  GETGID(104, 176),
  GETEGID(108, 177),
  SCHED_YIELD(24, 124),
  SCHED_GETAFFINITY(204, 123),
  SCHED_SETAFFINITY(203, 122),
  SCHED_GETPARAM(143, 121),
  SCHED_GETSCHEDULER(145, 120),
  SCHED_SETSCHEDULER(144, 119),
  GETPRIORITY(140, 141),
  SETPRIORITY(141, 140),
  GETCPU(309, 168),
  SET_ROBUST_LIST(273, 99),
  RSEQ(334, 293),
  CLONE(56, 220),
  CLONE3(435, 435),
  EXIT(60, 93),
  EXIT_GROUP(231, 94),
  KILL(62, 129),
  TGKILL(234, 131),
  PRCTL(157, 167),
  PRLIMIT64(302, 261),
  GETRLIMIT(97, 163),
  GETRUSAGE(98, 165),
  TIMES(100, 153),
  SYSINFO(99, 179),
  UNAME(63, 160),
  GETRANDOM(318, 278),
  RT_SIGACTION(13, 134),
  RT_SIGPROCMASK(14, 135),
  RT_SIGRETURN(15, 139),
  RT_SIGPENDING(127, 136),
  RT_SIGSUSPEND(130, 133),
  RT_SIGTIMEDWAIT(128, 137),
  SIGALTSTACK(131, 132),
  RESTART_SYSCALL(219, 128),
  NANOSLEEP(35, 101),
  CLOCK_NANOSLEEP(230, 115),
  CLOCK_GETTIME(228, 113),
  CLOCK_GETRES(229, 114),
  GETTIMEOFDAY(96, 169),
  TIME(201, SystemCall.NONE),
  EXECVE(59, 221),
  EXECVEAT(322, 281),
  FORK(57, SystemCall.NONE),
  VFORK(58, SystemCall.NONE),
  PTRACE(101, 117),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  PIDFD_GETFD(438, 438),
  IO_URING_SETUP(425, 425),
  BPF(321, 280),
  INIT_MODULE(175, 105),
  FINIT_MODULE(313, 273),
  KEXEC_LOAD(246, 104),
  MOUNT(165, 40),
  PIVOT_ROOT(155, 41),
  CHROOT(161, 51),
  SETNS(308, 268),
  UNSHARE(272, 97),
  SETUID(105, 146),
  SETGID(106, 144),
  SETRESUID(117, 147),
  SETRESGID(119, 149);

  /** What an architecture has no number for. */
  private static final int NONE = -1;

  private final int x86;
  private final int arm;

  SystemCall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  /** Its number on x86-64. */
  public int x86() {
    return x86;
  }

  /** Its number on aarch64, or -1. */
  public int arm() {
    return arm;
  }

  /** Its number on this machine, or -1. */
  public int number() {
    return Syscall.isArm() ? arm : x86;
  }

  /** Whether this machine has it. */
  public boolean isHere() {
    return number() != NONE;
  }

  /** Whether it is of x86-64 alone. */
  public boolean isOfX86() {
    return arm == NONE;
  }

  /** As C spells it. */
  public String inC() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.gannet.server.guard;

import static io.gannet.ffi.seccomp.SystemCall.*;

import io.gannet.ffi.linux.Errno;
import io.gannet.ffi.linux.Fcntl;
import io.gannet.ffi.linux.Identity;
import io.gannet.ffi.linux.Ioctl;
import io.gannet.ffi.linux.Sched;
import io.gannet.ffi.linux.Socket;
import io.gannet.ffi.seccomp.Condition;
import io.gannet.ffi.seccomp.SystemCall;
import io.gannet.ffi.seccomp.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The system calls of a server that serves: what workers, listener, admin and debug plane make, and
 * what the JVM and libc make beneath them, later than the start, too. Those whose arguments are
 * looked at come first, as the kernel goes through them each time; what becomes of the others it
 * knows by their number.
 */
final class CallRules {
  /**
   * Of whatever is not in the list. Not SIGSYS: a JVM or a libc that is newer than this list tries
   * what it may do without. And not EPERM: what libc can't do by a new call it does by the old one
   * if the kernel has no such call, but fails if it is not allowed.
   */
  static final Verdict REST = Verdict.refuse(Errno.ENOSYS);

  private static final Verdict DENIED = Verdict.refuse(Errno.EACCES);
  private static final Verdict NOT_PERMITTED = Verdict.refuse(Errno.EPERM);
  private static final int SOCK_TYPE_MASK = 0xf;

  /** What connects to nobody is that long, and no address of somebody is. */
  private static final int FAMILY_BYTES = Short.BYTES;

  private static final SequencedSet<String> OPENS = names("klog", "log-file");
  private static final SequencedSet<String> REMOVES = names("klog", "pid-file", "unix-socket");
  private static final SequencedSet<String> RENAMES = names("klog");

  private final Surrounds here;
  private final List<CallRule> rules = new ArrayList<>();

  private CallRules(Surrounds here) {
    this.here = here;
  }

  private static SequencedSet<String> names(String... names) {
    return new TreeSet<>(List.of(names));
  }

  /** All of them, in the kernel's order. */
  static List<CallRule> of(Surrounds here) {
    CallRules list = new CallRules(here);
    list.addSockets();
    list.addFiles();
    list.addThreads();
    list.addFatal();
    list.addPlain();
    return List.copyOf(list.rules);
  }

  /** A datagram, or a first segment with data (TCP fast open), would be a connect, too. */
  private void addSockets() {
    rules.add(
        CallRule.when(
            SENDMSG, "without MSG_FASTOPEN", Verdict.KILL,
            Condition.none(2, Socket.MSG_FASTOPEN)));
    rules.add(
        CallRule.when(
            SENDTO, "without an address", Verdict.KILL,
            Condition.isLong(4, 0), Condition.none(3, Socket.MSG_FASTOPEN)));
    rules.add(
        new CallRule(
            IOCTL, "FIONREAD, TCGETS",
            List.of(
                List.of(Condition.isInt(1, Ioctl.FIONREAD)),
                List.of(Condition.isInt(1, Ioctl.TCGETS))),
            NOT_PERMITTED));
    rules.add(
        CallRule.when(
            SOCKET, "of the kind that `/health` asks by: a stream, of the family of the first"
                + " address",
            NOT_PERMITTED,
            Condition.isInt(0, here.family()),
            new Condition(1, SOCK_TYPE_MASK, Socket.SOCK_STREAM)));
    rules.add(
        new CallRule(
            CONNECT, "to that address, where it lies read-only; to nobody (`AF_UNSPEC`), which"
                + " resets",
            List.of(
                List.of(
                    Condition.isLong(1, here.address()),
                    Condition.isInt(2, here.addressBytes())),
                List.of(Condition.isInt(2, FAMILY_BYTES))),
            Verdict.KILL));
    add(NOT_PERMITTED, BIND, LISTEN);
  }

  private void addFiles() {
    int writes = Fcntl.O_ACCMODE | Fcntl.O_CREAT | Fcntl.O_TRUNC;
    rules.add(file(OPENAT, "to read; to write ", OPENS, Condition.none(2, writes)));
    rules.add(file(OPEN, "to read; to write ", OPENS, Condition.none(1, writes)));
    Stream.of(UNLINK, UNLINKAT).forEach(call -> rules.add(file(call, "", REMOVES)));
    Stream.of(RENAME, RENAMEAT, RENAMEAT2).forEach(call -> rules.add(file(call, "", RENAMES)));
  }

  /** Allowed with one of these options, or without if the conditions hold. */
  private CallRule file(
      SystemCall call, String when, SequencedSet<String> options, Condition... conditions) {
    String words =
        options.stream().map(name -> "`--" + name + "`").collect(Collectors.joining(" or "));
    boolean written = here.hasAny(options);
    List<Condition> nothing = List.of();
    List<List<Condition>> ways =
        written
            ? List.of(nothing)
            : conditions.length == 0 ? List.of() : List.of(List.of(conditions));
    return new CallRule(call, when + "with " + words, ways, DENIED);
  }

  /** What clone3 is to begin lies where no filter sees it: libc then takes clone, as REST says. */
  private void addThreads() {
    rules.add(
        CallRule.when(
            CLONE, "of threads", Verdict.KILL, Condition.all(0, Sched.CLONE_THREAD)));
    add(REST, CLONE3);
    Stream.of(KILL, TGKILL)
        .forEach(
            call ->
                rules.add(
                    CallRule.when(
                        call, "to itself", NOT_PERMITTED, Condition.isInt(0, here.pid()))));
    rules.add(
        CallRule.when(PRLIMIT64, "to read", NOT_PERMITTED, Condition.isLong(2, 0)));
    rules.add(
        new CallRule(
            PRCTL, "names of threads",
            List.of(
                List.of(Condition.isInt(0, Identity.PR_SET_NAME)),
                List.of(Condition.isInt(0, Identity.PR_GET_NAME))),
            NOT_PERMITTED));
  }

  /** What only somebody makes who has taken the process over. */
  private void addFatal() {
    add(Verdict.KILL, EXECVE, EXECVEAT, FORK, VFORK);
    add(Verdict.KILL, PTRACE, PROCESS_VM_READV, PROCESS_VM_WRITEV, PIDFD_GETFD);
    add(Verdict.KILL, SENDMMSG, IO_URING_SETUP, BPF);
    add(Verdict.KILL, INIT_MODULE, FINIT_MODULE, KEXEC_LOAD);
    add(Verdict.KILL, MOUNT, PIVOT_ROOT, CHROOT, SETNS, UNSHARE);
    add(Verdict.KILL, SETUID, SETGID, SETRESUID, SETRESGID);
  }

  private void addPlain() {
    // Of the workers, the listener and the admin.
    allow(IO_URING_ENTER, IO_URING_REGISTER, READ, WRITE, CLOSE, RECVFROM, RECVMSG);
    allow(EPOLL_PWAIT2, EPOLL_PWAIT, EPOLL_WAIT, EPOLL_CTL, EPOLL_CREATE1, EVENTFD2, POLL, PPOLL);
    allow(ACCEPT, ACCEPT4, SHUTDOWN, GETSOCKNAME, GETPEERNAME, GETSOCKOPT, SETSOCKOPT, SOCKETPAIR);
    // Files, /proc and jars.
    allow(LSEEK, PREAD64, PWRITE64, READV, WRITEV, PREADV, PWRITEV, PREADV2, PWRITEV2);
    allow(STAT, FSTAT, LSTAT, NEWFSTATAT, STATX, ACCESS, FACCESSAT, FACCESSAT2);
    allow(READLINK, READLINKAT, GETDENTS64, GETCWD, STATFS, FSTATFS);
    allow(FTRUNCATE, FALLOCATE, FSYNC, FDATASYNC, FADVISE64, FLOCK);
    allow(FCNTL, DUP, DUP2, DUP3, PIPE, PIPE2);
    // Memory.
    allow(MMAP, MPROTECT, MUNMAP, MREMAP, MADVISE, MINCORE, MLOCK, MUNLOCK, BRK);
    allow(MBIND, GET_MEMPOLICY, MEMBARRIER);
    // Threads, clocks and signals.
    allow(FUTEX, GETTID, GETPID, GETPPID, GETUID, GETEUID, GETGID, GETEGID, GETCPU);
    allow(SCHED_YIELD, SCHED_GETAFFINITY, SCHED_SETAFFINITY, SCHED_GETPARAM);
    allow(SCHED_GETSCHEDULER, SCHED_SETSCHEDULER, GETPRIORITY, SETPRIORITY);
    allow(SET_ROBUST_LIST, RSEQ, EXIT, EXIT_GROUP);
    allow(GETRLIMIT, GETRUSAGE, TIMES, SYSINFO, UNAME, GETRANDOM);
    allow(RT_SIGACTION, RT_SIGPROCMASK, RT_SIGRETURN, RT_SIGPENDING, RT_SIGSUSPEND);
    allow(RT_SIGTIMEDWAIT, SIGALTSTACK, RESTART_SYSCALL);
    allow(NANOSLEEP, CLOCK_NANOSLEEP, CLOCK_GETTIME, CLOCK_GETRES, GETTIMEOFDAY, TIME);
  }

  private void allow(SystemCall... calls) {
    Stream.of(calls).map(CallRule::always).forEach(rules::add);
  }

  private void add(Verdict verdict, SystemCall... calls) {
    Stream.of(calls).map(call -> CallRule.never(call, verdict)).forEach(rules::add);
  }
}

package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Group.KERNEL;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the kernel is new enough, lets a ring be made, and grants what one asks of it. */
final class KernelChecks {
  static final List<Check> ALL = List.of(
      new Check("kernel", KERNEL, "version",
          "man 7 io_uring; ffi/README.md", KernelChecks::version),
      new Check("io-uring-sysctl", KERNEL, "io_uring allowed",
          "kernel: admin-guide/sysctl/kernel, io_uring_disabled", KernelChecks::allowed),
      new Check("ring", KERNEL, "a ring, tried",
          "man 2 io_uring_setup", KernelChecks::ring),
      new Check("seccomp", KERNEL, "seccomp filter",
          "man 2 seccomp; man 5 proc_pid_status", KernelChecks::seccomp),
      new Check("memlock", KERNEL, "memory it may lock",
          "man 2 getrlimit, RLIMIT_MEMLOCK; io_uring_setup(2)",
          KernelChecks::memlock),
      new Check("nofile", KERNEL, "descriptors",
          "man 2 getrlimit, RLIMIT_NOFILE; man 5 systemd.exec", KernelChecks::nofile),
      new Check("nmi-watchdog", KERNEL, "NMI watchdog",
          "kernel: admin-guide/lockup-watchdogs", KernelChecks::nmiWatchdog));

  private static final String BY_EPOLL =
      "Where io_uring is forbidden the server moves bytes by epoll: a request costs more, and there"
          + " are no sends without a copy.";
  private static final String STATUS = "/proc/self/status";
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");
  private static final int RELEASE_MIN = release(6, 1);
  private static final int CAP_IPC_LOCK = 14;
  private static final int CAP_SYS_ADMIN = 21;

  private KernelChecks() {}

  private static int release(int major, int minor) {
    return major * 1000 + minor;
  }

  private static Finding version(Host host, Aim aim) {
    String text = host.text(Host.sysctl("kernel.osrelease"));
    Matcher matcher = RELEASE.matcher(text);
    if (!matcher.matches()) {
      return Finding.unknown("the release reads '" + text + "'");
    }
    int release = release(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    if (release >= RELEASE_MIN) {
      return Finding.ok(text);
    }
    return Finding.wrong(text, "Gannet needs 6.1: buffer rings, multishot receive and deferred task"
            + " work are what makes it fast, and older kernels lack some of them.")
        .keep("a newer kernel; distributions offer one, as Debian's backports or Ubuntu's HWE");
  }

  private static boolean capable(Host host, int capability) {
    return (Long.parseUnsignedLong(host.field(STATUS, "CapEff"), 16) >>> capability & 1) == 1;
  }

  private static Finding allowed(Host host, Aim aim) {
    String name = "kernel.io_uring_disabled";
    if (!host.has(Host.sysctl(name))) {
      return Finding.ok("no switch: a kernel before 6.6, or one without io_uring");
    }
    long disabled = host.number(Host.sysctl(name));
    if (disabled == 0) {
      return Finding.ok("for everyone");
    }
    String group = host.textOr(Host.sysctl("kernel.io_uring_group"), "-1");
    boolean mine = groups(host).contains(group) || capable(host, CAP_SYS_ADMIN);
    if (disabled == 1 && mine) {
      return Finding.ok("for this user, by io_uring_group or CAP_SYS_ADMIN");
    }
    String cost = "io_uring_setup ends with EPERM. " + BY_EPOLL;
    return disabled == 1
        ? Finding.wrong("only for the members of io_uring_group (" + group + ")", cost)
            .sysctl("kernel.io_uring_group", "$(id -g USER)")
        : Finding.wrong("for nobody", cost).sysctl(name, 0);
  }

  private static List<String> groups(Host host) {
    List<String> groups = new ArrayList<>();
    groups.addAll(Arrays.asList(host.field(STATUS, "Gid").split("\\s+")));
    groups.addAll(Arrays.asList(host.field(STATUS, "Groups").split("\\s+")));
    return groups;
  }

  /** The ring that the server would open, its table as large as the limit of open files allows. */
  private static RingProbe tried(Host host, Aim aim) {
    long limit = host.probes().descriptors();
    long files = limit < 0 ? aim.connections() : Math.min(limit, aim.connections());
    return host.probes().ring(aim.needs().ring(), (int) files);
  }

  private static Finding ring(Host host, Aim aim) {
    RingProbe probe = tried(host, aim);
    if (!probe.works()) {
      Finding finding = Finding.wrong(probe.text(), BY_EPOLL
          + " Where a ring fails for want of memory or descriptors it does not start.");
      return probe.cure().isEmpty() ? finding : finding.keep(probe.cure());
    }
    if (!probe.missing().isEmpty()) {
      return Finding.better(probe.text() + "; missing: " + String.join(", ", probe.missing()),
              "The server does without, each time by a slower way; its banner says so too.")
          .keep("a kernel of the release in brackets or newer");
    }
    return Finding.ok(probe.missingUnused().isEmpty()
        ? probe.text() + "; nothing is missing"
        : probe.text() + "; missing, and not used: " + String.join(", ", probe.missingUnused()));
  }

  private static Finding seccomp(Host host, Aim aim) {
    if (host.field(STATUS, "Seccomp").equals("0")) {
      return Finding.ok("none");
    }
    if (tried(host, aim).works()) {
      return Finding.ok("one, which lets io_uring through",
          "It is run at each system call; with one io_uring_enter for many requests that is"
              + " little.");
    }
    return Finding.wrong("one, and no ring could be made", "Container runtimes forbid io_uring in"
            + " their default profiles since about 2023 (Docker 25, containerd 2.0). " + BY_EPOLL)
        .change("docker run --security-opt seccomp=PROFILE.json …   # with io_uring_setup,"
            + " io_uring_enter, io_uring_register")
        .keep("Kubernetes: securityContext.seccompProfile of type Localhost");
  }

  private static Finding memlock(Host host, Aim aim) {
    if (capable(host, CAP_IPC_LOCK)) {
      return Finding.ok("any: the process has CAP_IPC_LOCK");
    }
    long bytes = host.probes().memlockBytes();
    long wanted = aim.needs().lockedBytes();
    if (bytes < 0 || bytes >= wanted) {
      return Finding.ok(bytes < 0 ? "unlimited" : kib(bytes));
    }
    return Finding.better(kib(bytes) + ", the server's rings have " + kib(wanted),
            "Rings count as locked memory before Linux 5.12 and since 6.14, those of all processes"
            + " of a user together: a server may not start beside others.")
        .change("ulimit -l unlimited")
        .keep("systemd: LimitMEMLOCK=infinity; else /etc/security/limits.conf");
  }

  private static String kib(long bytes) {
    return bytes / 1024 + " KiB";
  }

  private static Finding nofile(Host host, Aim aim) {
    long limit = host.probes().descriptors();
    long wanted = aim.needs().descriptors();
    String found = limit < 0 ? "unlimited" : Long.toString(limit);
    if (limit < 0 || limit >= wanted) {
      return Finding.ok(found);
    }
    return Finding.wrong(found + ", for " + wanted + " connections",
            "The ring's table of connections may not be larger than this limit: there will be fewer"
            + " by default, and a --max-connections that asks for more is refused.")
        .change("ulimit -Hn " + wanted + " && ulimit -Sn " + wanted)
        .keep("systemd: LimitNOFILE=" + wanted + "; else /etc/security/limits.conf");
  }

  private static Finding nmiWatchdog(Host host, Aim aim) {
    String name = "kernel.nmi_watchdog";
    return host.number(Host.sysctl(name)) == 0
        ? Finding.ok("off")
        : Finding.better("on", "It takes a performance counter of each CPU, and interrupts it every"
            + " few seconds of work even where nothing else may; in return a kernel that hangs says"
            + " where.")
            .sysctl(name, 0);
  }
}

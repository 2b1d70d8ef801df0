package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Group.CPU;

import io.gannet.bench.observe.CpuList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Who else gets the server's CPUs: other processes, the kernel, a quota, the hypervisor. */
final class CpuShareChecks {
  static final List<Check> ALL = List.of(
      new Check("cpuset", CPU, "CPUs it may use",
          "man 7 cpuset; kernel: admin-guide/cgroup-v2, \"Cpuset\"", CpuShareChecks::cpuset),
      new Check("spare-cpu", CPU, "a CPU for all else",
          "man 2 sched_setaffinity", CpuShareChecks::spareCpu),
      new Check("isolation", CPU, "isolated CPUs",
          "kernel: admin-guide/kernel-parameters, isolcpus=; admin-guide/cgroup-v2,"
              + " cpuset.cpus.partition", CpuShareChecks::isolation),
      new Check("tick", CPU, "timer tick (nohz_full)",
          "kernel: timers/no_hz, \"Omit Scheduler-Clock Ticks\"", CpuShareChecks::tick),
      new Check("cpu-quota", CPU, "CPU quota of the cgroup",
          "kernel: scheduler/sched-bwc, admin-guide/cgroup-v2 cpu.max", CpuShareChecks::quota),
      new Check("steal", CPU, "time stolen by the host",
          "man 5 proc_stat, field steal", CpuShareChecks::steal),
      new Check("contention", CPU, "others who want CPU",
          "kernel: accounting/psi; man 5 proc_loadavg", CpuShareChecks::contention));

  private static final String CPUS = "/sys/devices/system/cpu/";
  private static final String NOT_PINNED =
      "only for a server that is pinned: say where with --cpus";

  // Where one begins to see it in percentiles, and where it spoils them: by experience, ours.
  private static final double STEAL_PERCENT_MAX = 0.5;
  private static final double STEAL_PERCENT_BAD = 5;
  private static final double WAITING_PERCENT_MAX = 1;
  private static final double WAITING_PERCENT_BAD = 20;
  private static final int NAMES_MAX = 3;

  private CpuShareChecks() {}

  private static Finding cpuset(Host host, Aim aim) {
    BitSet allowed = host.online();
    for (String folder : host.cgroups("cpuset")) {
      for (String file : List.of("/cpuset.cpus.effective", "/cpuset.effective_cpus")) {
        if (host.has(folder + file)) {
          allowed.and(host.cpus(folder + file));
        }
      }
    }
    BitSet refused = CpuList.without(aim.cpus(), allowed);
    String found = CpuList.text(allowed) + " of " + CpuList.text(host.online());
    if (refused.isEmpty()) {
      return Finding.ok(found);
    }
    return Finding.wrong(found + ", which leaves out " + CpuList.text(refused),
            "A worker that is pinned to such a CPU does not start, or runs elsewhere.")
        .change("./gannet --cpus " + CpuList.text(allowed));
  }

  private static Finding spareCpu(Host host, Aim aim) {
    if (!aim.pinned()) {
      return Finding.notApplicable(NOT_PINNED);
    }
    BitSet spare = CpuList.without(host.allowed(), aim.cpus());
    if (!spare.isEmpty()) {
      return Finding.ok("CPU " + CpuList.text(spare));
    }
    return Finding.better("none: this process may only use the server's CPUs",
            "The JVM's compiler and collector, the listener, the admin page and the network's"
            + " interrupts all run on the worker's CPU, each time instead of it.")
        .change("taskset -c " + CpuList.text(host.online()) + " ./gannet --cpus "
            + aim.cpuText());
  }

  private static Finding isolation(Host host, Aim aim) {
    if (!aim.pinned()) {
      return Finding.notApplicable(NOT_PINNED);
    }
    BitSet isolated = host.cpus(CPUS + "isolated");
    BitSet shared = CpuList.without(aim.cpus(), isolated);
    if (shared.isEmpty()) {
      return Finding.ok("CPU " + aim.cpuText());
    }
    if (aim.cpus().equals(host.online())) {
      return Finding.notApplicable("the server has all CPUs: none is left for the others");
    }
    return Finding.better("anyone may run on CPU " + CpuList.text(shared),
            "The scheduler puts other threads on the worker's CPU, and the worker then waits for"
            + " their time slice to end: some milliseconds in p99.9, nothing in p50.")
        .boot("isolcpus=domain,managed_irq," + aim.cpuText()
            + "; or give the server a cpuset partition of type isolated"
            + (aim.cpus().get(0) ? "; another CPU than 0, where the kernel does work of its own,"
                + " is the better choice" : ""));
  }

  private static Finding tick(Host host, Aim aim) {
    if (!aim.pinned()) {
      return Finding.notApplicable(NOT_PINNED);
    }
    // "(null)" on a kernel that has it and was not told to use it.
    String text = host.textOr(CPUS + "nohz_full", "").replace("(null)", "");
    BitSet without = CpuList.without(CpuList.parse(text), CpuList.parse(
        host.textOr(CPUS + "isolated", "")));
    without.and(aim.cpus());
    String cost = "Without its tick a CPU is not interrupted while one thread runs on it; in return"
        + " each way into the kernel is dearer. So it pays for a worker that spins (--spin-us),"
        + " hardly for one that sleeps between requests.";
    if (CpuList.without(aim.cpus(), CpuList.parse(text)).equals(aim.cpus())) {
      return Finding.ok("on, as is usual", cost);
    }
    if (without.isEmpty()) {
      return Finding.ok("off on CPU " + text + " (rcu_nocbs with it)", cost);
    }
    return Finding.better("off on CPU " + text + ", of which " + CpuList.text(without)
            + " not isolated", "Each way into the kernel is dearer, yet the tick comes back"
            + " whenever a second thread is put on that CPU.")
        .boot("isolcpus=domain,managed_irq," + aim.cpuText());
  }

  private static Finding quota(Host host, Aim aim) {
    for (String folder : host.cgroups("cpu")) {
      String quota = quotaOf(host, folder);
      if (quota.isEmpty()) {
        continue;
      }
      long throttled = throttled(host, folder);
      String found = quota + " in " + folder + ", throttled " + throttled + " times";
      String cost = "When the quota of a period (100 ms, unless changed) is used up, all threads of"
          + " the cgroup stop until the next: a stall of up to a period, which p50 hides.";
      return (throttled > 0 ? Finding.wrong(found, cost) : Finding.better(found, cost))
          .change(lift(folder, host))
          .keep("systemd: an empty CPUQuota=; Docker: --cpuset-cpus instead of --cpus;"
              + " Kubernetes: no CPU limit");
    }
    return Finding.ok("none");
  }

  private static String quotaOf(Host host, String folder) {
    String max = host.textOr(folder + "/cpu.max", "max");
    long quotaUs = host.numberOr(folder + "/cpu.cfs_quota_us", -1);
    long periodUs = host.numberOr(folder + "/cpu.cfs_period_us", 100_000);
    if (!max.startsWith("max")) {
      String[] words = max.split("\\s+");
      quotaUs = Long.parseLong(words[0]);
      periodUs = Long.parseLong(words[1]);
    }
    return quotaUs < 0
        ? ""
        : String.format(Locale.ROOT, "%.2f CPUs", (double) quotaUs / periodUs);
  }

  private static String lift(String folder, Host host) {
    return host.has(folder + "/cpu.max")
        ? "echo max > " + folder + "/cpu.max"
        : "echo -1 > " + folder + "/cpu.cfs_quota_us";
  }

  private static long throttled(Host host, String folder) {
    for (String line : host.textOr(folder + "/cpu.stat", "").split("\n")) {
      if (line.startsWith("nr_throttled ")) {
        return Long.parseLong(line.substring(line.indexOf(' ') + 1).strip());
      }
    }
    return 0;
  }

  private static Finding steal(Host host, Aim aim) {
    String[] words = host.lines("/proc/stat").getFirst().split("\\s+");
    long all = 0;
    for (int i = 1; i <= 8 && i < words.length; i++) {
      all += Long.parseLong(words[i]);
    }
    double percent = words.length > 8 && all > 0 ? 100.0 * Long.parseLong(words[8]) / all : 0;
    if (!host.virtual() && percent == 0) {
      return Finding.ok("none; no virtual machine");
    }
    String found =
        String.format(Locale.ROOT, "%.2f %% since boot; a virtual machine", percent);
    if (percent <= STEAL_PERCENT_MAX) {
      return Finding.ok(found, "Even so the hypervisor may stop a CPU for milliseconds and not call"
          + " it stolen: do not judge p99.9 here.");
    }
    String cost = "While its CPU is given to another guest the server stands still and every clock"
        + " goes on: that is its p99.9, and at this share its p99.";
    return (percent > STEAL_PERCENT_BAD ? Finding.wrong(found, cost) : Finding.better(found, cost))
        .keep("a machine with dedicated CPUs; no setting in the guest changes it");
  }

  private static Finding contention(Host host, Aim aim) {
    String pressure = "/proc/pressure/cpu";
    List<String> running = running(host);
    String names = running.isEmpty() ? "" : "; on a CPU now: " + String.join(", ", running);
    if (!host.has(pressure)) {
      return contentionByLoad(host, names);
    }
    double percent = share(host.lines(pressure).getFirst(), "avg60");
    String found =
        String.format(Locale.ROOT, "some thread waited for a CPU %.1f %% of the last minute",
            percent) + names;
    return percent <= WAITING_PERCENT_MAX
        ? Finding.ok(found)
        : crowded(found, percent > WAITING_PERCENT_BAD);
  }

  private static Finding contentionByLoad(Host host, String names) {
    double load = Double.parseDouble(host.text("/proc/loadavg").split("\\s+")[0]);
    int cpus = host.online().cardinality();
    String found = "load " + load + " on " + cpus + " CPUs" + names;
    return load <= cpus ? Finding.ok(found) : crowded(found, load > 2 * cpus);
  }

  private static Finding crowded(String found, boolean bad) {
    String cost = "Whoever waits for a CPU may be the server: its slowest requests then show the"
        + " scheduler, not the server. Measure nothing now.";
    return (bad ? Finding.wrong(found, cost) : Finding.better(found, cost))
        .change("top -H   # who, and whether it can wait");
  }

  /** The number after {@code key=} in a line such as {@code some avg10=0.00 avg60=1.50}. */
  static double share(String line, String key) {
    for (String word : line.split("\\s+")) {
      if (word.startsWith(key + "=")) {
        return Double.parseDouble(word.substring(key.length() + 1));
      }
    }
    throw new NotTold("no " + key + " in '" + line + "'");
  }

  /** A few names of other processes that run or wait for a CPU at this moment. */
  private static List<String> running(Host host) {
    List<String> names = new ArrayList<>();
    String self = host.textOr("/proc/self/stat", "0 ").split(" ", 2)[0];
    for (String pid : host.names("/proc")) {
      if (pid.matches("\\d+") && !pid.equals(self) && names.size() < NAMES_MAX) {
        String stat = host.textOr("/proc/" + pid + "/stat", "");
        int end = stat.lastIndexOf(')');
        if (end > 0 && stat.startsWith(" R", end + 1)) {
          names.add(stat.substring(stat.indexOf('(') + 1, end) + " (" + pid + ")");
        }
      }
    }
    return names;
  }
}

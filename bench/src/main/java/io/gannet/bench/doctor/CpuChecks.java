package io.gannet.bench.doctor;

import static io.gannet.bench.doctor.Group.CPU;

import io.gannet.bench.observe.CpuList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How fast the server's CPUs run, and how soon they wake. */
final class CpuChecks {
  static final List<Check> ALL = List.of(
      new Check("governor", CPU, "frequency governor",
          "kernel: admin-guide/pm/cpufreq; man cpupower-frequency-set", CpuChecks::governor),
      new Check("energy-preference", CPU, "energy preference",
          "kernel: admin-guide/pm/intel_pstate and amd-pstate", CpuChecks::energyPreference),
      new Check("boost", CPU, "turbo or boost",
          "kernel: admin-guide/pm/cpufreq, \"Frequency Boost Support\"", CpuChecks::boost),
      new Check("c-states", CPU, "idle states",
          "kernel: admin-guide/pm/cpuidle, power/pm_qos_interface", CpuChecks::idleStates),
      new Check("guest-halt-poll", CPU, "polling before halt",
          "kernel: virt/guest-halt-polling", CpuChecks::guestHaltPoll),
      new Check("smt", CPU, "hardware threads (SMT)",
          "kernel: ABI/testing/sysfs-devices-system-cpu, smt/control", CpuChecks::smt),
      new Check("clocksource", CPU, "clock",
          "kernel: admin-guide/kernel-parameters, clocksource=", CpuChecks::clocksource),
      new Check("mitigations", CPU, "mitigations of CPU flaws",
          "kernel: admin-guide/hw-vuln", CpuChecks::mitigations));

  private static final String CPUS = "/sys/devices/system/cpu/";
  private static final String DMA_LATENCY = "/dev/cpu_dma_latency";
  private static final int WAKE_US_MAX = 10;

  private CpuChecks() {}

  private static String folder(int cpu) {
    return CPUS + "cpu" + cpu + "/";
  }

  /** The distinct values of a file of each of the server's CPUs; empty if none has it. */
  private static Set<String> values(Host host, Aim aim, String file) {
    Set<String> values = new TreeSet<>();
    aim.cpus().stream()
        .mapToObj(cpu -> folder(cpu) + file)
        .filter(host::has)
        .forEach(path -> values.add(host.text(path)));
    return values;
  }

  private static Finding governor(Host host, Aim aim) {
    Set<String> governors = values(host, aim, "cpufreq/scaling_governor");
    if (governors.isEmpty()) {
      return host.virtual()
          ? Finding.notApplicable("a virtual machine: its host sets the frequency")
          : Finding.unknown("no cpufreq driver: the firmware sets the frequency, or none does");
    }
    String found = String.join(", ", governors);
    if (governors.equals(Set.of("performance"))) {
      return Finding.ok(found);
    }
    String driver = String.join(", ", values(host, aim, "cpufreq/scaling_driver"));
    boolean lowest = governors.contains("powersave") && !driver.matches(".*(intel|amd).pstate.*");
    Finding finding = lowest
        ? Finding.wrong(found, "This governor holds the CPU at its lowest frequency, whatever the"
            + " load.")
        : Finding.better(found + " (driver " + driver + ")", "After a pause a CPU starts slow and"
            + " speeds up while requests already wait: seen most at low and bursty load.");
    return finding.change("cpupower frequency-set -g performance")
        .keep("tuned-adm profile latency-performance, or boot with"
            + " cpufreq.default_governor=performance");
  }

  private static Finding energyPreference(Host host, Aim aim) {
    String file = "cpufreq/energy_performance_preference";
    Set<String> preferences = values(host, aim, file);
    if (preferences.isEmpty()) {
      return Finding.notApplicable("the CPU's driver has no such preference");
    }
    String found = String.join(", ", preferences);
    if (preferences.equals(Set.of("performance")) || preferences.equals(Set.of("0"))) {
      return Finding.ok(found);
    }
    return Finding.better(found, "The CPU itself chooses its frequency, and weighs energy against"
            + " the speed of its answer.")
        .change("echo performance | tee " + CPUS + "cpu*/" + file)
        .keep("tuned-adm profile latency-performance");
  }

  private static Finding boost(Host host, Aim aim) {
    String noTurbo = CPUS + "intel_pstate/no_turbo";
    String boost = CPUS + "cpufreq/boost";
    if (!host.has(noTurbo) && !host.has(boost)) {
      return host.virtual()
          ? Finding.notApplicable("a virtual machine: its host decides")
          : Finding.unknown("the CPU's driver has no switch for it");
    }
    boolean intel = host.has(noTurbo);
    boolean on = intel ? host.number(noTurbo) == 0 : host.number(boost) != 0;
    if (on) {
      return Finding.ok("on", "The clock then depends on what other cores do and on heat: turn it"
          + " off to compare two figures, not to serve.");
    }
    return Finding.better("off", "The CPU stays at its nominal clock: steadier figures, and every"
            + " request takes longer than it could.")
        .change("echo " + (intel ? "0 > " + noTurbo : "1 > " + boost));
  }

  private static Finding idleStates(Host host, Aim aim) {
    String deepest = "";
    long wakeUs = -1;
    for (int cpu : aim.cpus().stream().toArray()) {
      String states = folder(cpu) + "cpuidle/";
      for (String state : host.names(states)) {
        String path = states + state + "/";
        long us = host.number(path + "latency");
        if (host.numberOr(path + "disable", 0) == 0 && us > wakeUs) {
          wakeUs = us;
          deepest = host.text(path + "name");
        }
      }
    }
    if (wakeUs < 0) {
      return host.virtual()
          ? Finding.notApplicable("a virtual machine: its host idles the CPU")
          : Finding.unknown("no cpuidle states: idle=poll, or a CPU without a driver");
    }
    String found = deepest + ", " + wakeUs + " us to wake (driver "
        + host.textOr(CPUS + "cpuidle/current_driver", "unknown") + ")";
    if (wakeUs <= WAKE_US_MAX) {
      return Finding.ok(found, host.virtual()
          ? "By the guest's own table: what a halt costs here is up to the hypervisor." : "");
    }
    return askedLatencyUs(host) <= WAKE_US_MAX
        ? Finding.ok(found + ", but a process asks for at most " + askedLatencyUs(host) + " us")
        : tooDeep(found, wakeUs);
  }

  private static Finding tooDeep(String found, long wakeUs) {
    return Finding.better(found, "The first request after a pause waits for the CPU to wake, up to "
            + wakeUs + " us by the kernel's own table; a server that spins does not idle.")
        .change("cpupower idle-set -D " + (WAKE_US_MAX + 1))
        .boot("intel_idle.max_cstate=1, or on AMD processor.max_cstate=1");
  }

  /** What processes ask for together, in microseconds; large if nobody does or it is not told. */
  private static long askedLatencyUs(Host host) {
    try {
      byte[] bytes = host.bytes(DMA_LATENCY, Integer.BYTES);
      return bytes.length < Integer.BYTES
          ? Long.MAX_VALUE
          : ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt();
    } catch (NotTold e) {
      return Long.MAX_VALUE;
    }
  }

  private static Finding guestHaltPoll(Host host, Aim aim) {
    if (!host.textOr(CPUS + "cpuidle/current_governor", "").equals("haltpoll")) {
      return Finding.notApplicable("only for guests whose cpuidle governor is haltpoll");
    }
    String path = "/sys/module/haltpoll/parameters/guest_halt_poll_ns";
    long pollNs = host.number(path);
    if (pollNs > 0) {
      return Finding.ok("up to " + pollNs / 1000 + " us");
    }
    return Finding.better("off", "A CPU that runs out of work halts at once: that is a way out to"
            + " the hypervisor and, for the next packet, a way back. Polling first spares both for"
            + " short pauses, and burns the CPU meanwhile.")
        .change("echo 200000 > " + path)
        .boot("haltpoll.guest_halt_poll_ns=200000");
  }

  private static Finding smt(Host host, Aim aim) {
    if (host.number(CPUS + "smt/active") == 0) {
      return Finding.ok("off, or none");
    }
    BitSet siblings = new BitSet();
    aim.cpus().stream().forEach(
        cpu -> siblings.or(host.cpus(folder(cpu) + "topology/thread_siblings_list")));
    BitSet others = CpuList.without(siblings, aim.cpus());
    String cost = "Two threads of a core share its caches and execution units: when both are busy,"
        + " each is slower than alone.";
    if (!aim.pinned()) {
      return Finding.better("on", cost).change("echo off > " + CPUS + "smt/control").boot("nosmt");
    }
    BitSet isolated = CpuList.parse(host.textOr(CPUS + "isolated", ""));
    if (firstOfCores(host, aim).equals(aim.cpus())) {
      others.andNot(isolated);
      return others.isEmpty()
          ? Finding.ok("on; the siblings of the server's CPUs are isolated")
          : Finding.better("on; anyone may run on the siblings, CPU " + CpuList.text(others), cost)
              .change(others.stream().mapToObj(
                  cpu -> "echo 0 > " + folder(cpu) + "online").toList())
              .boot("nosmt");
    }
    return Finding.better("on; CPUs " + aim.cpuText() + " have siblings among them", cost)
        .change("./gannet --cpus " + CpuList.text(firstOfCores(host, aim)));
  }

  /** Of the server's CPUs one per core. */
  private static BitSet firstOfCores(Host host, Aim aim) {
    BitSet firsts = new BitSet();
    BitSet seen = new BitSet();
    for (int cpu : aim.cpus().stream().toArray()) {
      if (!seen.get(cpu)) {
        firsts.set(cpu);
      }
      seen.or(host.cpus(folder(cpu) + "topology/thread_siblings_list"));
    }
    return firsts;
  }

  private static Finding clocksource(Host host, Aim aim) {
    String folder = "/sys/devices/system/clocksource/clocksource0/";
    String current = host.text(folder + "current_clocksource");
    List<String> available = List.of(host.text(folder + "available_clocksource").split("\\s+"));
    if (Set.of("tsc", "arch_sys_counter", "riscv_clocksource", "timebase").contains(current)) {
      return Finding.ok(current);
    }
    boolean readInUserSpace = Set.of("kvm-clock", "hyperv_clocksource_tsc_page").contains(current);
    String found = current + " (there are: " + String.join(" ", available) + ")";
    if (readInUserSpace && !available.contains("tsc")) {
      return Finding.ok(found, "It is read without a system call, as the TSC is.");
    }
    Finding finding = readInUserSpace
        ? Finding.better(found, "It is read without a system call, but through a page that the"
            + " hypervisor keeps: a little dearer than the TSC.")
        : Finding.wrong(found, "Each look at the clock is a system call that reads a device,"
            + " instead of an instruction: it slows a server, and a load generator still more.");
    return available.contains("tsc")
        ? finding.change("echo tsc > " + folder + "current_clocksource").boot("clocksource=tsc")
        : finding.change("dmesg | grep -i -e tsc -e clocksource   # why there is no tsc");
  }

  private static Finding mitigations(Host host, Aim aim) {
    String folder = CPUS + "vulnerabilities";
    if (!host.has(folder)) {
      throw new NotTold("there is no " + folder);
    }
    Set<String> dear = new TreeSet<>();
    int mitigated = 0;
    int vulnerable = 0;
    for (String flaw : host.names(folder)) {
      String state = host.text(folder + "/" + flaw);
      mitigated += state.startsWith("Mitigation") ? 1 : 0;
      vulnerable += state.startsWith("Vulnerable") ? 1 : 0;
      if (state.matches("Mitigation: (PTI|IBRS|untrained return thunk|Clear CPU buffers).*")) {
        dear.add(flaw);
      }
    }
    String found = mitigated + " at work, " + vulnerable + " flaws left open";
    if (dear.isEmpty()) {
      return Finding.ok(found, "None is of the kind that is dear at every system call:"
          + " page table isolation, IBRS, clearing of CPU buffers.");
    }
    return Finding.better(found + "; dear: " + String.join(", ", dear), "These work at each entry"
        + " to"
            + " the kernel or exit from it, so each io_uring_enter and interrupt pays. They guard"
            + " against code on this host that is not trusted: a newer CPU needs fewer, and turning"
            + " them off (mitigations=off) gives that guard up.");
  }
}

package io.gannet.bench.observe;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The processors of this host, in words. */
final class Topology {
  private static final String CPUS = "/sys/devices/system/cpu/";

  private Topology() {}

  static String model() {
    return ProcFile.field("/proc/cpuinfo", "model name")
        .or(() -> ProcFile.field("/proc/cpuinfo", "CPU part"))
        .orElse("unknown");
  }

  /** {@code 16 CPUs, 8 cores, 1 socket, 1 NUMA node, virtual}. */
  static String text() {
    List<String> cpus = ProcFile.names(CPUS, "cpu[0-9]*");
    Set<String> sockets = new TreeSet<>();
    Set<String> cores = new TreeSet<>();
    for (String cpu : cpus) {
      String folder = CPUS + cpu + "/topology/";
      String socket = ProcFile.text(folder + "physical_package_id").orElse("0");
      sockets.add(socket);
      cores.add(socket + ":" + ProcFile.text(folder + "core_id").orElse(cpu));
    }
    int nodes = ProcFile.names("/sys/devices/system/node", "node[0-9]*").size();
    String virtual =
        ProcFile.field("/proc/cpuinfo", "flags").orElse("").contains(" hypervisor")
            ? ", a virtual machine"
            : "";
    return counted(cpus.size(), "CPU") + ", " + counted(cores.size(), "core") + ", "
        + counted(sockets.size(), "socket") + ", " + counted(Math.max(1, nodes), "NUMA node")
        + virtual;
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** The frequency governors in use; a virtual machine shows none. */
  static String governor() {
    Set<String> governors =
        ProcFile.names(CPUS, "cpu[0-9]*").stream()
            .flatMap(cpu -> ProcFile.text(CPUS + cpu + "/cpufreq/scaling_governor").stream())
            .collect(Collectors.toCollection(TreeSet::new));
    return governors.isEmpty() ? "not shown by this host" : String.join(", ", governors);
  }
}

package io.gannet.bench.doctor;

import java.util.BitSet;

/**
 * Which host this is, for the head of a report.
 *
 * @param kernel its release
 * @param cpuModel as the CPU calls itself
 * @param jdk the version of the JDK, as 25
 */
public record HostSummary(
    String kernel, String cpuModel, int cpus, long memoryBytes, boolean virtual, int jdk) {
  private static final String CPUINFO = "/proc/cpuinfo";

  /** What can be read of it; the rest is said to be unknown. */
  public static HostSummary of(Host host) {
    return new HostSummary(
        host.textOr(Host.sysctl("kernel.osrelease"), "unknown"),
        told(host, CPUINFO, "model name"),
        online(host).cardinality(),
        memory(host),
        host.virtual(),
        host.probes().jdk());
  }

  private static String told(Host host, String path, String key) {
    try {
      return host.field(path, key);
    } catch (NotTold e) {
      return "unknown CPU";
    }
  }

  private static BitSet online(Host host) {
    try {
      return host.online();
    } catch (NotTold e) {
      return host.allowed();
    }
  }

  private static long memory(Host host) {
    try {
      return host.kbField("/proc/meminfo", "MemTotal");
    } catch (NotTold e) {
      return 0;
    }
  }

  /** One line. */
  public String text() {
    return "Linux " + kernel + ", " + cpus + " CPUs " + cpuModel + (virtual ? " (virtual)" : "")
        + ", " + MemoryChecks.size(memoryBytes) + ", JDK " + jdk;
  }
}

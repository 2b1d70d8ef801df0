package io.gannet.bench.observe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time used so far, of a server's threads and of the whole host.
 *
 * @param threadNs of each thread of the server by its id; empty if there is no server to see
 * @param selfNs of this process, ended threads included
 * @param hostNs of everyone on this host, without steal
 * @param stealNs taken by the hypervisor
 */
record CpuSample(
    long atNs, Map<Long, Long> threadNs, long selfNs, long hostNs, long stealNs) {
  // USER_HZ: the unit of /proc/stat, 100 on all that Java runs on, whatever the kernel's own HZ.
  private static final long TICK_NS = 10_000_000;

  static CpuSample now(long serverPid) {
    Map<Long, Long> threads = serverPid == 0 ? Map.of() : threads(serverPid);
    List<String> host = ProcFile.lines("/proc/stat");
    String[] ticks = host.isEmpty() ? new String[0] : host.get(0).split("\\s+");
    // proc(5): cpu user nice system idle iowait irq softirq steal
    long busy = tick(ticks, 1) + tick(ticks, 2) + tick(ticks, 3) + tick(ticks, 6) + tick(ticks, 7);
    return new CpuSample(
        System.nanoTime(), threads, ownNs(), busy * TICK_NS, tick(ticks, 8) * TICK_NS);
  }

  private static long tick(String[] words, int index) {
    return index < words.length ? Long.parseLong(words[index]) : 0;
  }

  private static long ownNs() {
    return ProcessHandle.current().info().totalCpuDuration().map(used -> used.toNanos()).orElse(0L);
  }

  /**
   * The first number of schedstat is the time on a CPU, in ns. A running thread's figure lags by
   * up to a tick: nothing over seconds, everything over a millisecond.
   */
  private static Map<Long, Long> threads(long pid) {
    Map<Long, Long> threads = new TreeMap<>();
    String folder = "/proc/" + pid + "/task";
    for (String tid : ProcFile.names(folder, "[0-9]*")) {
      ProcFile.text(folder + "/" + tid + "/schedstat")
          .map(text -> text.split(" ")[0])
          .ifPresent(ns -> threads.put(Long.parseLong(tid), Long.parseLong(ns)));
    }
    return threads;
  }
}

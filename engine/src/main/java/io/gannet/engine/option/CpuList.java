package io.gannet.engine.option;

import java.util.ArrayList;
import java.util.List;

/** CPUs as taskset(1) and cpuset(7) write them: {@code 0,2-3}. */
public final class CpuList {
  /** CPU_SETSIZE, of sched_setaffinity(2). */
  private static final int CPUS_MAX = 1024;

  private CpuList() {}

  /**
   * The CPUs in the order written; none of an empty text.
   *
   * @throws IllegalArgumentException if it is no such list
   */
  public static int[] parse(String text) {
    List<Integer> cpus = new ArrayList<>();
    for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] ends = part.strip().split("-", 2);
      int first = Integer.parseInt(ends[0]);
      int last = ends.length == 2 ? Integer.parseInt(ends[1]) : first;
      if (first < 0 || last < first || last >= CPUS_MAX) {
        throw new IllegalArgumentException(part);
      }
      for (int cpu = first; cpu <= last; cpu++) {
        cpus.add(cpu);
      }
    }
    return cpus.stream().mapToInt(Integer::intValue).toArray();
  }
}

package io.gannet.bench.observe;

import java.util.Set;
import java.util.TreeSet;

/**
 * How often threads of a process found memory missing: proc(5), {@code /proc/PID/task/TID/stat}.
 *
 * @param tids whose
 * @param minor it only had to be mapped
 * @param major it came from a disk
 */
public record ThreadFaults(Set<Long> tids, long minor, long major) {
  /** Of the fields behind the name. */
  private static final int MINFLT = 7;

  private static final int MAJFLT = 9;

  /** Of the threads whose names begin so. */
  public static ThreadFaults of(long pid, String name) {
    Set<Long> tids = new TreeSet<>();
    long minor = 0;
    long major = 0;
    String folder = "/proc/" + pid + "/task";
    for (String tid : ProcFile.names(folder, "[0-9]*")) {
      String stat = ProcFile.text(folder + "/" + tid + "/stat").orElse("");
      int end = stat.lastIndexOf(')');
      if (end > 0 && stat.substring(stat.indexOf('(') + 1).startsWith(name)) {
        String[] fields = stat.substring(end + 2).split(" ");
        tids.add(Long.valueOf(tid));
        minor += Long.parseLong(fields[MINFLT]);
        major += Long.parseLong(fields[MAJFLT]);
      }
    }
    return new ThreadFaults(tids, minor, major);
  }
}

package io.gannet.bench.compare;

import io.gannet.bench.load.LoadObserver;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads at both ends of the measuring what a run costs a server, us, and others. */
final class Meter implements LoadObserver {
  /** USER_HZ: 100 on every architecture there is. */
  private static final double NS_PER_TICK = 1e7;

  /** Of the line {@code cpu} of /proc/stat: all but idle, iowait and guests (counted as user). */
  private static final int[] BUSY_WORDS = {1, 2, 3, 6, 7, 8};

  private final List<Long> pids;
  private Reading begin;
  private Reading end;

  /** Of a server's processes. */
  Meter(List<Long> pids) {
    this.pids = pids;
  }

  private record Reading(long atNs, Map<String, Long> serverNs, double hostNs, long ownNs) {}

  @Override
  public void phase(Phase phase) {
    if (phase == Phase.MEASURE) {
      begin = read();
    } else if (phase == Phase.DONE) {
      end = read();
    }
  }

  private Reading read() {
    Map<String, Long> serverNs = new HashMap<>();
    pids.forEach(pid -> readThreads(Path.of("/proc", pid.toString(), "task"), serverNs));
    long ownNs = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    return new Reading(System.nanoTime(), serverNs, readHostNs(), ownNs);
  }

  private static void readThreads(Path tasks, Map<String, Long> cpuNs) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        String text = Files.readString(thread.resolve("schedstat"));
        cpuNs.put(thread.toString(), Long.parseLong(text.substring(0, text.indexOf(' '))));
      }
    } catch (IOException e) {
      // It ended: the load will say so.
    }
  }

  private static double readHostNs() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      String[] words = lines.findFirst().orElse("").split("\\s+");
      double ticks = 0;
      for (int word : BUSY_WORDS) {
        ticks += Double.parseDouble(words[word]);
      }
      return ticks * NS_PER_TICK;
    } catch (IOException e) {
      return 0;
    }
  }

  /** CPU time of all threads of the server that are there at the end. */
  double serverNs() {
    double sum = 0;
    for (Map.Entry<String, Long> thread : end.serverNs.entrySet()) {
      sum += thread.getValue() - begin.serverNs.getOrDefault(thread.getKey(), 0L);
    }
    return sum;
  }

  /** CPU time over time of all but the server and this process, steal included. */
  double othersCores() {
    double others = end.hostNs - begin.hostNs - serverNs() - (end.ownNs - begin.ownNs);
    return Math.max(0, others / (end.atNs - begin.atNs));
  }
}

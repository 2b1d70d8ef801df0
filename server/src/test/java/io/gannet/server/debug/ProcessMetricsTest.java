package io.gannet.server.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the kernel and the JVM tell of this very process. */
class ProcessMetricsTest {
  private final ProcessMetrics process = new ProcessMetrics();

  private static long value(MetricGroup group, String name) {
    return group.metrics().stream()
        .filter(metric -> name.equals(metric.name()))
        .map(Metric::value)
        .findFirst()
        .orElseThrow()
        .getAsLong();
  }

  private long value(String name) {
    return value(process, name);
  }

  private static long countFds() throws IOException {
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.count();
    }
  }

  @Test
  void memoryAndThreadsAreWhatTheKernelTellsElsewhere() throws IOException {
    process.sample();
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    long rss = 1024 * number(status, "VmRSS:");
    assertEquals(rss, value("process_resident_memory_bytes"), rss / 4.0);
    long size = 1024 * number(status, "VmSize:");
    assertEquals(size, value("process_virtual_memory_bytes"), size / 4.0);
    assertEquals(number(status, "Threads:"), value("process_threads"), 8);
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void openFilesAreCounted() throws IOException {
    process.sample();
    long before = value("process_open_fds");
    assertEquals(countFds(), before, 4);
    try (RandomAccessFile one = new RandomAccessFile("/proc/self/stat", "r");
        RandomAccessFile other = new RandomAccessFile("/proc/self/stat", "r")) {
      process.sample();
      assertTrue(value("process_open_fds") >= before + 2 && one != other);
    }
    assertTrue(value("process_max_fds") >= before);
  }

  /** A tick is 10 ms: what burns 300 is told as 100 at least. */
  @Test
  void cpuTimeGrowsAndIsTheSumOfBoth() {
    process.sample();
    long before = value("process_cpu_seconds_total");
    long burnt = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
    while (ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis()
        < burnt + 300) {
      Thread.onSpinWait();
    }
    process.sample();
    assertTrue(value("process_cpu_seconds_total") >= before + 100_000);
    assertEquals(
        value("process_cpu_user_seconds_total") + value("process_cpu_system_seconds_total"),
        value("process_cpu_seconds_total"));
    long startMs = value("process_start_time_seconds");
    assertTrue(startMs > 1_500_000_000_000L && startMs <= System.currentTimeMillis());
  }

  @Test
  void collectionsAndCompilationsAreCounted() {
    JvmMetrics jvm = new JvmMetrics();
    long before = value(jvm, "jvm_gc_collections_total");
    System.gc();
    assertTrue(value(jvm, "jvm_gc_collections_total") > before);
    assertTrue(value(jvm, "jvm_compilation_seconds_total") > 0);
    long used = jvm.columns().get(0).value().applyAsLong(0);
    long committed = jvm.columns().get(1).value().applyAsLong(0);
    assertTrue(0 < used && used <= committed);
    assertTrue(committed <= jvm.columns().get(2).value().applyAsLong(0));
  }
}

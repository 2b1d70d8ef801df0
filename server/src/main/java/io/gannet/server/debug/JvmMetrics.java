package io.gannet.server.debug;

import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the JVM tells of itself without a stop: its heap, its collections, what compiling took. The
 * beans are loaded when the admin is first asked for their figures: a start needs none of them.
 */
public final class JvmMetrics extends MetricGroup {
  private static final int MS_DECIMALS = 3;

  /** The heap and nothing beside it: the rest is in what the process holds. */
  public JvmMetrics() {
    super("", new RowLabels("", "area", List.of("heap"), row -> true));
    Runtime runtime = Runtime.getRuntime();
    rowGauge("jvm_memory_used_bytes", null, "Bytes in use, dead objects included.",
        row -> runtime.totalMemory() - runtime.freeMemory());
    rowGauge("jvm_memory_committed_bytes", null, "Bytes that the JVM has of the kernel.",
        row -> runtime.totalMemory());
    rowGauge("jvm_memory_max_bytes", null, "Bytes up to which it may grow.",
        row -> runtime.maxMemory());
    lifetime("jvm_gc_collections_total", null, 0, "Garbage collections: each stops all threads.",
        () -> Beans.sum(GarbageCollectorMXBean::getCollectionCount));
    lifetime("jvm_gc_seconds_total", null, MS_DECIMALS, "Time that they took.",
        () -> Beans.sum(GarbageCollectorMXBean::getCollectionTime));
    lifetime("jvm_compilation_seconds_total", null, MS_DECIMALS, "Time that compilers have run.",
        Beans::compilationMs);
  }

  /** Loaded with the first figure of theirs that is asked for. */
  private static final class Beans {
    private static final GarbageCollectorMXBean[] COLLECTORS =
        ManagementFactory.getGarbageCollectorMXBeans().toArray(GarbageCollectorMXBean[]::new);

    private static final CompilationMXBean COMPILATION =
        ManagementFactory.getCompilationMXBean();

    static long sum(ToLongFunction<GarbageCollectorMXBean> figure) {
      long sum = 0;
      for (GarbageCollectorMXBean collector : COLLECTORS) {
        sum += Math.max(0, figure.applyAsLong(collector));
      }
      return sum;
    }

    static long compilationMs() {
      boolean told = COMPILATION != null && COMPILATION.isCompilationTimeMonitoringSupported();
      return told ? COMPILATION.getTotalCompilationTime() : 0;
    }
  }
}

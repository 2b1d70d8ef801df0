package io.gannet.server;

import io.gannet.engine.klog.KlogMetrics;
import io.gannet.engine.option.Settings;
import io.gannet.engine.slow.SlowBoard;
import io.gannet.engine.slow.SlowLog;
import io.gannet.engine.slow.SlowOptions;
import io.gannet.ffi.uring.Kernel;
import io.gannet.server.control.ThreadFailures;
import io.gannet.server.klog.KlogOptions;
import io.gannet.server.klog.LogMemory;
import io.gannet.server.klog.LogWriter;
import io.gannet.server.log.EventLog;
import io.gannet.server.worker.WorkerFacts;
import io.gannet.server.worker.option.Logging;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What a server keeps of requests: the command log, which its workers log into and somebody writes,
 * and those that took long; either, both or none.
 */
final class RequestLog {
  /** The counter behind whose number the slowest request is told. */
  private static final String SLOW = "slow_requests_total";

  private static final long NS_PER_US = 1_000;

  private final KlogOptions options;
  private final LogMemory memory;
  private final LogWriter writer;
  private final Logging logging;
  private volatile List<KlogMetrics> workers = List.of();
  private volatile SlowBoard slow = new SlowBoard(List.of(), () -> 0);

  private RequestLog(
      KlogOptions options, LogMemory memory, LogWriter writer, Logging logging) {
    this.options = options;
    this.memory = memory;
    this.writer = writer;
    this.logging = logging;
  }

  /** None. */
  static RequestLog none() {
    return new RequestLog(KlogOptions.NONE, null, null, Logging.NONE);
  }

  /**
   * What the options want: who writes is there before who logs.
   *
   * @throws StartupException if the command log can't be written to
   */
  static RequestLog open(
      Settings settings, int workers, Kernel kernel, EventLog log, ThreadFailures failures) {
    KlogOptions options = KlogOptions.from(settings);
    long slowNs = SlowOptions.thresholdNs(settings);
    if (options.file().isEmpty()) {
      return new RequestLog(options, null, null, Logging.NONE.slowFrom(slowNs));
    }
    LogMemory memory = LogMemory.map(workers, options.ringBytes(), options.sample());
    LogWriter writer = new LogWriter(options, memory.logging().rings(), kernel, log);
    try {
      writer.start(failures);
    } catch (IOException e) {
      memory.close();
      throw new StartupException(
          "--klog " + options.file().get() + ": " + e,
          "name a file in a directory that is there and may be written to",
          e);
    }
    return new RequestLog(options, memory, writer, memory.logging().slowFrom(slowNs));
  }

  private boolean isWritten() {
    return writer != null;
  }

  /** What a start tells. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (isWritten()) {
      notes.add("klog: " + options);
    }
    if (logging.tellsSlow()) {
      notes.add("slow: requests of " + logging.slowNs() / NS_PER_US + " us or more");
    }
    return notes;
  }

  /** Where workers log. */
  Logging logging() {
    return logging;
  }

  /** The slow requests of those workers. */
  SlowBoard slow() {
    return slow;
  }

  /** What is said of counters in the log of events. */
  Map<String, Supplier<String>> details() {
    return Map.of(SLOW, () -> slow.takeSlowest().map(one -> "; the slowest: " + one).orElse(""));
  }

  /** What who writes it counts. */
  Optional<LogWriter> writer() {
    return Optional.ofNullable(writer);
  }

  /** These workers log, by that kernel's clock. */
  void isOf(List<WorkerFacts> all, Kernel kernel) {
    List<SlowLog> logs =
        all.stream().map(WorkerFacts::slow).filter(Objects::nonNull).toList();
    slow = new SlowBoard(logs, () -> wallNs() - kernel.nowNs());
    workers =
        all.stream()
            .flatMap(one -> one.metrics().stream())
            .filter(KlogMetrics.class::isInstance)
            .map(KlogMetrics.class::cast)
            .toList();
  }

  private static long wallNs() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /** No worker writes any more: what is left is written, and what could not be said is told. */
  void end() {
    if (isWritten()) {
      writer.close(workers.stream().mapToLong(one -> one.untold.get()).sum());
    }
  }

  /** Gives back what workers had. */
  void unmap() {
    if (isWritten()) {
      memory.close();
    }
  }
}

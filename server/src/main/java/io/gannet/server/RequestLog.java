package io.gannet.server;

import io.gannet.engine.klog.KlogMetrics;
import io.gannet.ffi.uring.Kernel;
import io.gannet.server.klog.KlogOptions;
import io.gannet.server.klog.LogMemory;
import io.gannet.server.klog.LogWriter;
import io.gannet.server.log.EventLog;
import io.gannet.server.worker.WorkerFacts;
import io.gannet.server.worker.option.Logging;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The command log of a server: what its workers log into, and who writes it; or none. */
final class RequestLog {
  /** None. */
  static final RequestLog NONE = new RequestLog(null, null);

  private final LogMemory memory;
  private final LogWriter writer;
  private volatile List<KlogMetrics> workers = List.of();

  private RequestLog(LogMemory memory, LogWriter writer) {
    this.memory = memory;
    this.writer = writer;
  }

  /**
   * The one that the options want: who writes it is there before who logs.
   *
   * @throws StartupException if it can't be written to
   */
  static RequestLog open(KlogOptions options, int workers, Kernel kernel, EventLog log) {
    if (options.file().isEmpty()) {
      return NONE;
    }
    LogMemory memory = LogMemory.map(workers, options.ringBytes(), options.sample());
    LogWriter writer = new LogWriter(options, memory.logging().rings(), kernel, log);
    try {
      writer.start();
    } catch (IOException e) {
      memory.close();
      throw new StartupException(
          "--klog " + options.file().get() + ": " + e,
          "name a file in a directory that is there and may be written to",
          e);
    }
    return new RequestLog(memory, writer);
  }

  boolean isOn() {
    return writer != null;
  }

  /** Where workers log. */
  Logging logging() {
    return isOn() ? memory.logging() : Logging.NONE;
  }

  /** What who writes it counts. */
  Optional<LogWriter> writer() {
    return Optional.ofNullable(writer);
  }

  /** These workers log. */
  void isOf(List<WorkerFacts> all) {
    workers =
        all.stream()
            .flatMap(one -> one.metrics().stream())
            .filter(KlogMetrics.class::isInstance)
            .map(KlogMetrics.class::cast)
            .toList();
  }

  /** No worker writes any more: what is left is written, and what could not be said is told. */
  void end() {
    if (isOn()) {
      writer.close(workers.stream().mapToLong(one -> one.untold.get()).sum());
    }
  }

  /** Gives back what workers had. */
  void unmap() {
    if (isOn()) {
      memory.close();
    }
  }
}

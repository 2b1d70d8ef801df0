package io.gannet.server.debug;

import com.sun.management.ThreadMXBean;
import io.gannet.engine.metrics.Counters;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.server.worker.Worker;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * What each worker's requests have cost: time of its thread in user space and in the kernel,
 * entries into the ring, bytes copied, and the same a request. The worker counts what it counts
 * anyway; all of a row is read at one moment, by the debug thread each second, or for whoever asks
 * the admin.
 */
public final class Receipt extends MetricGroup implements AutoCloseable {
  private static final int NS_DECIMALS = 9;

  /** Of figures a request. */
  private static final int DECIMALS = 3;

  private static final long UNIT = 1_000;

  private static final String EACH = ", a request, since the last reset.";

  /** What is read of each worker, in this order. */
  private enum Part {
    USER_NS,
    KERNEL_NS,
    DELAY_NS,
    MINOR_FAULTS,
    MAJOR_FAULTS,
    REQUESTS,
    ENTERS,
    SQES,
    CQES,
    COPIED
  }

  /** One worker. */
  private record Source(ThreadTimes times, LongSupplier[] counts) {}

  private final ReentrantLock reading = new ReentrantLock();
  private final List<Source> sources = new ArrayList<>();
  private final List<Thread> threads;
  private final Counters[] read = new Counters[Part.values().length];

  /**
   * Of the workers whose threads and metrics these are.
   *
   * @param metrics of each, all that it counts
   */
  public Receipt(List<Worker> workers, List<List<MetricGroup>> metrics) {
    super("receipt", labels(workers.size()));
    threads = workers.stream().map(Worker::thread).toList();
    for (int worker = 0; worker < workers.size(); worker++) {
      ThreadTimes times = ThreadTimes.openOrNull(workers.get(worker).tid());
      sources.add(new Source(times, counts(metrics.get(worker))));
    }
    for (Part part : Part.values()) {
      read[part.ordinal()] = new Counters(workers.size());
    }
    declare();
    sample();
  }

  private static RowLabels labels(int workers) {
    List<String> numbers = IntStream.range(0, workers).mapToObj(Integer::toString).toList();
    return new RowLabels("", "worker", numbers, row -> true);
  }

  private static LongSupplier[] counts(List<MetricGroup> groups) {
    LongSupplier[] counts = new LongSupplier[Part.values().length];
    counts[Part.REQUESTS.ordinal()] = count(groups, "requests_total");
    counts[Part.ENTERS.ordinal()] = count(groups, "ring_enters_total");
    counts[Part.SQES.ordinal()] = count(groups, "ring_sqes_total");
    counts[Part.CQES.ordinal()] = count(groups, "ring_cqes_total");
    LongSupplier in = count(groups, "value_bytes_copied_total");
    LongSupplier out = count(groups, "reply_bytes_composed_total");
    counts[Part.COPIED.ordinal()] = () -> in.getAsLong() + out.getAsLong();
    return counts;
  }

  /** What was counted since the start, whatever was reset: 0 if there is none of that name. */
  private static LongSupplier count(List<MetricGroup> groups, String name) {
    return groups.stream()
        .flatMap(group -> group.metrics().stream())
        .filter(metric -> name.equals(metric.name()))
        .findFirst()
        .<LongSupplier>map(metric -> metric::sinceStart)
        .orElse(() -> 0);
  }

  private void declare() {
    IntToLongFunction requests =
        rowCounter(null, "requests", "Requests executed.", of(Part.REQUESTS));
    declareTime("user", "user", "CPU time in user space", Part.USER_NS, requests);
    declareTime("system", "kernel", "CPU time in the kernel", Part.KERNEL_NS, requests);
    declareTime("wait", "wait", "Time ready to run and without a CPU", Part.DELAY_NS, requests);
    declareCount("enters", "Calls of io_uring_enter(2)", Part.ENTERS, requests);
    declareCount("sqes", "Entries submitted", Part.SQES, requests);
    declareCount("cqes", "Entries completed", Part.CQES, requests);
    declareCount(
        "copied_bytes", "Bytes of values copied into the store and of replies composed",
        Part.COPIED, requests);
    rowCounter("receipt_minor_faults_total", "minor_faults",
        "Times that the worker touched memory that was not mapped yet.", of(Part.MINOR_FAULTS));
    rowCounter("receipt_major_faults_total", "major_faults",
        "Times that the worker waited for memory from a disk.", of(Part.MAJOR_FAULTS));
    rowLifetime("receipt_allocated_bytes_total", null,
        "Bytes of Java's heap that the worker has allocated.", this::allocatedBytes);
  }

  private long allocatedBytes(int row) {
    return Beans.THREADS.getThreadAllocatedBytes(threads.get(row).threadId());
  }

  /** Loaded when the admin is first asked: a start needs none of it, and no worker asks. */
  private static final class Beans {
    static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  }

  /** In seconds for Prometheus, in ns for {@code stats}. */
  private void declareTime(
      String name, String stat, String help, Part part, IntToLongFunction requests) {
    IntToLongFunction time =
        rowCounter("receipt_cpu_" + name + "_seconds_total", null, NS_DECIMALS, help + ".",
            of(part));
    rowCounter(null, stat + "_ns", help + ".", of(part));
    IntToLongFunction share = per(time, requests, 1);
    rowGauge("receipt_request_cpu_" + name + "_seconds", null, NS_DECIMALS, help + EACH, share);
    rowGauge(null, stat + "_ns_per_request", help + EACH, share);
  }

  private void declareCount(String stat, String help, Part part, IntToLongFunction requests) {
    IntToLongFunction count =
        rowCounter("receipt_" + stat + "_total", stat, help + ".", of(part));
    rowGauge(
        "receipt_request_" + stat, stat + "_per_request", DECIMALS, help + EACH,
        per(count, requests, UNIT));
  }

  private IntToLongFunction of(Part part) {
    Counters values = read[part.ordinal()];
    return values::get;
  }

  private static IntToLongFunction per(
      IntToLongFunction what, IntToLongFunction requests, long unit) {
    return row -> {
      long count = requests.applyAsLong(row);
      return count == 0 ? 0 : Math.round((double) what.applyAsLong(row) * unit / count);
    };
  }

  /** Reads all anew. Any thread but a worker's. */
  public void sample() {
    reading.lock();
    try {
      for (int worker = 0; worker < sources.size(); worker++) {
        sample(worker, sources.get(worker));
      }
    } finally {
      reading.unlock();
    }
  }

  private void sample(int worker, Source source) {
    ThreadTimes times = source.times();
    if (times != null && times.read()) {
      long userNs = times.userNs();
      grow(Part.USER_NS, worker, userNs);
      grow(Part.KERNEL_NS, worker, times.cpuNs() - userNs);
      grow(Part.DELAY_NS, worker, times.delayNs());
      grow(Part.MINOR_FAULTS, worker, times.minorFaults());
      grow(Part.MAJOR_FAULTS, worker, times.majorFaults());
    }
    for (Part part : Part.values()) {
      LongSupplier count = source.counts()[part.ordinal()];
      if (count != null) {
        grow(part, worker, count.getAsLong());
      }
    }
  }

  /** Never back: how the time was divided is known to a tick. */
  private void grow(Part part, int worker, long value) {
    Counters values = read[part.ordinal()];
    values.set(worker, Math.max(values.get(worker), value));
  }

  @Override
  public void close() {
    reading.lock();
    try {
      sources.stream().map(Source::times).filter(one -> one != null).forEach(ThreadTimes::close);
      sources.clear();
    } finally {
      reading.unlock();
    }
  }
}

package io.gannet.engine.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The metrics of one room: a subclass declares each as a field.
 *
 * <pre>{@code
 * public final class WorkerMetrics extends MetricGroup {
 *   public final Counter turns = counter("worker_turns_total", null, "Turns of the loop.");
 * }
 * }</pre>
 */
public abstract class MetricGroup {
  private final List<Metric> metrics = new ArrayList<>();

  /** Every metric declared, in order of declaration. Any thread. */
  public final List<Metric> metrics() {
    return Collections.unmodifiableList(metrics);
  }

  /** Declares a count that only grows. */
  protected final Counter counter(String name, String stat, String help) {
    Counter counter = new Counter();
    metrics.add(new Metric(name, stat, Metric.Kind.COUNTER, help, counter::get));
    return counter;
  }

  /** Declares a figure that its writer sets. */
  protected final Counter gauge(String name, String stat, String help) {
    Counter counter = new Counter();
    metrics.add(new Metric(name, stat, Metric.Kind.GAUGE, help, counter::get));
    return counter;
  }

  /** Declares a figure that is computed when it is read; {@code value} must bear any thread. */
  protected final void gauge(String name, String stat, String help, LongSupplier value) {
    metrics.add(new Metric(name, stat, Metric.Kind.GAUGE, help, value));
  }
}

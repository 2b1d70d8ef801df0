package io.gannet.engine.metrics;

import java.util.List;

/**
 * Who tells what is declared: each in its own words, and all of them the same. A teller that tells
 * again and again keeps what it is given, and reads the values each time.
 */
public interface Teller {
  /** A text that never changes. */
  default void fact(Fact fact) {}

  /** Texts that Prometheus is told. */
  default void info(Info info) {}

  /** A figure. */
  default void metric(Metric metric) {}

  /** Figures of each of several things. */
  default void rows(RowLabels labels, List<Column> columns) {}

  /** A histogram. */
  default void distribution(Distribution distribution) {}

  /** Things that come and go. */
  default void things(Things things) {}
}

package io.gannet.engine.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Texts that are told to Prometheus, as it has them: labels of a metric that is always 1.
 *
 * @param name Prometheus' spelling without the product's prefix: {@code build_info}
 * @param help one sentence
 * @param labels what is told, in order
 */
public record Info(String name, String help, SequencedMap<String, String> labels) {
  /** Keeps a copy. */
  public Info {
    labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
  }
}

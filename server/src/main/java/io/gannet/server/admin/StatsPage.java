package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What memcached's {@code stats} tells, as one JSON object: the workers' figures are summed. */
final class StatsPage {
  private StatsPage() {}

  static Page of(AdminView view) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      for (Stat stat : view.stats()) {
        json.writeStringField(stat.name(), stat.value());
      }
      for (Map.Entry<String, Long> stat : sums(view).entrySet()) {
        json.writeNumberField(stat.getKey(), stat.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Page.json(text + "\n");
  }

  private static Map<String, Long> sums(AdminView view) {
    Map<String, Long> sums = new LinkedHashMap<>();
    add(sums, view.metrics());
    view.workerMetrics().forEach(groups -> add(sums, groups));
    return sums;
  }

  private static void add(Map<String, Long> sums, List<MetricGroup> groups) {
    for (MetricGroup group : groups) {
      for (Metric metric : group.metrics()) {
        if (metric.stat() != null) {
          sums.merge(metric.stat(), metric.value().getAsLong(), Long::sum);
        }
      }
    }
  }
}

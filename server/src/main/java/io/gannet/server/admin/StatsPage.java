package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.Ratio;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.metrics.Totals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What memcached's {@code stats} tells, one section, as one JSON object with the same names: the
 * workers' figures as they are together.
 */
final class StatsPage {
  private final JsonGenerator json;

  private StatsPage(JsonGenerator json) {
    this.json = json;
  }

  /** The sections that there are beside the general one. */
  static Set<String> sections(AdminView view) {
    Set<String> sections = new TreeSet<>();
    groups(view).forEach(group -> sections.add(group.section()));
    sections.remove("");
    return sections;
  }

  private static List<MetricGroup> groups(AdminView view) {
    List<MetricGroup> groups = new ArrayList<>(view.metrics());
    groups.addAll(Totals.of(view.workerMetrics()));
    return groups;
  }

  /** One section, "" for the general one. */
  static Page of(AdminView view, String section) {
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          for (Stat stat : section.isEmpty() ? view.stats() : List.<Stat>of()) {
            json.writeStringField(stat.name(), stat.value());
          }
          StatsPage page = new StatsPage(json);
          for (MetricGroup group : groups(view)) {
            if (group.section().equals(section)) {
              page.write(group);
            }
          }
          json.writeEndObject();
        });
  }

  private void write(MetricGroup group) throws IOException {
    if (group.labels() != null) {
      writeRows(group);
    }
    for (Metric metric : group.metrics()) {
      write(metric.stat(), metric.value().getAsLong());
    }
    for (Ratio ratio : group.ratios()) {
      long parts = Ratio.parts(ratio.value().getAsLong(), ratio.per().getAsLong());
      json.writeNumberField(ratio.stat(), (double) parts / Ratio.PARTS);
    }
    for (Distribution distribution : group.distributions()) {
      for (int bucket = 0; bucket < distribution.histogram().buckets(); bucket++) {
        long count = distribution.histogram().count(bucket);
        write(count == 0 ? null : distribution.rowName(bucket), count);
      }
    }
  }

  private void writeRows(MetricGroup group) throws IOException {
    RowLabels labels = group.labels();
    for (int row = 0; row < labels.texts().size(); row++) {
      if (labels.told().test(row)) {
        for (Column column : group.columns()) {
          if (column.stat() != null) {
            String name = labels.head(row) + RowLabels.tail(column.stat());
            write(name, column.value().applyAsLong(row));
          }
        }
      }
    }
  }

  private void write(String name, long value) throws IOException {
    if (name != null) {
      json.writeNumberField(name, value);
    }
  }
}

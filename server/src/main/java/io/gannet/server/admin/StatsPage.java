package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Distribution;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.MetricGroup;
import io.gannet.engine.metrics.Ratio;
import io.gannet.engine.metrics.RowLabels;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What memcached's {@code stats} tells, one section, as one JSON object with the same names: the
 * workers' figures are summed.
 */
final class StatsPage {
  /** What was summed of one name; {@code per} stays 0 unless it is told by another figure. */
  private static final class Sum {
    boolean quotient;
    long value;
    long per;
  }

  private final String section;
  private final Map<String, Sum> sums = new LinkedHashMap<>();

  private StatsPage(String section) {
    this.section = section;
  }

  /** The sections that there are beside the general one. */
  static Set<String> sections(AdminView view) {
    Set<String> sections = new TreeSet<>();
    view.metrics().forEach(group -> sections.add(group.section()));
    view.workerMetrics().forEach(of -> of.forEach(group -> sections.add(group.section())));
    sections.remove("");
    return sections;
  }

  /** One section, "" for the general one. */
  static Page of(AdminView view, String section) {
    StatsPage page = new StatsPage(section);
    page.add(view.metrics());
    view.workerMetrics().forEach(page::add);
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          for (Stat stat : section.isEmpty() ? view.stats() : List.<Stat>of()) {
            json.writeStringField(stat.name(), stat.value());
          }
          for (Map.Entry<String, Sum> one : page.sums.entrySet()) {
            write(json, one.getKey(), one.getValue());
          }
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, String name, Sum sum) throws IOException {
    json.writeFieldName(name);
    if (sum.quotient) {
      json.writeNumber((double) Ratio.parts(sum.value, sum.per) / Ratio.PARTS);
    } else {
      json.writeNumber(sum.value);
    }
  }

  private void add(List<MetricGroup> groups) {
    for (MetricGroup group : groups) {
      if (group.section().equals(section)) {
        add(group);
      }
    }
  }

  private void add(MetricGroup group) {
    if (group.labels() != null) {
      addRows(group);
    }
    for (Metric metric : group.metrics()) {
      add(metric.stat(), metric.value().getAsLong());
    }
    for (Ratio ratio : group.ratios()) {
      Sum sum = sums.computeIfAbsent(ratio.stat(), name -> new Sum());
      sum.quotient = true;
      sum.value += ratio.value().getAsLong();
      sum.per += ratio.per().getAsLong();
    }
    for (Distribution distribution : group.distributions()) {
      for (int bucket = 0; bucket < distribution.histogram().buckets(); bucket++) {
        long count = distribution.histogram().count(bucket);
        add(count == 0 ? null : distribution.rowName(bucket), count);
      }
    }
  }

  private void addRows(MetricGroup group) {
    RowLabels labels = group.labels();
    for (int row = 0; row < labels.texts().size(); row++) {
      if (labels.told().test(row)) {
        for (Column column : group.columns()) {
          if (column.stat() != null) {
            String name = labels.head(row) + RowLabels.tail(column.stat());
            add(name, column.value().applyAsLong(row));
          }
        }
      }
    }
  }

  private void add(String name, long value) {
    if (name != null) {
      sums.computeIfAbsent(name, absent -> new Sum()).value += value;
    }
  }
}

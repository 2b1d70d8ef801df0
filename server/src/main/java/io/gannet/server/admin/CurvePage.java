package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.metrics.Column;
import io.gannet.engine.metrics.Metric;
import io.gannet.engine.metrics.RowLabels;
import io.gannet.engine.metrics.Teller;
import java.io.IOException;
import java.util.List;

/** What there would be with other memory: {@code /mrc}, points of bytes and miss ratio. */
final class CurvePage implements Teller {
  private static final String SECTION = "mrc";

  private RowLabels labels;
  private List<Column> columns = List.of();
  private long gets;

  private CurvePage() {}

  static Page of(AdminView view) {
    CurvePage page = new CurvePage();
    view.telling().tell(SECTION, page);
    return JsonPage.of(page::write);
  }

  @Override
  public void metric(Metric metric) {
    if ("gets".equals(metric.stat())) {
      gets = metric.value().getAsLong();
    }
  }

  @Override
  public void rows(RowLabels labels, List<Column> columns) {
    this.labels = labels;
    this.columns = columns;
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("gets", gets);
    json.writeArrayFieldStart("points");
    for (int row = 0; labels != null && row < labels.texts().size(); row++) {
      writePoint(json, row);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writePoint(JsonGenerator json, int row) throws IOException {
    json.writeStartObject();
    json.writeNumberField("memory", Double.parseDouble(labels.texts().get(row)));
    for (Column column : columns) {
      json.writeNumberField(column.stat(), column.value().applyAsLong(row));
    }
    json.writeNumberField("miss_ratio", gets == 0 ? 0 : (double) misses(row) / gets);
    json.writeEndObject();
  }

  private long misses(int row) {
    return columns.stream()
        .filter(column -> column.stat().equals("misses"))
        .mapToLong(column -> column.value().applyAsLong(row))
        .sum();
  }
}

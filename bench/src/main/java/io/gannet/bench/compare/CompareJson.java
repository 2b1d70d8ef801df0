package io.gannet.bench.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A comparison for programs. */
public final class CompareJson {
  private final JsonGenerator json;

  private CompareJson(JsonGenerator json) {
    this.json = json;
  }

  /** All of it. */
  public static String text(CompareReport report) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      new CompareJson(json).write(report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.append('\n').toString();
  }

  private void write(CompareReport report) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("provenance");
    for (Map.Entry<String, String> fact : report.provenance().entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("rounds", report.rounds());
    json.writeArrayFieldStart("servers");
    for (Map.Entry<String, CompareReport.Server> server : report.servers().entrySet()) {
      json.writeStartObject();
      json.writeStringField("name", server.getKey());
      json.writeStringField("command", server.getValue().command());
      json.writeStringField("version", server.getValue().version());
      json.writeStringField("protocol", server.getValue().protocol());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("workloads");
    for (Outcome outcome : report.outcomes()) {
      workload(outcome);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void workload(Outcome outcome) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", outcome.job().name());
    json.writeStringField("description", CompareReport.describe(outcome.job()));
    json.writeStringField("baseline", outcome.baseline());
    json.writeArrayFieldStart("rows");
    for (CompareReport.Row row : CompareReport.rows(outcome)) {
      row(row);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("notes");
    for (String note : outcome.notes()) {
      json.writeString(note);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void row(CompareReport.Row row) throws IOException {
    json.writeStartObject();
    json.writeStringField("measure", row.measure().key());
    json.writeStringField("server", row.subject());
    if (row.figures().isPresent()) {
      spread("figures", row.figures().get());
    }
    if (row.ratio().isPresent()) {
      spread("ratio", row.ratio().get());
    }
    json.writeStringField("verdict", row.verdict());
    json.writeEndObject();
  }

  private void spread(String name, Spread spread) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("median", spread.median());
    json.writeNumberField("low", spread.low());
    json.writeNumberField("high", spread.high());
    json.writeNumberField("confidence", spread.confidence());
    json.writeNumberField("min", spread.min());
    json.writeNumberField("max", spread.max());
    json.writeNumberField("rounds", spread.count());
    json.writeEndObject();
  }
}

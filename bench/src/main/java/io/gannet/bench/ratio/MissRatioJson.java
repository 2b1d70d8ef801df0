package io.gannet.bench.ratio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.bench.observe.Provenance;
import io.gannet.bench.ratio.MissRatioResult.Cell;
import io.gannet.bench.ratio.MissRatioResult.Row;
import io.gannet.bench.trace.Trace;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A result for programs. */
public final class MissRatioJson {
  private final JsonGenerator json;

  private MissRatioJson(JsonGenerator json) {
    this.json = json;
  }

  /** All of it. */
  public static String text(MissRatioResult result, Provenance provenance) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      new MissRatioJson(json).write(result, provenance);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.append('\n').toString();
  }

  private void write(MissRatioResult result, Provenance provenance) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("provenance");
    for (Map.Entry<String, String> fact : provenance.facts().entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
    trace(result);
    json.writeArrayFieldStart("sizes");
    for (Row row : result.rows()) {
      row(row);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void trace(MissRatioResult result) throws IOException {
    Trace trace = result.plan().trace();
    json.writeObjectFieldStart("trace");
    json.writeStringField("name", trace.name());
    json.writeStringField("format", trace.format());
    json.writeNumberField("requests", trace.requests());
    json.writeNumberField("keys", trace.keys());
    json.writeNumberField("value_scale", trace.scale());
    json.writeNumberField("footprint_bytes", result.footprintBytes());
    json.writeNumberField("warm_up_requests", result.plan().uncounted());
    json.writeEndObject();
  }

  private void row(Row row) throws IOException {
    json.writeStartObject();
    json.writeStringField("size", row.size().text());
    json.writeNumberField("memory_bytes", row.memoryBytes());
    json.writeObjectFieldStart("subjects");
    for (Cell cell : row.cells()) {
      json.writeObjectFieldStart(cell.subject());
      if (cell.tally() == null) {
        json.writeStringField("why_not", cell.why());
      } else {
        tally(cell.tally());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void tally(Tally tally) throws IOException {
    json.writeNumberField("miss_ratio", tally.missRatio());
    json.writeNumberField("gets", tally.gets());
    json.writeNumberField("hits", tally.hits());
    json.writeNumberField("misses", tally.misses());
    json.writeNumberField("sets", tally.sets());
    json.writeNumberField("deletes", tally.deletes());
    json.writeNumberField("refused", tally.refused());
    if (!Double.isNaN(tally.bytesPerItem())) {
      json.writeNumberField("bytes_per_item", tally.bytesPerItem());
    }
  }
}

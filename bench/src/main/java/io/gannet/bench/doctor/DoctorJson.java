package io.gannet.bench.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** The report for programs: everything, whatever the verdict. */
public final class DoctorJson {
  private DoctorJson() {}

  /** Writes one, and a line's end; the writer stays open. */
  public static void write(Writer out, HostSummary host, Aim aim, List<Diagnosis> diagnoses)
      throws IOException {
    JsonFactory factory = new JsonFactory();
    try (JsonGenerator json = factory.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      host(json, host);
      aim(json, aim);
      summary(json, Tally.of(diagnoses));
      json.writeArrayFieldStart("checks");
      for (Diagnosis diagnosis : diagnoses) {
        check(json, diagnosis);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write('\n');
    out.flush();
  }

  private static void host(JsonGenerator json, HostSummary host) throws IOException {
    json.writeObjectFieldStart("host");
    json.writeStringField("kernel", host.kernel());
    json.writeStringField("cpu_model", host.cpuModel());
    json.writeNumberField("cpus", host.cpus());
    json.writeNumberField("memory_bytes", host.memoryBytes());
    json.writeBooleanField("virtual", host.virtual());
    json.writeNumberField("jdk", host.jdk());
    json.writeEndObject();
  }

  private static void aim(JsonGenerator json, Aim aim) throws IOException {
    json.writeObjectFieldStart("for");
    json.writeStringField("cpus", aim.cpuText());
    json.writeBooleanField("pinned", aim.pinned());
    json.writeNumberField("memory_bytes", aim.memoryBytes());
    json.writeNumberField("connections", aim.connections());
    json.writeEndObject();
  }

  private static void summary(JsonGenerator json, Tally tally) throws IOException {
    json.writeObjectFieldStart("summary");
    for (Verdict verdict : Verdict.values()) {
      json.writeNumberField(word(verdict), tally.of(verdict));
    }
    json.writeEndObject();
  }

  private static void check(JsonGenerator json, Diagnosis diagnosis) throws IOException {
    Check check = diagnosis.check();
    Finding finding = diagnosis.finding();
    json.writeStartObject();
    json.writeStringField("id", check.id());
    json.writeStringField("group", check.group().name().toLowerCase(Locale.ROOT));
    json.writeStringField("title", check.title());
    json.writeStringField("verdict", word(finding.verdict()));
    json.writeStringField("found", finding.found());
    json.writeStringField("cost", finding.cost());
    json.writeArrayFieldStart("change");
    for (String command : finding.change()) {
      json.writeString(command);
    }
    json.writeEndArray();
    json.writeStringField("keep", finding.keep());
    json.writeStringField("reference", check.reference());
    json.writeEndObject();
  }

  /** {@code ok}, {@code better}, {@code wrong}, {@code unknown}, {@code not_applicable}. */
  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}

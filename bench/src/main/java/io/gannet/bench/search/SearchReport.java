package io.gannet.bench.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.bench.report.Axis;
import io.gannet.bench.report.Chart;
import io.gannet.bench.report.Figures;
import io.gannet.bench.report.HtmlPage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A search for programs, and as a picture.
 *
 * @param provenance where it was measured, by stable names
 */
public record SearchReport(Map<String, String> provenance, Finding finding) {
  /** All of it. */
  public String json() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.append('\n').toString();
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("provenance");
    for (Map.Entry<String, String> fact : provenance.entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("percentile", finding.objective().percentile());
    json.writeNumberField("slo_us", finding.objective().limitNs() / 1000.0);
    json.writeStringField("end", finding.end().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("requests_per_second", finding.metPerSecond());
    if (Double.isFinite(finding.failedPerSecond())) {
      json.writeNumberField("failed_requests_per_second", finding.failedPerSecond());
    }
    json.writeStringField("sentence", finding.sentence());
    json.writeArrayFieldStart("probes");
    for (Probe probe : finding.probes()) {
      write(json, probe);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Probe probe) throws IOException {
    json.writeStartObject();
    json.writeNumberField("asked_per_second", probe.askedPerSecond());
    json.writeNumberField("achieved_per_second", probe.achievedPerSecond());
    json.writeNumberField("latency_us", probe.latencyNs() / 1000.0);
    json.writeNumberField("errors", probe.errors());
    json.writeNumberField("dropped", probe.dropped());
    if (Double.isFinite(probe.busy())) {
      json.writeNumberField("generator_busy", probe.busy());
    }
    json.writeStringField("verdict", probe.verdict().name().toLowerCase(Locale.ROOT));
    json.writeEndObject();
  }

  /** A page that opens offline. */
  public String page() {
    HtmlPage page = new HtmlPage("Highest rate for " + finding.objective(), finding.sentence());
    page.picture(chart());
    List<List<String>> rows = finding.probes().stream()
        .map(probe -> List.of(
            Figures.count(probe.askedPerSecond()),
            Figures.count(probe.achievedPerSecond()),
            Figures.timeUs(probe.latencyNs() / 1000.0),
            probe.verdict().toString()))
        .toList();
    String name = finding.objective().name();
    page.table(List.of("asked, requests/s", "achieved", name, "verdict"), rows);
    return page.heading("Where it was measured").facts(provenance).text();
  }

  /** By rate; where one was tried again, only the last word. */
  private List<Chart.Point> points(boolean met) {
    TreeMap<Double, Probe> byRate = new TreeMap<>();
    finding.probes().forEach(probe -> byRate.put(probe.askedPerSecond(), probe));
    return byRate.values().stream()
        .filter(probe -> probe.meets() == met)
        .map(probe -> new Chart.Point(probe.askedPerSecond(), probe.latencyNs() / 1000.0))
        .toList();
  }

  /** Latency over rate, with the objective across. */
  public Chart chart() {
    String name = finding.objective().name();
    return new Chart(
        name + " by rate", Axis.linear("requests/s asked for"), Axis.latencyUs("perceived " + name))
        .line("met", points(true))
        .line("not met", points(false))
        .mark(finding.objective().limitNs() / 1000.0,
            "objective " + Figures.timeUs(finding.objective().limitNs() / 1000.0));
  }
}

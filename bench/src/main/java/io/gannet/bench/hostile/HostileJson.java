package io.gannet.bench.hostile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.bench.beside.Seen;
import io.gannet.bench.observe.Provenance;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Episodes as JSON. Names are stable: they are added to, never changed.
 *
 * <pre>
 * provenance   {command, commit, date, …}
 * episodes     [{case, what, server, skipped, well, wrongs,
 *                requests, unanswered, faults {kind: count},
 *                wait_us {p50, p99, p999, max}, oversleep_us likewise,
 *                before, during, after {resident_bytes, descriptors, gauges {name: value}},
 *                recovery_ms, hostile {what: count}}]
 * </pre>
 */
public final class HostileJson {
  private static final double US_NS = 1e3;

  private final JsonGenerator json;

  private HostileJson(JsonGenerator json) {
    this.json = json;
  }

  /** The whole document. */
  public static String of(Provenance provenance, List<Episode> episodes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      new HostileJson(json).write(provenance, episodes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory: cannot be
    }
    return text + "\n";
  }

  private void write(Provenance provenance, List<Episode> episodes) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("provenance");
    for (Map.Entry<String, String> fact : provenance.facts().entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("episodes");
    for (Episode episode : episodes) {
      write(episode);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(Episode episode) throws IOException {
    json.writeStartObject();
    json.writeStringField("case", episode.about().name());
    json.writeStringField("what", episode.about().what());
    json.writeStringField("server", episode.server());
    json.writeStringField("skipped", episode.skipped());
    json.writeBooleanField("well", episode.isWell());
    json.writeArrayFieldStart("wrongs");
    for (String wrong : episode.wrongs()) {
      json.writeString(wrong);
    }
    json.writeEndArray();
    if (episode.seen().isPresent()) {
      seen(episode.seen().get());
      holdings("before", episode.before());
      holdings("during", episode.during());
      holdings("after", episode.after());
      if (episode.recoveryMs().isPresent()) {
        json.writeNumberField("recovery_ms", episode.recoveryMs().getAsLong());
      }
      counts("hostile", episode.toll());
    }
    json.writeEndObject();
  }

  private void seen(Seen seen) throws IOException {
    json.writeNumberField("requests", seen.requests());
    json.writeNumberField("unanswered", seen.unanswered());
    counts("faults", seen.faults());
    latency("wait_us", seen.waits());
    latency("oversleep_us", seen.oversleeps());
  }

  private void latency(String name, org.HdrHistogram.Histogram ns) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("p50", ns.getValueAtPercentile(50) / US_NS);
    json.writeNumberField("p99", ns.getValueAtPercentile(99) / US_NS);
    json.writeNumberField("p999", ns.getValueAtPercentile(99.9) / US_NS);
    json.writeNumberField("max", ns.getMaxValue() / US_NS);
    json.writeEndObject();
  }

  private void holdings(String name, Holdings held) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("resident_bytes", held.residentBytes());
    json.writeNumberField("descriptors", held.descriptors());
    json.writeObjectFieldStart("gauges");
    for (Map.Entry<String, Double> gauge : held.gauges().entrySet()) {
      json.writeNumberField(gauge.getKey(), gauge.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void counts(String name, Map<String, Long> counts) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }
}

package io.gannet.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.bench.beside.Seen;
import io.gannet.bench.load.Arrivals;
import io.gannet.bench.load.Counts;
import io.gannet.bench.load.Interval;
import io.gannet.bench.load.LoadPlan;
import io.gannet.bench.observe.CpuUse;
import io.gannet.bench.peer.PeerAddress;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * A run as JSON. Names are stable: they are added to, never changed. Units are last in a name;
 * {@code _cpus} counts CPUs kept busy (0.5 is half of one). What is not known is absent.
 *
 * <pre>
 * mode                     "load" or "replay"
 * target, protocol         what was loaded
 * requests_per_second      answered
 * requests, errors, dropped, hits, misses, sets, fills
 *                          hits and misses are of gets; dropped were due and never sent (open
 *                          loop); fills are those of sets that followed a miss
 * hit_ratio                hits of hits and misses
 * bytes_sent, bytes_received, elapsed_s
 * latency_us               {p50, p90, p99, p999, p9999, max, mean}: perceived, from when a request
 *                          was due; closed loop: service
 * service_us               likewise: from handing it to the kernel until the reply was seen
 * slip_us                  likewise: from when it was due until it was handed over (open loop only)
 * server_cpu_us_per_request, server_busiest_thread_cpu_us_per_request, server_cpus,
 * server_resident_bytes    of its process, if that is known
 * server_enters_per_request, server_cqes_per_enter
 *                          of a Gannet's rings
 * generator_cpu_us_per_request, generator_enters_per_request
 * generator_ceiling_per_second
 *                          requests that it gets against the ping server, as last measured
 * generator_busy           share of the time that the busiest load thread was on a CPU, 0 to 1
 * others_cpus, steal_cpus  everyone else on this host (steal included); the hypervisor
 * error_kinds              {text: count}
 * warnings                 [{what, cure}]
 * plan                     {connections, depth, arrivals, rate_per_second, speed, workload, fill,
 *                          warm_up_s, duration_s, requests_max, cpus, spin_us, backlog_max, verify}
 * intervals                [{from_s, to_s, requests_per_second, errors, dropped, hits, misses,
 *                          hit_ratio, p50_us, p99_us, p999_us, max_us, generator_busy}];
 *                          negative times are the warm-up
 * cut                      whether it was ended before its time
 * beside                   {requests, unanswered, faults {text: count}, wait_us, oversleep_us}:
 *                          what a well-behaved client saw (--beside); both times as latency_us,
 *                          the second is what it waited for its own CPU
 * provenance               {command, commit, date, kernel, cpu_model, topology, …}
 * </pre>
 */
public final class LoadJson {
  private static final double US_NS = 1e3;
  private static final double SEC_NS = 1e9;

  private final JsonGenerator json;

  private LoadJson(JsonGenerator json) {
    this.json = json;
  }

  /** The whole document. */
  public static String of(LoadReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      new LoadJson(json).write(report);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory: cannot be
    }
    return text + "\n";
  }

  private void write(LoadReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("mode", report.mode());
    json.writeStringField("target", PeerAddress.text(report.plan().target()));
    json.writeStringField("protocol", Words.name(report.plan().protocol()));
    number("requests_per_second", report.result().requestsPerSecond());
    counts(report.counts());
    number("elapsed_s", report.result().elapsedNs() / SEC_NS);
    latency("latency_us", report.result().perceived());
    latency("service_us", report.result().service());
    if (report.plan().arrivals().open()) {
      latency("slip_us", report.result().slip());
    }
    costs(report);
    counts("error_kinds", report.result().errorKinds());
    warnings(report);
    json.writeBooleanField("cut", report.isCut());
    if (report.beside().isPresent()) {
      beside(report.beside().get());
    }
    plan(report.plan());
    intervals(report);
    provenance(report.provenance().facts());
    json.writeEndObject();
  }

  private void counts(Counts counts) throws IOException {
    json.writeNumberField("requests", counts.requests());
    json.writeNumberField("errors", counts.errors());
    json.writeNumberField("dropped", counts.dropped());
    json.writeNumberField("hits", counts.hits());
    json.writeNumberField("misses", counts.misses());
    json.writeNumberField("sets", counts.sets());
    json.writeNumberField("fills", counts.fills());
    number("hit_ratio", LoadReport.hitRatio(counts));
    json.writeNumberField("bytes_sent", counts.bytesSent());
    json.writeNumberField("bytes_received", counts.bytesReceived());
  }

  private void latency(String name, Histogram ns) throws IOException {
    json.writeObjectFieldStart(name);
    number("p50", ns.getValueAtPercentile(50) / US_NS);
    number("p90", ns.getValueAtPercentile(90) / US_NS);
    number("p99", ns.getValueAtPercentile(99) / US_NS);
    number("p999", ns.getValueAtPercentile(99.9) / US_NS);
    number("p9999", ns.getValueAtPercentile(99.99) / US_NS);
    number("max", ns.getMaxValue() / US_NS);
    number("mean", ns.getMean() / US_NS);
    json.writeEndObject();
  }

  private void costs(LoadReport report) throws IOException {
    CpuUse cpu = report.seen().cpu();
    number("server_cpu_us_per_request", report.serverCpuUsPerRequest());
    number("server_busiest_thread_cpu_us_per_request", report.serverBusiestCpuUsPerRequest());
    if (report.server().isPresent()) {
      number("server_cpus", cpu.cpus(cpu.serverNs()));
      json.writeNumberField("server_resident_bytes", report.seen().residentBytes());
    }
    number("server_enters_per_request", report.serverEntersPerRequest());
    if (report.seen().ring().isPresent()) {
      number("server_cqes_per_enter", report.seen().ring().get().cqesPerEnter());
    }
    number("generator_cpu_us_per_request", report.generatorCpuUsPerRequest());
    number("generator_enters_per_request", report.generatorEntersPerRequest());
    number("generator_ceiling_per_second", report.generatorCeiling());
    number("generator_busy", report.result().busy());
    number("others_cpus", cpu.othersCpus());
    number("steal_cpus", cpu.cpus(cpu.stealNs()));
  }

  private void beside(Seen seen) throws IOException {
    json.writeObjectFieldStart("beside");
    json.writeNumberField("requests", seen.requests());
    json.writeNumberField("unanswered", seen.unanswered());
    counts("faults", seen.faults());
    latency("wait_us", seen.waits());
    latency("oversleep_us", seen.oversleeps());
    json.writeEndObject();
  }

  private void counts(String name, Map<String, Long> counts) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }

  private void warnings(LoadReport report) throws IOException {
    json.writeArrayFieldStart("warnings");
    for (Warning warning : report.warnings()) {
      json.writeStartObject();
      json.writeStringField("what", warning.what());
      json.writeStringField("cure", warning.cure());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void plan(LoadPlan plan) throws IOException {
    Arrivals arrivals = plan.arrivals();
    json.writeObjectFieldStart("plan");
    json.writeNumberField("connections", plan.connections());
    json.writeNumberField("depth", plan.depth());
    json.writeStringField("arrivals", Words.name(arrivals.kind()));
    if (arrivals.perSecond() > 0) {
      number("rate_per_second", arrivals.perSecond());
    }
    if (arrivals.kind() == Arrivals.Kind.TRACE) {
      number("speed", arrivals.speed());
    }
    json.writeStringField("workload", Words.workload(plan));
    json.writeBooleanField("fill", plan.fill());
    number("warm_up_s", plan.warmUp().toNanos() / SEC_NS);
    number("duration_s", plan.duration().toNanos() / SEC_NS);
    json.writeNumberField("requests_max", plan.requestsMax());
    json.writeArrayFieldStart("cpus");
    for (int cpu : plan.cpus()) {
      json.writeNumber(cpu);
    }
    json.writeEndArray();
    number("spin_us", plan.spin().toNanos() / US_NS);
    json.writeNumberField("backlog_max", plan.backlogMax());
    json.writeBooleanField("verify", plan.verify());
    json.writeEndObject();
  }

  private void intervals(LoadReport report) throws IOException {
    json.writeArrayFieldStart("intervals");
    for (Interval interval : report.result().intervals()) {
      Counts counts = interval.counts();
      Histogram perceived = interval.perceived();
      json.writeStartObject();
      number("from_s", interval.fromNs() / SEC_NS);
      number("to_s", interval.toNs() / SEC_NS);
      number("requests_per_second", Seconds.rate(interval));
      json.writeNumberField("errors", counts.errors());
      json.writeNumberField("dropped", counts.dropped());
      json.writeNumberField("hits", counts.hits());
      json.writeNumberField("misses", counts.misses());
      number("hit_ratio", LoadReport.hitRatio(counts));
      number("p50_us", perceived.getValueAtPercentile(50) / US_NS);
      number("p99_us", perceived.getValueAtPercentile(99) / US_NS);
      number("p999_us", perceived.getValueAtPercentile(99.9) / US_NS);
      number("max_us", perceived.getMaxValue() / US_NS);
      number("generator_busy", interval.busy());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void provenance(Map<String, String> facts) throws IOException {
    json.writeObjectFieldStart("provenance");
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
  }

  private void number(String name, OptionalDouble value) throws IOException {
    if (value.isPresent()) {
      number(name, value.getAsDouble());
    }
  }

  /** Six digits: more is noise. JSON has no word for what is not a number. */
  private void number(String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeFieldName(name);
      json.writeNumber(Figures.digits(value, 6));
    }
  }
}

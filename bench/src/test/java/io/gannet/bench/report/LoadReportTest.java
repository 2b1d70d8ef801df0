package io.gannet.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gannet.bench.load.Arrivals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  private static final List<String> PERCENTILES =
      List.of("p50", "p90", "p99", "p999", "p9999", "max", "mean");

  /** Every field by its path, in order, without array elements after the first. */
  private static List<String> fields(String json) throws IOException {
    List<String> fields = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME) {
          String path = parser.getParsingContext().pathAsPointer().toString();
          if (!path.matches(".*/[1-9]\\d*/.*")) {
            fields.add(path.substring(1));
          }
        }
      }
    }
    return fields;
  }

  private static List<String> of(String name) {
    return PERCENTILES.stream().map(percentile -> name + "/" + percentile).toList();
  }

  @Test
  void theJsonHasTheFieldsThatItsSchemaPromises() throws IOException {
    List<String> fields = fields(LoadJson.of(Reports.quiet(Arrivals.poisson(20_000))));
    List<String> wanted = new ArrayList<>(List.of("mode", "target", "protocol",
        "requests_per_second", "requests", "errors", "dropped", "hits", "misses", "sets", "fills",
        "hit_ratio", "bytes_sent", "bytes_received", "elapsed_s", "latency_us"));
    wanted.addAll(of("latency_us"));
    wanted.add("service_us");
    wanted.addAll(of("service_us"));
    wanted.add("slip_us");
    wanted.addAll(of("slip_us"));
    wanted.addAll(List.of("server_cpu_us_per_request", "server_busiest_thread_cpu_us_per_request",
        "server_cpus", "server_resident_bytes", "server_enters_per_request",
        "server_cqes_per_enter", "generator_cpu_us_per_request", "generator_enters_per_request",
        "generator_ceiling_per_second", "generator_busy", "others_cpus", "steal_cpus",
        "error_kinds", "warnings", "cut", "plan"));
    assertEquals(wanted, fields.subList(0, wanted.size()));
    for (String name : List.of("plan/rate_per_second", "plan/workload", "plan/cpus",
        "intervals/0/requests_per_second", "intervals/0/hit_ratio", "intervals/0/p999_us",
        "provenance/command", "provenance/peer")) {
      assertTrue(fields.contains(name), name);
    }
  }

  @Test
  void theJsonHasItsFiguresInTheUnitsOfTheirNames() {
    String json = LoadJson.of(Reports.quiet(Arrivals.closed()));
    assertTrue(json.contains("\"requests_per_second\" : 20000,"), json);
    assertTrue(json.contains("\"server_cpu_us_per_request\" : 5,"), json);
    assertTrue(json.contains("\"generator_cpu_us_per_request\" : 2,"), json);
    assertTrue(json.contains("\"server_cqes_per_enter\" : 30,"), json);
    assertTrue(json.contains("\"hit_ratio\" : 1,"), json);
    assertTrue(json.matches("(?s).*\"latency_us\" : \\{\\s*\"p50\" : 505[.,].*"), json);
    assertFalse(json.contains("slip_us"), "a closed loop has no slip");
    assertFalse(json.contains("NaN"), json);
  }

  @Test
  void theTableShowsServiceSlipAndPerceivedSideBySide() {
    String table = LoadTable.of(Reports.quiet(Arrivals.poisson(20_000)));
    assertTrue(table.startsWith("memcached <1> at 127.0.0.1:11211: memcached, 50 conn"), table);
    assertTrue(table.contains("20,000 requests/s over 5 s, of 20,000 asked for"), table);
    assertTrue(table.matches("(?s).*latency +service +slip +perceived\n.*"), table);
    assertTrue(table.matches("(?s).*\n    p99 +99[01] µs +10 µs +1 ms\n.*"), table);
    assertTrue(table.contains("0.01 io_uring_enter a request, 30 CQEs each"), table);
    assertTrue(
        table.contains("80k requests/s at 50 × 1 (ping); this run at 25 % of it"), table);
    assertFalse(table.contains("warning"), table);
  }

  @Test
  void aClosedLoopShowsServiceOnly() {
    String table = LoadTable.of(Reports.quiet(Arrivals.closed()));
    assertFalse(table.contains("slip"), table);
    assertTrue(table.contains("closed loop: it hides stalls"), table);
  }

  @Test
  void whatIsAmissIsToldWithItsCure() {
    List<Warning> warnings = Reports.dire().warnings();
    String all = warnings.stream().map(Warning::text).collect(Collectors.joining("\n"));
    for (String words : List.of("7 errors: SERVER_ERROR out of memory × 7", "generator was busy",
        "after they were due", "only 1k of the 2k requests a second", "9 requests were due",
        "others on this host used 0.4 CPUs", "only 20 % of gets hit", "p99.9 rests on 5")) {
      assertTrue(all.contains(words), words + " in:\n" + all);
    }
    assertTrue(warnings.stream().noneMatch(warning -> warning.cure().isEmpty()));
    assertEquals(8, warnings.size(), all);
    assertTrue(all.contains("./gannet bench ceiling"), all);
    assertFalse(LoadJson.of(Reports.dire()).contains("ceiling_per_second"), "it is not known");
  }

  @Test
  void theHistogramFileIsInMicroseconds() {
    String hgrm = Hgrm.of(Reports.upTo(1_000));
    assertTrue(hgrm.contains("Value     Percentile TotalCount 1/(1-Percentile)"), hgrm);
    assertTrue(hgrm.matches("(?s).*#\\[Max     =     1000\\.\\d+, .*"), hgrm);
  }

  @Test
  void theCsvHasARowForEachSecond() {
    List<String> lines =
        IntervalCsv.of(Reports.quiet(Arrivals.closed()).result().intervals()).lines().toList();
    assertEquals(7, lines.size());
    int columns = lines.get(0).split(",").length;
    lines.forEach(line -> assertEquals(columns, line.split(",", -1).length, line));
  }
}

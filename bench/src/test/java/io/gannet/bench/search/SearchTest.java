package io.gannet.bench.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final Objective P99_1MS = Objective.of("p99", Duration.ofMillis(1));
  private static final double PRECISION = 0.05;
  private static final int PROBES_MAX = 40;
  private static final double NO_LIMIT = 1e12;

  private final List<String> lines = new ArrayList<>();

  private Finding search(Prober server, double from) {
    return new Search(P99_1MS, server, PROBES_MAX, lines::add)
        .run(new Bisection(from, PRECISION));
  }

  @Test
  void theKneeOfAQuietServerIsFoundFromFarBelowAndFarAbove() {
    SimulatedServer server = new SimulatedServer(P99_1MS, 250_000, 0, NO_LIMIT, 1);
    for (double from : new double[] {2_000, 100_000, 245_000, 9_000_000}) {
      Finding finding = search(server, from);
      assertEquals(Finding.End.FOUND, finding.end(), "from " + from);
      assertTrue(finding.metPerSecond() <= server.knee(), finding.sentence());
      assertTrue(finding.failedPerSecond() >= server.knee(), finding.sentence());
      assertTrue(finding.failedPerSecond() <= finding.metPerSecond() * (1 + PRECISION));
    }
  }

  @Test
  void noiseMovesTheAnswerByNoMoreThanItMovesTheLatency() {
    for (long seed = 1; seed <= 300; seed++) {
      SimulatedServer server = new SimulatedServer(P99_1MS, 100_000, 0.3, NO_LIMIT, seed);
      Finding finding = search(server, 20_000);
      assertEquals(Finding.End.FOUND, finding.end(), "seed " + seed);
      // At ±20 % of the knee's rate the latency is 0.2 and more than 4 times the objective.
      assertEquals(server.knee(), finding.metPerSecond(), 0.2 * server.knee(), "seed " + seed);
    }
  }

  @Test
  void howeverWildTheNoiseProbesAreBounded() {
    for (long seed = 1; seed <= 300; seed++) {
      SimulatedServer server = new SimulatedServer(P99_1MS, 100_000, 5, NO_LIMIT, seed);
      search(server, 50_000);
      assertTrue(server.probes <= PROBES_MAX, "seed " + seed + ": " + server.probes);
    }
  }

  @Test
  void aServerWithoutALimitIsAskedNoMoreThanAllowed() {
    Finding finding = search(rate -> probe(rate, rate, 1_000, 0, 0.1), 1_000);
    assertEquals(Finding.End.PROBES, finding.end());
    assertEquals(PROBES_MAX, finding.probes().size());
    assertTrue(finding.sentence().endsWith("and no rate failed"), finding.sentence());
  }

  @Test
  void anObjectiveThatNoRateMeetsIsCalledUnattainable() {
    Finding finding = search(rate -> probe(rate, rate, 2_000_000, 0, 0.1), 100_000);
    assertEquals(Finding.End.UNATTAINABLE, finding.end());
    assertTrue(finding.sentence().startsWith("not attainable"), finding.sentence());
    assertTrue(finding.failedPerSecond() < 500, finding.sentence());
  }

  @Test
  void theGeneratorsLimitIsNotTakenForTheServers() {
    SimulatedServer server = new SimulatedServer(P99_1MS, 1_000_000, 0, 300_000, 1);
    Finding finding = search(server, 50_000);
    assertEquals(Finding.End.GENERATOR, finding.end());
    assertTrue(finding.sentence().contains("generator"), finding.sentence());
    assertEquals(300_000, finding.metPerSecond(), 300_000 * PRECISION);
  }

  @Test
  void aServersLimitBelowTheGeneratorsIsFound() {
    SimulatedServer server = new SimulatedServer(P99_1MS, 250_000, 0, 300_000, 1);
    Finding finding = search(server, 200_000);
    assertTrue(finding.probes().stream().anyMatch(probe ->
        probe.verdict() == Probe.Verdict.GENERATOR), lines.toString());
    assertEquals(Finding.End.FOUND, finding.end());
    assertEquals(server.knee(), finding.metPerSecond(), server.knee() * PRECISION);
  }

  @Test
  void errorsAtARateThatIsHeldAreSaidToBeTheLimit() {
    Finding finding = search(rate -> probe(rate, rate, 1_000, rate > 30_000 ? 3 : 0, 0.1), 10_000);
    assertEquals(Finding.End.ERRORS, finding.end());
    assertEquals(30_000, finding.metPerSecond(), 30_000 * PRECISION);
  }

  @Test
  void errorsAtOnceAreNotSearchedOn() {
    Finding finding = search(rate -> probe(rate, rate, 1_000, 1, 0.1), 10_000);
    assertEquals(Finding.End.ERRORS, finding.end());
    assertEquals(1, finding.probes().size());
    assertEquals("nothing found: errors at 10,000 requests/s, the lowest rate tried",
        finding.sentence());
  }

  @Test
  void aSearchThatEndsTooEarlyDoesNotClaimThatNoRequestsWereMet() {
    Finding finding = new Search(P99_1MS, rate -> probe(rate, rate, 9_000_000, 0, 0.1), 1,
        lines::add).run(new Bisection(8_000, PRECISION));
    assertEquals("nothing found: p99 ≤ 1 ms is not met at 8,000 requests/s, the lowest rate tried",
        finding.sentence());
  }

  @Test
  void whatAnOverloadedServerLeavesUnansweredIsItsLimit() {
    Finding finding = search(rate ->
        probe(rate, Math.min(rate, 50_000), 1_000, rate > 50_000 ? 9 : 0, 0.1), 40_000);
    assertEquals(Finding.End.FOUND, finding.end());
    assertEquals(50_000, finding.metPerSecond(), 50_000 * PRECISION);
  }

  @Test
  void aLateProbeIsTriedOnceMoreAndTheSecondWordCounts() {
    boolean[] stalled = new boolean[1];
    Finding finding = search(rate -> {
      boolean stall = rate == 20_000 && !stalled[0];
      stalled[0] |= stall;
      return probe(rate, rate, stall || rate > 40_000 ? 9_000_000 : 1_000, 0, 0.1);
    }, 10_000);
    assertTrue(finding.metPerSecond() >= 40_000 / (1 + PRECISION), finding.sentence());
    assertEquals(1, lines.stream().filter(line ->
        line.contains("20,000/s asked") && line.contains("again")).count(), lines.toString());
  }

  @Test
  void anOverloadedServerIsNotAskedTwice() {
    Finding finding = search(rate -> probe(rate, Math.min(rate, 50_000), 1_000, 0, 0.1), 40_000);
    assertEquals(1, finding.probes().stream().filter(probe ->
        probe.askedPerSecond() == 80_000).count());
  }

  @Test
  void droppedRequestsAndARateNotHeldFailAProbe() {
    assertEquals(Probe.Verdict.BEHIND,
        Probe.judged(P99_1MS, 1000, 0, 989, 1, 0, 0, 0.1).verdict());
    assertEquals(Probe.Verdict.DROPS,
        Probe.judged(P99_1MS, 1000, 0, 1000, 1, 0, 1, 0.1).verdict());
    assertEquals(Probe.Verdict.MEETS,
        Probe.judged(P99_1MS, 1000, 0, 991, 1_000_000, 0, 0, 0.95).verdict());
  }

  private static Probe probe(double rate, double achieved, long latencyNs, long errors, double b) {
    return Probe.judged(P99_1MS, rate, 0, achieved, latencyNs, errors, 0, b);
  }
}

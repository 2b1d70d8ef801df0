package io.gannet.bench.report;

import io.gannet.bench.load.Counts;
import io.gannet.bench.load.LoadResult;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks for what makes the figures of a run less than they seem. */
final class Warnings {
  private static final double BUSY_MAX = 0.9;
  private static final double SLIP_SHARE_MAX = 0.3;
  private static final double RATE_SHARE_MIN = 0.99;
  private static final double OTHERS_CPUS_MAX = 0.15;
  private static final double HIT_RATIO_MIN = 0.9;
  private static final long BEYOND_MIN = 10;
  private static final int KINDS_SHOWN = 3;

  private final LoadReport report;
  private final LoadResult result;
  private final List<Warning> warnings = new ArrayList<>();

  private Warnings(LoadReport report) {
    this.report = report;
    this.result = report.result();
  }

  static List<Warning> of(LoadReport report) {
    Warnings warnings = new Warnings(report);
    warnings.cut();
    warnings.failures();
    warnings.generator();
    warnings.rate();
    warnings.host();
    warnings.workload();
    return warnings.warnings;
  }

  private void add(String what, String cure) {
    warnings.add(new Warning(what, cure));
  }

  private void cut() {
    if (report.isCut()) {
      double askedSec = result.plan().duration().toNanos() / 1e9;
      add("cut: it was ended after " + Figures.three(result.elapsedNs() / 1e9) + " of "
          + Figures.three(askedSec) + " s", "the figures are of that time");
    }
    report.beside().filter(seen -> !seen.faults().isEmpty()).ifPresent(seen ->
        add("the client beside it saw " + seen.faults(), "others would too, under this load"));
  }

  private void failures() {
    Counts counts = result.counts();
    if (counts.errors() > 0) {
      add(Figures.count(counts.errors()) + " errors: " + kinds(), "the figures are of the others");
    }
    if (counts.requests() == 0) {
      add("no request was answered", "there are no figures");
    }
  }

  private String kinds() {
    StringBuilder text = new StringBuilder();
    result.errorKinds().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(KINDS_SHOWN)
        .forEach(
            kind ->
                text.append(text.isEmpty() ? "" : ", ")
                    .append(kind.getKey()).append(" × ").append(Figures.count(kind.getValue())));
    return text.isEmpty() ? "of no kind that was noted" : text.toString();
  }

  private void generator() {
    boolean polls = result.plan().arrivals().open() && !result.plan().spin().isZero();
    if (result.busy() > BUSY_MAX && !polls) {
      add(
          "the generator was busy for " + Figures.share(result.busy()) + " of its CPU: it, and not "
              + "the server, may be the limit",
          "give it more CPUs with --cpus"
              + (report.generatorCeiling().isPresent()
                  ? "" : "; ./gannet bench ceiling measures what it can do"));
    }
    double slip = result.slip().getValueAtPercentile(99);
    double perceived = result.perceived().getValueAtPercentile(99);
    if (result.plan().arrivals().open() && slip > SLIP_SHARE_MAX * perceived) {
      add(
          "99 % of requests left up to " + Figures.timeUs(slip / 1e3) + " after they were due, of "
              + Figures.timeUs(perceived / 1e3) + " perceived: they waited for the generator or "
              + "for a free connection",
          "more --connections or --depth, a lower --rate, or --cpus of its own");
    }
  }

  private void rate() {
    Counts counts = result.counts();
    double asked = result.plan().arrivals().perSecond();
    double made = result.duePerSecond();
    if (asked > 0 && made < RATE_SHARE_MIN * asked) {
      add(
          "only " + Figures.si(made) + " of the " + Figures.si(asked) + " requests a second asked "
              + "for were answered: latency grows as long as one measures",
          "a lower --rate; bench search finds the highest that can be held");
    }
    if (counts.dropped() > 0) {
      add(
          Figures.count(counts.dropped()) + " requests were due and never sent: the backlog of "
              + Figures.count(result.plan().backlogMax()) + " was full",
          "they are in no latency, so do not trust the highest percentiles; a lower --rate");
    }
  }

  private void host() {
    double others = report.seen().cpu().othersCpus();
    if (others > OTHERS_CPUS_MAX) {
      double steal = report.seen().cpu().cpus(report.seen().cpu().stealNs());
      add(
          "others on this host used " + Figures.three(others) + " CPUs meanwhile"
              + (steal > 0.01 ? ", of which the hypervisor stole " + Figures.three(steal) : ""),
          report.server().isPresent()
              ? "measure on a quiet host, or repeat and take the median"
              : "if the server is on this host it is among them: name it with --server-pid");
    }
    Set<Integer> shared = sharedCpus();
    if (!shared.isEmpty()) {
      add(
          "server and generator shared CPU " + shared.toString().replaceAll("[\\[\\]]", ""),
          "pin them apart: --cpus for the generator, taskset or --cpus for the server");
    }
    String governor = report.provenance().facts().getOrDefault("governor", "");
    if (governor.contains("powersave") || governor.contains("ondemand")) {
      add(
          "the frequency governor is " + governor + ": the clock changes with the load",
          "./gannet doctor says how to set it to performance");
    }
  }

  /** Only when someone was pinned: else both may run anywhere, and nobody is surprised. */
  private Set<Integer> sharedCpus() {
    Set<Integer> shared = new TreeSet<>();
    if (report.server().isEmpty() || result.plan().cpus().isEmpty()) {
      return shared;
    }
    BitSet serving = report.server().get().servingCpus();
    result.plan().cpus().stream().filter(serving::get).forEach(shared::add);
    return shared;
  }

  private void workload() {
    Counts counts = result.counts();
    double hits = LoadReport.hitRatio(counts).orElse(1);
    boolean filled = result.plan().fill() && result.plan().workload().fillCount() > 0;
    boolean replays = result.plan().workload().fillCount() == 0;
    if (hits < HIT_RATIO_MIN && !filled && !replays) {
      add(
          "only " + Figures.share(hits) + " of gets hit: a miss is cheaper than a hit",
          result.plan().workload().fillsOnMiss()
              ? "a longer --warm-up, so that misses have filled it before"
              : "fill before (no --no-fill), or --fill-on-miss");
    } else if (hits < HIT_RATIO_MIN && filled) {
      add(
          "only " + Figures.share(hits) + " of gets hit, although every key was stored before",
          "give the server more memory, or ask for fewer --keys");
    }
    long beyond = counts.requests() / 1_000;
    if (counts.requests() > 0 && beyond < BEYOND_MIN) {
      add(
          "p99.9 rests on " + beyond + " requests beyond it",
          "a longer --duration, for at least " + Figures.count(BEYOND_MIN * 1_000) + " requests");
    }
  }
}

package io.gannet.bench.cli;

import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.Variation;
import io.gannet.bench.trace.Verb;
import io.gannet.bench.trace.VerbShares;
import io.gannet.bench.workload.Ttls;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a trace was recorded without: a mixin. */
@Heading("Deadlines, overwrites, sizes")
final class VariationWords {
  @Option(
      names = "--ttl",
      paramLabel = "TIMES",
      description = "Of what is stored: none, 1h, 60s,1h,1d (a key has always one of them), "
          + "60s:3,1h:1 (by weight), uniform:1h-1d, loguniform:1s-30d, jitter:1h:5m (each store "
          + "draws anew). [the trace's]")
  private String ttl;

  @Option(
      names = "--overwrite",
      paramLabel = "SHARE",
      converter = ShareWord.class,
      description = "So many requests become sets: 30%% or 0.3. [as recorded]")
  private double overwrite;

  @Option(
      names = "--delete",
      paramLabel = "SHARE",
      converter = ShareWord.class,
      description = "So many become deletes. [as recorded]")
  private double delete;

  @Option(
      names = "--size-drift",
      paramLabel = "FACTOR",
      description = "Values are so many times as large at the end as at the start: 4 or 0.25. [1]")
  private double drift = 1;

  @Option(
      names = "--size-spread",
      paramLabel = "FACTOR",
      description = "Each store's value is up to so many times smaller or larger: 2. [1]")
  private double spread = 1;

  @Option(
      names = "--span",
      paramLabel = "TIME",
      converter = DurationWord.class,
      description = "How long the trace takes: 90m, 48h. [its own time, or a ms a request]")
  private Duration span;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of all chance: the same seed makes the same requests. [${DEFAULT-VALUE}]")
  private long seed = 1;

  long seed() {
    return seed;
  }

  /** Refuses what makes no sense, before a trace is read. */
  void check() {
    variation();
    if (span != null && span.toSeconds() < 1) {
      throw new Misuse("--span: " + span.toMillis() + " ms is too short: deadlines are seconds");
    }
  }

  /** The trace with all that. */
  Trace vary(Trace trace) {
    return variation().of(span == null ? trace : trace.lasting(span));
  }

  private Variation variation() {
    try {
      Map<Verb, Double> shares = new EnumMap<>(Verb.class);
      shares.put(Verb.SET, overwrite);
      shares.put(Verb.DELETE, delete);
      return new Variation(
          ttl == null ? null : Ttls.parse(ttl), new VerbShares(shares), drift, spread, seed);
    } catch (IllegalArgumentException e) {
      throw new Misuse(e.getMessage());
    }
  }
}

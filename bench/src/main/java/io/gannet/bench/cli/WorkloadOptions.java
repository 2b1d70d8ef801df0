package io.gannet.bench.cli;

import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.Sizes;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import io.gannet.bench.workload.Workload;
import picocli.CommandLine.Option;

/** What is asked: a mixin. */
@Heading("Workload")
public final class WorkloadOptions {
  @Option(
      names = "--mix",
      paramLabel = "OP=N,…",
      description = "Percent of get, set and delete. [get=90,set=10]")
  private String mix = "get=90,set=10";

  @Option(
      names = {"-k", "--keys"},
      paramLabel = "N",
      converter = CountWord.class,
      description = "How many there are. [100000]")
  private long keys = 100_000;

  @Option(
      names = "--key-size",
      paramLabel = "BYTES",
      description = "Of each: 12 to 250. [${DEFAULT-VALUE}]")
  private String keySize = "32";

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      description = {
        "Of a key's value, always the same for a key: 64; 64-1024, each as likely;",
        "64:70,1024:30 by weight; file:PATH, such pairs line by line. [${DEFAULT-VALUE}]"
      })
  private String valueSize = "64";

  @Option(
      names = "--popularity",
      paramLabel = "KIND",
      description =
          "Which keys are asked: uniform, zipf:0.99, sequential, hot:1:90 (1 %% of the keys has 90 "
              + "%% of the requests). [uniform]")
  private String popularity = "uniform";

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      description = "Of what is stored: 0 (never expires), 60, 60-3600, 60:90,3600:10. [0]")
  private String ttl = "0";

  @Option(
      names = "--fill",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Stores every key before. [on]")
  private boolean fill = true;

  @Option(
      names = "--fill-on-miss",
      description = "A get that misses is followed by a set of its key, as a cache is used.")
  private boolean fillOnMiss;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of all chance: the same seed asks the same. [${DEFAULT-VALUE}]")
  private long seed = 1;

  /** Whether every key is stored before. */
  public boolean fill() {
    return fill;
  }

  /** As a plan has it. */
  public Workload workload() {
    try {
      return new SyntheticWorkload(
          new SyntheticOptions(
              keys,
              Sizes.parseKeys(keySize),
              Sizes.parse(valueSize),
              Mix.parse(mix),
              Popularity.parse(popularity),
              Ttls.parse(ttl),
              fillOnMiss,
              seed));
    } catch (IllegalArgumentException e) {
      throw new Misuse(e.getMessage());
    }
  }
}

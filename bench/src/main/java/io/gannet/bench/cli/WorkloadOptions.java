package io.gannet.bench.cli;

import io.gannet.bench.workload.Workload;
import picocli.CommandLine.Option;

/** What is asked: a mixin. */
@Heading("Workload")
public final class WorkloadOptions {
  @Option(
      names = "--mix",
      paramLabel = "OP=N,…",
      description = "Shares of get, set and delete. [get=90,set=10]")
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
  private int keySize = 32;

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      description = {
        "Of a key's value, always the same for a key: 64; uniform 64..1024;",
        "weighted 64:70,1024:25,65536:5. [${DEFAULT-VALUE}]"
      })
  private String valueSize = "64";

  @Option(
      names = "--popularity",
      paramLabel = "KIND",
      description =
          "Which keys are asked: uniform, zipf:0.99, sequential, hot:0.1:0.9 (a tenth of the keys "
              + "has nine tenths of the requests). [uniform]")
  private String popularity = "uniform";

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      description = "Of what is stored: 0 (never expires), 60, 60..3600, 60:90,3600:10. [0]")
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
    throw new UnsupportedOperationException(
        mix + keys + keySize + valueSize + popularity + ttl + fillOnMiss + seed);
  }
}

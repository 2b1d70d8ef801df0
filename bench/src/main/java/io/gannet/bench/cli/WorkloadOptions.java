package io.gannet.bench.cli;

import io.gannet.bench.cluster.Clusters;
import io.gannet.bench.cluster.LikeCluster;
import io.gannet.bench.workload.CacheLib;
import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.Sizes;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import io.gannet.bench.workload.Workload;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What is asked: a mixin. */
@Heading("Workload")
public final class WorkloadOptions {
  private static final long KEYS = 100_000;

  @Option(
      names = "--mix",
      paramLabel = "OP=N,…",
      description = "Percent of get, set and delete. [get=90,set=10]")
  private String mix;

  @Option(
      names = {"-k", "--keys"},
      paramLabel = "N",
      converter = CountWord.class,
      description = "How many there are. [100000; of --cachelib: all]")
  private Long keys;

  @Option(
      names = "--key-size",
      paramLabel = "BYTES",
      description = "Of each: 12 to 250. [32]")
  private String keySize;

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      description = {
        "Of a key's value, always the same for a key: 64; 64-1024, each as likely;",
        "64:70,100-1024:30, sizes or ranges by weight; file:PATH, such pairs line by line. [64]"
      })
  private String valueSize;

  @Option(
      names = "--popularity",
      paramLabel = "KIND",
      description =
          "Which keys are asked: uniform, zipf:0.99, sequential, hot:1:90 (1 %% of the keys has 90 "
              + "%% of the requests); with ,once:5 behind it, 5 %% are for keys that nobody asks "
              + "for again. [uniform]")
  private String popularity;

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      description = "Of what is stored: 0 (never expires), 60, 1h, 60-3600, 60:90,1h:10, "
          + "loguniform:1s-30d, jitter:1h:5m. [0]")
  private String ttl;

  @Option(
      names = "--cachelib",
      paramLabel = "FOLDER",
      description =
          "Mix, popularity, sizes, deadlines and fills on a miss as CacheLib's cachebench would "
              + "have them: a folder with its config.json.")
  private Path cachelib;

  @Option(
      names = "--like",
      paramLabel = "CLUSTER",
      description =
          "The same as in one of Twitter's clusters, by what was published of it: twitter:1 to "
              + "twitter:54.")
  private String like;

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
      return new SyntheticWorkload(options());
    } catch (IllegalArgumentException e) {
      throw new Misuse(e.getMessage());
    }
  }

  private SyntheticOptions options() {
    if (like != null && cachelib != null) {
      throw new Misuse("--like: not beside --cachelib");
    }
    if (like != null) {
      refuseAll("--like");
      return new LikeCluster(Clusters.named(like), seed).load(keys == null ? KEYS : keys);
    }
    return cachelib == null ? inWords() : ofCacheLib();
  }

  private SyntheticOptions inWords() {
    return new SyntheticOptions(
        keys == null ? KEYS : keys,
        Sizes.parseKeys(or(keySize, "32")),
        Sizes.parse(or(valueSize, "64")),
        Mix.parse(or(mix, "get=90,set=10")),
        Popularity.parse(or(popularity, "uniform")),
        Ttls.parse(or(ttl, "0")),
        fillOnMiss,
        seed);
  }

  private static String or(String given, String usual) {
    return given == null ? usual : given;
  }

  private SyntheticOptions ofCacheLib() {
    refuseAll("--cachelib");
    return CacheLib.read(cachelib, keys == null ? 0 : keys, seed);
  }

  private void refuseAll(String whole) {
    refuse(whole, "--mix", mix != null);
    refuse(whole, "--key-size", keySize != null);
    refuse(whole, "--value-size", valueSize != null);
    refuse(whole, "--popularity", popularity != null);
    refuse(whole, "--ttl", ttl != null);
    refuse(whole, "--fill-on-miss", fillOnMiss);
  }

  private static void refuse(String whole, String option, boolean given) {
    if (given) {
      throw new Misuse(whole + ": says itself what " + option + " would; leave one of them out");
    }
  }
}

package io.gannet.bench.cli;

import io.gannet.bench.cluster.Clusters;
import io.gannet.bench.cluster.LikeCluster;
import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.TraceOptions;
import io.gannet.bench.workload.CacheLib;
import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.Sizes;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which requests a cache is replayed: a mixin. */
@Heading("Trace")
final class TraceWords {
  private static final String CACHELIB = "cachelib:";
  private static final long CACHELIB_REQUESTS = 10_000_000;
  private static final long MADE_REQUESTS = 600_000;

  @Option(
      names = {"-t", "--trace"},
      paramLabel = "FILE",
      description = "Recorded requests, plain or gzip; or cachelib:FOLDER, requests drawn as "
          + "cachebench would, ten million if not told.")
  private String source;

  @Option(
      names = "--like",
      paramLabel = "CLUSTER",
      description = "Or requests like those of one of Twitter's clusters, by what was published "
          + "of it: twitter:1 to twitter:54.")
  private String like;

  @Option(
      names = "--popularity",
      paramLabel = "KIND",
      description = "Or gets of made-up keys: uniform, zipf:0.99, hot:1:90; with ,once:5 behind "
          + "it, 5 %% are for keys asked once.")
  private String popularity;

  @Option(
      names = {"-k", "--keys"},
      paramLabel = "N",
      converter = CountWord.class,
      description = "Of --popularity, how many there are. [500000]")
  private long keys = 500_000;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "keys (KEY or KEY,BYTES a line), twitter (its CSV), segcache (records of "
          + "20 bytes), oracle-general (of 24). [auto]",
      completionCandidates = TraceFormatNames.class)
  private String format = TraceOptions.AUTO;

  @Option(
      names = "--trace-requests",
      paramLabel = "N",
      converter = CountWord.class,
      description = "Only so many from its start. [all; 600k of those that are made]")
  private long requests;

  @Option(
      names = "--key-size",
      paramLabel = "BYTES",
      description = "Of keys, where the trace does not tell. [${DEFAULT-VALUE}]")
  private int keyBytes = TraceOptions.defaults().keyBytes();

  @Option(
      names = "--value-size",
      paramLabel = "BYTES",
      description = "Of values, where the trace does not tell. [${DEFAULT-VALUE}]")
  private String valueBytes = Integer.toString(TraceOptions.defaults().valueBytes());

  /**
   * Reads or makes them.
   *
   * @param seed of what is made
   * @throws IllegalArgumentException naming what is not understood
   */
  Trace load(long seed) {
    return load(seed, null);
  }

  /** The same; {@code elsePopularity} is of what is made where nothing is told, or null. */
  Trace load(long seed, String elsePopularity) {
    if (source == null && like == null && popularity == null) {
      popularity = elsePopularity;
    }
    int told = (source == null ? 0 : 1) + (like == null ? 0 : 1) + (popularity == null ? 0 : 1);
    if (told != 1) {
      throw new Misuse("--trace FILE, --like twitter:N or --popularity KIND: one of them");
    }
    if (like != null) {
      return new LikeCluster(Clusters.named(like), seed).trace(requestsOr(MADE_REQUESTS));
    }
    if (popularity != null) {
      return Trace.of(new SyntheticWorkload(made(seed)), requestsOr(MADE_REQUESTS));
    }
    if (source.startsWith(CACHELIB)) {
      Path folder = Path.of(source.substring(CACHELIB.length()));
      SyntheticOptions options = CacheLib.read(folder, 0, seed);
      return Trace.of(new SyntheticWorkload(options), requestsOr(CACHELIB_REQUESTS));
    }
    Path file = Path.of(source);
    if (!Files.isReadable(file)) {
      throw new Misuse("--trace: there is no file " + file);
    }
    return Trace.load(file, new TraceOptions(format, requests, keyBytes, plainValueBytes()));
  }

  private long requestsOr(long usual) {
    return requests == 0 ? usual : requests;
  }

  private SyntheticOptions made(long seed) {
    return new SyntheticOptions(
        keys,
        Sizes.parseKeys(Integer.toString(keyBytes)),
        Sizes.parse(valueBytes),
        Mix.GETS,
        Popularity.parse(popularity),
        Ttls.NONE,
        true,
        seed);
  }

  private int plainValueBytes() {
    return Sizes.parse(valueBytes).max();
  }
}

package io.gannet.bench.cli;

import io.gannet.bench.cluster.Cluster;
import io.gannet.bench.cluster.Clusters;
import io.gannet.bench.ratio.MemorySize;
import io.gannet.bench.ratio.SubjectException;
import io.gannet.bench.table.ClusterTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gannet bench miss-clusters}. */
@Command(
    name = "miss-clusters",
    header = "Misses, refusals, bytes an item on workloads like Twitter's 54 clusters.",
    description = {
      "Misses, refused stores and bytes an item of every policy of every engine, and of memcached,",
      "on workloads like those of Twitter's 54 cache clusters, at shares of their working sets; as",
      "Markdown, with whether what is promised is kept.",
      "",
      "They are made of what was published of each cluster, and are no recordings: compare caches",
      "with each other on them, nothing else.",
    },
    footer = {
      "",
      "Examples:",
      "  ./gannet bench miss-clusters --threads 2 --keep clusters.cells",
      "  ./gannet bench miss-clusters --clusters 19,22,52 --subjects seg-merge,memcached,s3-fifo",
    })
final class MissClustersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--clusters",
      paramLabel = "LIST",
      description = "By their numbers: 1-18,22. [1-54]")
  private String clusters = "1-54";

  @Option(
      names = "--sizes",
      paramLabel = "LIST",
      description = "Of memory: %% of each working set. [10%%,50%%]")
  private String sizes = "10%,50%";

  @Option(
      names = "--working-set",
      paramLabel = "BYTES",
      converter = ByteSizeWord.class,
      description = "About as large each is made: keys and values that live at a time. [80MiB]")
  private long workingSetBytes = 80 << 20;

  @Option(
      names = "--requests-max",
      paramLabel = "N",
      converter = CountWord.class,
      description = "Where that would take more, it is smaller. [4m]")
  private long requestsMax = 4_000_000;

  @Mixin private TableWords table;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    ClusterTable result =
        ClusterTable.measure(plan(), line -> spec.commandLine().getErr().println("  " + line));
    spec.commandLine().getOut().print(result.text());
    return 0;
  }

  private ClusterTable.Plan plan() {
    if (workingSetBytes < 1 << 20 || requestsMax < 1 || requestsMax > Integer.MAX_VALUE / 4) {
      throw new Misuse("--working-set is 1 MiB or more, --requests-max 1 to "
          + Integer.MAX_VALUE / 4);
    }
    try {
      List<Cluster> some = Clusters.numbered(clusters);
      return new ClusterTable.Plan(
          some, MemorySize.parseAll(sizes), table.subjects(), workingSetBytes, requestsMax,
          table.threads(), table.seed(), table.keep());
    } catch (IllegalArgumentException | SubjectException e) {
      throw new Misuse(e.getMessage());
    }
  }
}

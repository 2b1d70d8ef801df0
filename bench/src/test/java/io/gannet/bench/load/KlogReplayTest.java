package io.gannet.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.ServerProcess;
import io.gannet.bench.codec.Protocol;
import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.TraceOptions;
import io.gannet.bench.trace.TraceWorkload;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server has logged is asked of another, which hits as often. */
class KlogReplayTest {
  private static final LoadObserver NOBODY = new LoadObserver() {};
  private static final int REQUESTS = 200_000;
  private static final int KEYS = 60_000;
  private static final double HALF_A_POINT = 0.005;

  @TempDir Path folder;

  /** Popular keys and rare ones, of sizes of their own; some are overwritten, some deleted. */
  private Path asked(long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < REQUESTS; i++) {
      int key = (int) (KEYS * Math.pow(random.nextDouble(), 3));
      int valueBytes = 50 + key * 31 % 450;
      double what = random.nextDouble();
      String verb = what < 0.88 ? "get" : what < 0.98 ? "set" : "delete";
      lines.append("0,key-").append(100_000 + key).append(",10,").append(valueBytes);
      lines.append(",1,").append(verb).append(",0\n");
    }
    return Files.writeString(folder.resolve("asked.csv"), lines);
  }

  private static Counts replay(Path trace, ServerProcess server) {
    TraceWorkload workload = new TraceWorkload(Trace.load(trace, TraceOptions.defaults()), true);
    LoadPlan plan =
        Plans.plan(server.address(), Protocol.MEMCACHED, workload)
            .lasting(Duration.ZERO, Duration.ofMinutes(5), false);
    Counts counts = Load.run(plan, NOBODY).counts();
    assertEquals(0, counts.errors(), counts::toString);
    return counts;
  }

  private static double hitRatio(Counts counts) {
    return (double) counts.hits() / (counts.hits() + counts.misses());
  }

  /** {@code gannet klog}, as a person would call it; what it prints is in a file. */
  private Path klog(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-ea", "-cp", ServerProcess.path(), "io.gannet.server.cli.Main", "klog"));
    command.addAll(List.of(words));
    File out = folder.resolve("printed").toFile();
    File err = folder.resolve("said").toFile();
    Process process =
        new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(err.toPath()));
    return out.toPath();
  }

  /** With half as much memory as all items take. */
  private static ServerProcess start(int workers, String... further) {
    List<String> words = new ArrayList<>(List.of("segcache", "--memory", "8MiB"));
    words.addAll(List.of("--workers", Integer.toString(workers)));
    words.addAll(List.of(further));
    return ServerProcess.gannet(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aReplayedLogHitsAsOftenAsTheRunThatWroteIt(int workers) throws Exception {
    Path log = folder.resolve("klog");
    long seed = System.nanoTime();
    Counts wrote;
    try (ServerProcess server = start(workers, "--klog", log.toString())) {
      wrote = replay(asked(seed), server);
      ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
      process.destroy(); // not forcibly: it writes what it has
      process.onExit().get(60, TimeUnit.SECONDS);
    }
    double hits = hitRatio(wrote);
    assertTrue(hits > 0.5 && hits < 0.95, "hits " + hits + ", so nothing is evicted");
    String stat = Files.readString(klog("stat", log.toString()));
    assertTrue(stat.contains("(" + wrote.hits() + " of "), stat);
    Path trace = Files.copy(klog("replay", log.toString()), folder.resolve("replayed.csv"));
    try (ServerProcess server = start(workers)) {
      double replayed = hitRatio(replay(trace, server));
      assertEquals(hits, replayed, HALF_A_POINT, "seed " + seed);
    }
  }
}

package io.gannet.bench.cli;

import io.gannet.bench.observe.Provenance;
import io.gannet.bench.ratio.MemorySize;
import io.gannet.bench.ratio.MissRatio;
import io.gannet.bench.ratio.MissRatioJson;
import io.gannet.bench.ratio.MissRatioPage;
import io.gannet.bench.ratio.MissRatioPlan;
import io.gannet.bench.ratio.MissRatioReport;
import io.gannet.bench.ratio.MissRatioResult;
import io.gannet.bench.ratio.MissRatioTable;
import io.gannet.bench.ratio.Subject;
import io.gannet.bench.ratio.SubjectException;
import io.gannet.bench.ratio.Subjects;
import io.gannet.bench.report.Figures;
import io.gannet.bench.trace.Trace;
import io.gannet.bench.trace.TraceWorkload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gannet bench miss-ratio}. */
@Command(
    name = "miss-ratio",
    header = "Replays a trace against caches of several sizes: miss-ratio curves.",
    description = {
      "Replays a trace against caches of several sizes; reports which share of the gets missed.",
      "",
      "Our engines run in this process, memcached as one of its own, and beside them simulated",
      "policies to hold them against. Who misses stores. It measures what is kept, never speed.",
      "Deadlines are the trace's, or made: time is the trace's for all, for memcached too.",
    },
    footer = {
      "",
      "Subjects:",
      "  seg-merge      our segments; what is asked for often is kept",
      "  seg-s3fifo     newcomers leave soon that nobody asks for again",
      "  seg-fifo       the oldest segment is evicted",
      "  seg-random     any segment is",
      "  seg-cte        the segment that is closest to expire is",
      "  slab-random    our slabs; any slab is evicted",
      "  slab-lrc       the slab that was created least recently is",
      "  slab-lra       the slab that was accessed least recently is",
      "  cuckoo-lfu     our slots, of the largest item; of 16 the least frequently used leaves",
      "  cuckoo-cte     the closest to expire of 16 does",
      "  cuckoo-random  any of 16 does",
      "  direct         one slot a hash, of the largest item: the tutorial of a storage",
      "  memcached      the real one, a process with -m; whole MiB",
      "  lru            simulated: the least recently used is evicted",
      "  fifo           simulated: the oldest is evicted",
      "  s3-fifo        simulated: FIFO with a small queue for newcomers, and ghosts",
      "  belady         simulated, knows the future: with values of one size nothing misses less",
      "  belady-size    simulated: the same by bytes times time; the better where sizes differ",
      "",
      "Examples:",
      "  ./gannet bench miss-ratio --trace w106.txt.gz",
      "  ./gannet bench miss-ratio --trace t.csv --sizes 64MiB,1GiB --subjects seg-merge,memcached",
      "  ./gannet bench miss-ratio --trace w106.txt.gz --sizes 1%%,2%%,5%%,10%%,25%% --html r.html",
      "  ./gannet bench miss-ratio --trace t.csv --ttl jitter:1h:5m --span 4h --overwrite 30%%",
      "  ./gannet bench miss-ratio --like twitter:19 --sizes 10%%,50%%"
    })
final class MissRatioCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TraceWords trace;
  @Mixin private VariationWords variation;
  @Mixin private CacheWords caches;
  @Mixin private FileWords files;
  @Mixin private CommonOptions common;

  @Override
  public Integer call() {
    files.check();
    MissRatioPlan plan = caches.plan(trace, variation);
    PrintWriter out = spec.commandLine().getOut();
    out.println(new TraceWorkload(plan.trace(), true).describe());
    out.println("footprint " + Figures.bytes(plan.trace().footprintBytes()));
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    MissRatioResult result =
        MissRatio.run(
            plan,
            (memoryBytes, cell) ->
                err.printf(
                    Locale.ROOT,
                    "  %s with %s: %s%n",
                    cell.subject(),
                    Figures.bytes(memoryBytes),
                    cell.tally() == null
                        ? "not measured"
                        : String.format(Locale.ROOT, "%.2f %% misses", cell.missPercent())));
    MissRatioTable table = new MissRatioTable(result, caches.against());
    out.println();
    out.print(table.text());
    files.write(result, table);
    return 0;
  }

  /** Which caches. */
  @Heading("Caches")
  static final class CacheWords {
    @Option(
        names = "--sizes",
        paramLabel = "LIST",
        description = {
          "Of memory: %% of all keys and values of the trace, or 64MiB.",
          "[1%%,5%%,10%%,25%%]"
        })
    private String sizes = "1%,5%,10%,25%";

    @Option(
        names = "--subjects",
        paramLabel = "LIST",
        split = ",",
        description = "Kinds of caches, see below. [seg-merge,seg-s3fifo,memcached,lru]")
    private List<String> subjects = List.of("seg-merge", "seg-s3fifo", "memcached", "lru");

    @Option(
        names = "--against",
        paramLabel = "NAME",
        description = "The subject that the others are compared with. [lru, if it is among them]")
    private String against = "";

    @Option(
        names = "--scale",
        paramLabel = "FACTOR",
        description = "Makes values so many times as large. auto: until the least share of "
            + "--sizes is 64 MiB, as smaller caches measure slabs and segments, not what is kept; "
            + "off: as recorded. [auto]")
    private String scale = "auto";

    @Option(
        names = "--warm-up",
        paramLabel = "PERCENT",
        description = "Of the requests, at the start: they count for nothing. [0]")
    private double warmUpPercent;

    @Option(
        names = "--overhead",
        paramLabel = "BYTES",
        description = "What an item costs the simulated ones beyond key and value. [0]")
    private int overheadBytes;

    @Option(
        names = "--threads",
        paramLabel = "N",
        description = "Caches measured at a time; each has memory of its own. [1]")
    private int threads = 1;

    private String against() {
      return against.isEmpty() && subjects.contains("lru") ? "lru" : against;
    }

    private MissRatioPlan plan(TraceWords words, VariationWords variation) {
      check();
      try {
        List<Subject> all = Subjects.named(subjects, overheadBytes);
        List<MemorySize> memory = MemorySize.parseAll(sizes);
        variation.check();
        Trace trace = variation.vary(words.load(variation.seed()));
        int uncounted = (int) (trace.requests() * warmUpPercent / 100);
        Trace scaled = trace.scaled(ScaleWord.factor(scale, trace, memory));
        return new MissRatioPlan(scaled, memory, all, uncounted, threads);
      } catch (IllegalArgumentException e) {
        throw new Misuse(e.getMessage());
      } catch (SubjectException e) {
        throw new Misuse("--subjects: " + e.getMessage());
      }
    }

    private void check() {
      if (threads < 1 || warmUpPercent < 0 || warmUpPercent >= 100 || overheadBytes < 0) {
        throw new Misuse("--threads is 1 or more, --warm-up 0 to 99, --overhead 0 or more");
      }
      if (!against.isEmpty() && !subjects.contains(against)) {
        throw new Misuse("--against: " + against + " is not among --subjects");
      }
    }
  }

  /** Where results go beside the terminal. */
  @Heading("Output")
  static final class FileWords {
    @Option(names = "--csv", paramLabel = "FILE", description = "A row for each cache.")
    private Path csv;

    @Option(names = "--svg", paramLabel = "FILE", description = "The picture.")
    private Path svg;

    @Option(names = "--json", paramLabel = "FILE", description = "All of it, for programs.")
    private Path json;

    @Option(
        names = "--html",
        paramLabel = "FILE",
        description = "A report with the picture, in one file that opens offline.")
    private Path html;

    /** Refuses files that cannot be written. */
    private void check() {
      OutputFiles.check(csv, svg, json, html);
    }

    private void write(MissRatioResult result, MissRatioTable table) {
      Provenance provenance = provenance(result);
      if (csv != null) {
        write(csv, MissRatioReport.csv(result));
      }
      if (svg != null) {
        MissRatioReport.chart(result).write(svg);
      }
      if (json != null) {
        write(json, MissRatioJson.text(result, provenance));
      }
      if (html != null) {
        write(html, MissRatioPage.text(result, table, provenance));
      }
    }

    private static Provenance provenance(MissRatioResult result) {
      Provenance provenance = Provenance.of(CommandWords.text(), List.of());
      for (Subject subject : result.plan().subjects()) {
        String version = subject.version();
        provenance = version.isEmpty() ? provenance : provenance.with("peer", version);
      }
      return provenance;
    }

    private static void write(Path file, String text) {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new SubjectException("cannot write " + file + ": " + e.getMessage(), e);
      }
    }
  }
}

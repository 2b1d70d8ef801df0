package io.gannet.bench.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.cluster.Clusters;
import io.gannet.bench.ratio.MemorySize;
import io.gannet.bench.ratio.MissRatioResult.Cell;
import io.gannet.bench.ratio.Subject;
import io.gannet.bench.ratio.SubjectException;
import io.gannet.bench.ratio.Subjects;
import io.gannet.bench.ratio.Tally;
import io.gannet.bench.trace.Trace;
import io.gannet.bench.workload.Distribution;
import io.gannet.bench.workload.Mix;
import io.gannet.bench.workload.Popularity;
import io.gannet.bench.workload.SyntheticOptions;
import io.gannet.bench.workload.SyntheticWorkload;
import io.gannet.bench.workload.Ttls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  @TempDir Path folder;

  private static final List<Subject> FEW =
      Subjects.named(List.of("seg-merge", "lru", "s3-fifo", "belady"), 0);

  private static TableRow row(Object... subjectsAndMisses) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < subjectsAndMisses.length; i += 2) {
      long misses = (int) subjectsAndMisses[i + 1];
      Tally tally = new Tally(1_000, 1_000 - misses, misses, 0, 0, i, 100);
      cells.add(new Cell((String) subjectsAndMisses[i], tally, ""));
    }
    return new TableRow("case", MemorySize.parseAll("10%").get(0), 1 << 20, cells);
  }

  @Test
  void theWayIsFromMemcachedToTheBetterBound() {
    TableRow row = row("memcached", 400, "seg-merge", 350, "s3-fifo", 300, "belady", 250,
        "belady-size", 200);
    assertEquals(20, Bars.bound(row), 1e-9);
    assertEquals(0.25, Bars.way(row, "seg-merge"), 1e-9);
    assertEquals(0.5, Bars.way(row, "s3-fifo"), 1e-9);
    assertEquals(0, Bars.way(row, "memcached"), 1e-9);
    assertTrue(Double.isNaN(Bars.way(row("memcached", 400, "lru", 300), "lru")));
  }

  @Test
  void moreThanTwoPercentMoreMissesOrMoreRefusalsAreTooMuch() {
    assertTrue(Bars.missesTooMuch(row("memcached", 400, "seg-merge", 409), "seg-merge"));
    assertTrue(!Bars.missesTooMuch(row("memcached", 400, "seg-merge", 408), "seg-merge"));
    assertTrue(!Bars.missesTooMuch(row("memcached", 0, "seg-merge", 0), "seg-merge"));
    assertTrue(Bars.refusesMore(row("memcached", 400, "seg-merge", 400), "seg-merge"));
    assertTrue(!Bars.refusesMore(row("seg-merge", 400, "memcached", 400), "seg-merge"));
  }

  @Test
  void theMedianLeavesOutWhatIsNotKnown() {
    assertEquals(2, Bars.median(java.util.stream.DoubleStream.of(3, Double.NaN, 1)));
    assertTrue(Double.isNaN(Bars.median(java.util.stream.DoubleStream.of(Double.NaN))));
  }

  private MissTable.Plan missTable(Path keep, long seed) {
    SyntheticOptions options =
        new SyntheticOptions(
            3_000, new Distribution.Constant(16), new Distribution.Constant(10_000), Mix.GETS,
            Popularity.parse("zipf:0.9"), Ttls.NONE, true, seed);
    Trace trace = Trace.of(new SyntheticWorkload(options), 9_000).lasting(Duration.ofHours(4));
    return new MissTable.Plan(
        trace, List.of(0.0, 0.3), MemorySize.parseAll("10%,50%"), FEW, 2, seed, keep);
  }

  @Test
  void theTableOfDeadlinesHasARowForEachCellAndWordsOfBars() {
    String text = MissTable.measure(missTable(null, 1), line -> { }).text();
    long rows = text.lines().filter(line -> line.matches("\\| .* \\| \\d+% = .*")).count();
    assertEquals(4 * 2 * 2, rows, text);
    for (String kind : MissTable.DEADLINES.keySet()) {
      assertTrue(text.contains("| " + kind + ", 30 % | 10% = 2"), text);
    }
    assertTrue(text.contains("| seg-merge | 0 of 16 | – | – | – | – |  |"), text); // there is no memcached beside
    assertTrue(text.contains("Stores refused, in all: none."), text);
  }

  @Test
  void whatWasKeptIsNotMeasuredAgainAndOtherSettingsAreRefused() throws Exception {
    Path keep = folder.resolve("cells");
    List<String> told = new ArrayList<>();
    String first = MissTable.measure(missTable(keep, 1), line -> { }).text();
    // As if it had been ended while it wrote: the last cells are measured again.
    List<String> lines = new ArrayList<>(Files.readAllLines(keep));
    lines.set(lines.size() - 1, lines.get(lines.size() - 1).substring(0, 5));
    Files.write(keep, lines);
    String again = MissTable.measure(missTable(keep, 1), line -> told.add(line)).text();
    assertEquals(first, again);
    assertEquals(1, told.size());
    String why = assertThrows(SubjectException.class,
        () -> MissTable.measure(missTable(keep, 2), line -> { })).getMessage();
    assertTrue(why.contains("other settings") && why.contains("another file"), why);
  }

  @Test
  void theTableOfClustersSaysMissesRefusalsAndBytes() {
    ClusterTable.Plan plan = new ClusterTable.Plan(
        Clusters.numbered("5,19,15"), MemorySize.parseAll("50%"), FEW, 8 << 20, 300_000, 2, 1,
        null);
    String text = ClusterTable.measure(plan, line -> { }).text();
    assertTrue(text.contains("| like | memory | seg-merge | lru | s3-fifo | belady |"), text);
    assertTrue(text.matches("(?s).*\\| twitter:19 \\| 50% = \\d+ MiB \\| \\d+\\.\\d\\d .*"), text);
    assertTrue(text.matches("(?s).*\\| twitter:15 \\| 50% = \\d+ MiB \\| – \\| .*"), text);
    assertTrue(!text.contains("twitter:5 "), text);
    assertTrue(text.contains("Bytes of memory for each item"), text);
    assertTrue(text.contains("| seg-merge × 0.75 |"), text);
  }
}

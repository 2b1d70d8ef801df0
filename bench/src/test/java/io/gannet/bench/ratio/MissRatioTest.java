package io.gannet.bench.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gannet.bench.trace.Trace;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MissRatioTest {
  private final Trace trace = Traces.gets(1, 20_000, 1_000, 500);

  @Test
  void sizesAreSharesOrBytesAndWholeMebibytesWhereThereIsOne() {
    List<MemorySize> sizes = MemorySize.parseAll("1%, 2.5%,64MiB,1g,512k,4096");
    long[] bytes = sizes.stream().mapToLong(size -> size.bytesOf(1_000_000_000)).toArray();
    assertEquals(10L << 20, bytes[0]);
    assertEquals(24L << 20, bytes[1]);
    assertEquals(64L << 20, bytes[2]);
    assertEquals(1L << 30, bytes[3]);
    assertEquals(512L << 10, bytes[4]);
    assertEquals(4096, bytes[5]);
    assertEquals(50_000, MemorySize.parseAll("1%").get(0).bytesOf(5_000_000));
  }

  @Test
  void whatIsNoSizeIsNamed() {
    for (String wrong : List.of("", "0%", "x", "1%,,2%", "-1", "5 apples", "2000%")) {
      assertThrows(IllegalArgumentException.class, () -> MemorySize.parseAll(wrong), wrong);
    }
  }

  @Test
  void valuesAreScaledUntilTheLeastShareIs64Mebibytes() {
    List<MemorySize> sizes = MemorySize.parseAll("25%,1%,3MiB");
    double factor = ValueScale.auto(trace, sizes);
    long least = sizes.get(1).bytesOf(trace.scaled(factor).footprintBytes());
    assertEquals(ValueScale.MEMORY_BYTES_MIN, least);
    assertEquals(1, ValueScale.auto(trace.scaled(1e6), sizes));
    assertEquals(1, ValueScale.auto(trace, MemorySize.parseAll("8MiB")));
  }

  @Test
  void everySubjectIsMeasuredWithEverySizeAlsoByManyThreads() {
    MissRatioResult one = run(1);
    MissRatioResult four = run(4);
    assertEquals(3, one.rows().size());
    for (int i = 0; i < 3; i++) {
      assertEquals(one.rows().get(i).cells(), four.rows().get(i).cells());
      assertEquals(3, one.rows().get(i).cells().size());
    }
  }

  @Test
  void theTableComparesAndSaysWhatCouldNotBeMeasured() {
    MissRatioResult result = run(1);
    String text = new MissRatioTable(result, "lru").text();
    String[] lines = text.split("\n");
    assertTrue(lines[2].endsWith("belady"), text);
    assertTrue(lines[3].matches(" +10% = \\S+ KiB +– +\\d+\\.\\d\\d +\\d+\\.\\d\\d \\(-.*%\\)"), text);
    assertTrue(lines[5].matches(" +2 MiB +\\d+\\.\\d\\d \\(\\+0.0 %\\) .*"), text);
    assertTrue(text.contains("seg-fifo with 10% = "), text);
    assertTrue(text.contains("give more memory"), text);
  }

  @Test
  void aReasonThatHoldsForAllSizesIsGivenOnce() {
    MissRatioPlan plan = run(1).plan();
    List<MissRatioResult.Row> rows = plan.sizes().stream()
        .map(size -> new MissRatioResult.Row(
            size, 1, List.of(new MissRatioResult.Cell("lru", null, "not installed"))))
        .toList();
    MissRatioResult result = new MissRatioResult(plan, 1, rows);
    assertEquals(List.of("lru: not installed"), new MissRatioTable(result, "").notes());
  }

  @Test
  void theRowsOfTheFileHaveAllColumns() {
    String[] lines = MissRatioReport.csv(run(1)).split("\n");
    int columns = lines[0].split(",").length;
    assertEquals(1 + 3 * 3 - 1, lines.length); // one could not be measured
    for (String line : lines) {
      assertEquals(columns, line.split(",", -1).length, line);
    }
    assertTrue(MissRatioReport.chart(run(1)).svg().contains("belady"));
  }

  private MissRatioResult run(int threads) {
    AtomicInteger told = new AtomicInteger();
    List<Subject> subjects = Subjects.named(List.of("seg-fifo", "lru", "belady"), 0);
    MissRatioResult result =
        MissRatio.run(
            new MissRatioPlan(
                trace, MemorySize.parseAll("10%,300KiB,2MiB"), subjects, 0, threads),
            (memoryBytes, cell) -> told.incrementAndGet());
    assertEquals(9, told.get());
    return result;
  }
}

package io.gannet.bench.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is made of weighings. */
class DensityReportTest {
  private static final int ITEM_BYTES = 60;
  private static final Duration REST = Duration.ofSeconds(6);
  private static final DensityPlan PLAN = new DensityPlan(32, 128, 20, 40, 3, REST, List.of(0));

  /** A server whose store costs 80 bytes an item, and whose rest takes so many. */
  private static Weighing weighing(long items, long restBytes) {
    return new Weighing(
        0, items * 80 + restBytes, OptionalLong.of(items * 80), items, OptionalDouble.of(15));
  }

  private static Slope slope() {
    return new Slope(
        List.of(weighing(1_000, 500), weighing(1_000, 5_500), weighing(1_000, 600)),
        List.of(weighing(5_000, 600), weighing(5_000, 500), weighing(5_000, 4_500)),
        ITEM_BYTES);
  }

  @Test
  void aRestThatIsNowAndThenLargerDoesNotTellInMedians() {
    assertEquals(20, slope().processBytes(), 1e-9);
    assertEquals(20, slope().storeBytes().orElseThrow(), 1e-9);
    List<Double> rounds = slope().processBytesByRound();
    assertEquals(20 + 100 / 4_000.0, rounds.get(0), 1e-9);
    assertEquals(20 - 5_000 / 4_000.0, rounds.get(1), 1e-9);
    assertEquals(20 + 3_900 / 4_000.0, rounds.get(2), 1e-9);
  }

  @Test
  void aStoreThatCannotBeToldFromTheRestIsLeftOut() {
    Weighing little = new Weighing(32, 70, OptionalLong.empty(), 1, OptionalDouble.empty());
    Weighing much = new Weighing(128, 250, OptionalLong.of(1), 3, OptionalDouble.empty());
    Slope slope = new Slope(List.of(little), List.of(much), ITEM_BYTES);
    assertEquals(30, slope.processBytes(), 1e-9);
    assertTrue(slope.storeBytes().isEmpty());
    assertTrue(slope.toldBytes().isEmpty());
  }

  @Test
  void theTableSaysWhetherTheBarHolds() {
    List<Contender> contenders = Contender.all("./gannet", PLAN.itemBytes());
    assertEquals(
        List.of("segcache", "twemcache", "slimcache", "directcache", "memcached"),
        contenders.stream().map(Contender::name).toList());
    DensityReport report =
        new DensityReport(
            PLAN,
            contenders.stream().map(one -> new DensityReport.Row(one, slope())).toList());
    List<String> lines = report.text().lines().toList();
    assertEquals("| segcache | 1,000 | 5,000 | 20.0 | 18.8..21.0 | 20.0 | 15.0 | 20 | holds |",
        lines.get(5));
    assertTrue(lines.get(6).endsWith("| 50 | holds |"), report.text());
    assertTrue(lines.get(7).endsWith("| 17 | missed |"), report.text());
    assertTrue(lines.get(8).endsWith("| – |  |"), report.text());
    assertFalse(report.text().contains("1 rounds"));
  }

  @Test
  void slotsAreMadeForTheItems() {
    List<Contender> contenders = Contender.all("./gannet", 300);
    assertTrue(contenders.get(2).subject().command().contains("308"), "slimcache");
    assertTrue(contenders.get(3).subject().command().contains("328"), "directcache");
    List<Contender> small = Contender.all("./gannet", 13);
    assertTrue(small.get(2).subject().command().contains("32"), "slimcache");
    assertTrue(small.get(3).subject().command().contains("64"), "directcache");
  }

  @Test
  void bothMemoriesAreOverfilledWithTheSameKeys() {
    assertTrue(PLAN.keys() * ITEM_BYTES > 128L << 20);
  }

  @Test
  void whatMakesNoSlopeIsRefused() {
    List<Integer> cpus = List.of(0);
    for (int[] wrong : new int[][] {
        {0, 128, 20, 40, 3}, {32, 32, 20, 40, 3}, {32, 128, 11, 40, 3}, {32, 128, 20, 0, 3},
        {32, 128, 20, 40, 0}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new DensityPlan(wrong[0], wrong[1], wrong[2], wrong[3], wrong[4], REST, cpus));
    }
  }
}

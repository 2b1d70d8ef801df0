package io.gannet.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two shards told as one: each kind of figure is put together in its own way. */
class TotalsTest {
  /** What a shard tells. */
  private static final class Shard extends MetricGroup {
    final Counter sets = counter("sets_total", "cmd_set", "Sets.");
    final Counter items = gauge("items", "curr_items", "Items.");
    final Counter longest = maximum("turn_ns_max", null, "The longest turn.");
    final Counters held;
    final Counters ages;
    final Histogram sizes =
        histogram("sizes", "sizes", "Sizes of items.", Histogram.ofPowers(3));

    Shard(int row) {
      super("items", new RowLabels("items:", "kind", List.of("a", "b"), one -> one == row));
      held = rowGauge("kind_items", "number", "Items of a kind.");
      ages = rowMaximum("kind_age", "age", "Age of the oldest.");
      maximum("slot_bytes", "slot_size", "Bytes of a slot.", () -> 64);
      ratio("load", "load", "Items by slots.", items::get, () -> 100);
    }

    void fill(int count) {
      sets.add(count);
      items.set(count);
      longest.set(1000 / count);
      held.set(0, count);
      ages.set(0, 10 * count);
      sizes.record(count);
    }
  }

  private final Shard one = new Shard(0);
  private final Shard other = new Shard(1);
  private final MetricGroup total =
      Totals.of(List.<List<MetricGroup>>of(List.of(one), List.of(other))).getFirst();

  TotalsTest() {
    one.fill(2);
    other.fill(5);
  }

  private long metric(int place) {
    return total.metrics().get(place).value().getAsLong();
  }

  @Test
  void countsAndLevelsAreSummed() {
    assertEquals(7, metric(0));
    assertEquals(7, metric(1));
    assertEquals("cmd_set", total.metrics().getFirst().stat());
    assertEquals(Metric.Kind.COUNTER, total.metrics().getFirst().kind());
  }

  @Test
  void ofSizesAndTimesTheLargestIsTold() {
    assertEquals(500, metric(2));
    assertEquals(64, metric(3));
  }

  @Test
  void aRatioIsASumByASum() {
    Ratio load = total.ratios().getFirst();
    assertEquals(35, Ratio.parts(load.value().getAsLong(), load.per().getAsLong()));
  }

  @Test
  void rowsGoByTheirKindAndAreToldIfOneTellsThem() {
    assertEquals(7, total.columns().get(0).value().applyAsLong(0));
    assertEquals(50, total.columns().get(1).value().applyAsLong(0));
    assertEquals("items", total.section());
    assertTrue(total.labels().told().test(0));
    assertTrue(total.labels().told().test(1));
    assertFalse(total.labels().told().test(2));
  }

  @Test
  void aHistogramCountsWhatAllHaveCounted() {
    Histogram sizes = total.distributions().getFirst().histogram();
    assertEquals(1, sizes.count(1));
    assertEquals(1, sizes.count(3));
    assertEquals(2, sizes.count());
    assertEquals(7, sizes.sum());
    assertEquals(8, sizes.bound(3));
  }

  @Test
  void oneShardIsToldAsItIs() {
    assertSame(one, Totals.of(List.<List<MetricGroup>>of(List.of(one))).getFirst());
    assertTrue(Totals.of(List.of()).isEmpty());
  }
}

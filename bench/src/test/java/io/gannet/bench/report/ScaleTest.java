package io.gannet.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
  private static List<String> labels(Scale scale) {
    return scale.ticks().stream()
        .map(Scale.Tick::label)
        .filter(label -> !label.isEmpty())
        .toList();
  }

  @Test
  void linearTicksAreRoundAndBeginAtZero() {
    assertEquals(
        List.of("0", "50k", "100k", "150k", "200k"),
        labels(Scale.of(Axis.linear(""), 120_000, 183_000)));
    assertEquals(
        List.of("0", "0.2", "0.4", "0.6", "0.8", "1"),
        labels(Scale.of(Axis.linear("").range(0, 1), 0.3, 0.4)));
  }

  @Test
  void logarithmicTicksHaveWordsAtOneTwoAndFiveWhereThereIsRoom() {
    assertEquals(
        List.of("50 µs", "100 µs", "200 µs", "500 µs", "1 ms", "2 ms"),
        labels(Scale.of(Axis.latencyUs(""), 63, 1_900)));
    assertEquals(
        List.of("10 µs", "100 µs", "1 ms", "10 ms", "100 ms", "1 s"),
        labels(Scale.of(Axis.latencyUs(""), 10, 999_000)));
  }

  @Test
  void sizesAreTickedByPowersOfTwo() {
    assertEquals(
        List.of("64 MiB", "128 MiB", "256 MiB", "512 MiB", "1 GiB"),
        labels(Scale.of(Axis.bytes(""), 64 << 20, 1 << 30)));
  }

  @Test
  void eachNineIsAsWideAsTheOneBefore() {
    Scale scale = Scale.of(Axis.nines(""), 0, 99.99);
    assertEquals(List.of("0 %", "50 %", "90 %", "99 %", "99.9 %", "99.99 %"), labels(scale));
    assertEquals(0.25, scale.position(90), 1e-9);
    assertEquals(0.5, scale.position(99), 1e-9);
    assertEquals(1, scale.position(99.99), 1e-9);
  }

  @Test
  void positionsStayWithinTheAxis() {
    Scale scale = Scale.of(Axis.log(""), 10, 1_000);
    assertEquals(0, scale.position(10), 1e-9);
    assertEquals(0.5, scale.position(100), 1e-9);
    assertEquals(0, scale.position(0));
    assertEquals(1, scale.position(1e12));
  }

  @Test
  void aScaleOfOneValueHasTicks() {
    for (Axis axis :
        List.of(Axis.linear(""), Axis.log(""), Axis.bytes(""), Axis.nines(""))) {
      assertTrue(Scale.of(axis, 5, 5).ticks().size() > 1, axis.kind().toString());
      assertTrue(Double.isFinite(Scale.of(axis, 5, 5).position(5)), axis.kind().toString());
    }
  }

  @Test
  void figuresReadWell() {
    assertEquals("0.0123", Figures.three(0.012345));
    assertEquals("1230", Figures.three(1_230.4));
    assertEquals("1.2k", Figures.si(1_200));
    assertEquals("35M", Figures.si(35e6));
    assertEquals("1.2 ms", Figures.timeUs(1_200));
    assertEquals("99.9 %", Figures.percentile(99.9));
    assertEquals("1,234,567", Figures.count(1_234_567));
    assertEquals("–", Figures.three(Double.NaN));
  }
}

package io.gannet.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyntheticWorkloadTest {
  private static List<String> first(RequestSource source, int count) {
    List<String> asks = new ArrayList<>();
    Ask ask = new Ask();
    for (int i = 0; i < count; i++) {
      assertTrue(source.next(ask));
      asks.add(words(ask));
    }
    return asks;
  }

  private static String words(Ask ask) {
    return ask.op + " " + ask.key + " " + ask.keyBytes + " " + ask.valueBytes + " " + ask.ttlSec;
  }

  @Test
  void theSameOptionsGiveTheSameRequests() {
    List<String> asks = first(new SyntheticWorkload(Shape.rich(3)).source(1, 4), 1000);
    assertEquals(asks, first(new SyntheticWorkload(Shape.rich(3)).source(1, 4), 1000));
    assertNotEquals(asks, first(new SyntheticWorkload(Shape.rich(4)).source(1, 4), 1000));
    assertNotEquals(asks, first(new SyntheticWorkload(Shape.rich(3)).source(2, 4), 1000));
  }

  @Test
  void theMixIsWhatWasAskedFor() {
    RequestSource source = new SyntheticWorkload(Shape.rich(1)).source(0, 1);
    int[] seen = new int[Op.values().length];
    Ask ask = new Ask();
    for (int i = 0; i < 1_000_000; i++) {
      source.next(ask);
      seen[ask.op.ordinal()]++;
    }
    assertEquals(700_000, seen[Op.GET.ordinal()], 3_000);
    assertEquals(200_000, seen[Op.SET.ordinal()], 3_000);
    assertEquals(100_000, seen[Op.DELETE.ordinal()], 3_000);
  }

  @Test
  void aKeyHasAlwaysTheSameSizesAndAllAreInBounds() {
    Workload workload = new SyntheticWorkload(Shape.rich(1));
    Map<Long, String> sizes = new HashMap<>();
    Ask ask = new Ask();
    for (int index = 0; index < 2; index++) {
      for (RequestSource source : List.of(workload.source(index, 2), workload.fill(index, 2))) {
        for (int i = 0; i < 20_000 && source.next(ask); i++) {
          String now = ask.keyBytes + " " + ask.valueBytes;
          assertEquals(now, sizes.computeIfAbsent(ask.key, key -> now));
          assertTrue(ask.keyBytes >= 16 && ask.keyBytes <= 40);
          assertTrue(ask.valueBytes >= 10 && ask.valueBytes <= workload.valueBytesMax());
          assertTrue(ask.ttlSec >= 60 && ask.ttlSec <= 120);
          assertEquals(-1, ask.atNs);
        }
      }
    }
    assertEquals(1000, sizes.size());
    assertTrue(sizes.values().stream().distinct().count() > 100);
  }

  /** Over 100,000 keys chance alone makes 0.003; the same bits for both would make about 1. */
  @Test
  void aLongKeySaysNothingOfItsValue() {
    for (String keys : List.of("16-240", "16-240:1")) {
      for (String values : List.of("100-1000", "100-1000:1", "100-199:1,200-1000:2")) {
        SyntheticOptions options =
            new SyntheticOptions(100_000, Sizes.parseKeys(keys), Sizes.parse(values), Mix.GETS,
                Popularity.UNIFORM, Ttls.NONE, false, 1);
        assertEquals(0, correlation(options), 0.02, keys + " and " + values);
      }
    }
  }

  private static double correlation(SyntheticOptions options) {
    RequestSource fill = new SyntheticWorkload(options).fill(0, 1);
    double key = 0;
    double value = 0;
    double keys = 0;
    double values = 0;
    double both = 0;
    long count = options.keys();
    for (Ask ask = new Ask(); fill.next(ask);) {
      key += ask.keyBytes;
      value += ask.valueBytes;
      keys += (double) ask.keyBytes * ask.keyBytes;
      values += (double) ask.valueBytes * ask.valueBytes;
      both += (double) ask.keyBytes * ask.valueBytes;
    }
    return (both - key * value / count)
        / Math.sqrt((keys - key * key / count) * (values - value * value / count));
  }

  @Test
  void theFillGivesEachKeyOnceOverAllThreads() {
    Workload workload = new SyntheticWorkload(Shape.rich(1));
    for (int count : new int[] {1, 3, 7, 1500}) {
      boolean[] seen = new boolean[1000];
      long total = 0;
      Ask ask = new Ask();
      for (int index = 0; index < count; index++) {
        RequestSource fill = workload.fill(index, count);
        for (; fill.next(ask); total++) {
          assertEquals(Op.SET, ask.op);
          assertFalse(seen[(int) ask.key]);
          seen[(int) ask.key] = true;
        }
        assertFalse(fill.next(ask));
      }
      assertEquals(workload.fillCount(), total);
    }
  }

  @Test
  void itDescribesItselfInWords() {
    assertEquals(
        "1000 keys of 16 to 40 bytes, values of 10 to 4096 (mean 738) bytes, zipf 0.9,"
            + " get 70 set 20 delete 10, ttl 60 to 120 s, a miss is filled, seed 1",
        new SyntheticWorkload(Shape.rich(1)).describe());
    assertEquals(
        "100 keys of 12 bytes, values of 64 bytes, uniform, get 100, seed 1",
        new SyntheticWorkload(Shape.of(100, "uniform")).describe());
  }
}
